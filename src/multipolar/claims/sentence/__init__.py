"""One sentence at a time: what its figures are, who takes part, what it supposes."""
