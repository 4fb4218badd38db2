"""Readers of the files that users bring: one file a format, each whole or refused with row and rule."""
