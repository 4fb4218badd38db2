"""Sentences about what would be, as scenarios with an outcome and a threshold."""
