"""The one door: a claim leaves as a statement only where printed words bear it."""
