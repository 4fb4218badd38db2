"""Validation: published results beside ours, as data. One module for each paper."""
