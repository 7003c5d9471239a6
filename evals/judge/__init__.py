"""An optional judge: whether what an answer says follows from what it cites, by the votes of a model. The gate does not hear it."""
