"""Decide every name, tailor the description to an account, and build the tree that templates print."""
