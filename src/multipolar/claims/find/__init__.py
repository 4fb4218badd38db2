"""What is found in a text before it is put together: numbers, quantities, periods, actors, terms."""
