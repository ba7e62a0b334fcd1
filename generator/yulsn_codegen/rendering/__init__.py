"""Render the tree into formatted files."""
