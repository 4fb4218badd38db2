"""Claims beside published figures and dated events."""
