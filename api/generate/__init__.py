"""A brief → claims: by the articles' own sentences, or by a model."""
