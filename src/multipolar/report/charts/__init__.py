"""One module for each kind of picture: from a View to a Figure, or to None when it has nothing to show."""
