"""A question → the passages that may answer it."""
