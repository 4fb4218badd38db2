"""The observatory: what is known, figure by figure, with source, vintage and status."""
