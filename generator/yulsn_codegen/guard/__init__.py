"""Refuse to publish anything that the templates cannot produce."""
