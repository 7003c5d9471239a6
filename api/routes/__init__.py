"""The wire: one file a noun, wire models in, one call, wire models out."""
