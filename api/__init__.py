"""Answers from the newspapers: over HTTP and on the command line."""
