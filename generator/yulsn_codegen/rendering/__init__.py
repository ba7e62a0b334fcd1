"""Turn the tree into formatted files."""
