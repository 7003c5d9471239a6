"""Judges the answers."""
