"""The catalogue's schema, one step a file."""
