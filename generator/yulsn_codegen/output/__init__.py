"""Manage the output folder: its lock, whether it is up to date, and replacing all its files at once."""
