"""How the bundled observatory is made from the source tables; nothing here runs when figures are read."""
