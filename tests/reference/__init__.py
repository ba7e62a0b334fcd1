"""The reference site of an account."""
