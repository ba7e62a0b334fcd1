"""Faults on demand: how they are written, which request each one strikes, and how they alter a response."""
