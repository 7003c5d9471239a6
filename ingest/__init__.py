"""Reads newspapers into the catalogue and its two indexes."""
