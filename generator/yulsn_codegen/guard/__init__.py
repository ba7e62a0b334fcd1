"""Refuse to publish anything that templates cannot produce."""
