"""Multipolar: a laboratory for the world economy under power politics."""
