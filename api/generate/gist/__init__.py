"""The gist of an article without a model: printed clauses that say most of what matters in few characters, in their order."""
