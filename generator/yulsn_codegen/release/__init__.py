"""Versions, renamed names and wheels of the generated package."""
