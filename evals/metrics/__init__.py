"""The metrics: each a function from a case and what it got to a number from 0 to 1, the more the better; None where it does not apply.

None asks a model, and none reads with the product's own readers: a door that checks itself finds nothing.
"""
