"""Decide versions, carry names through renames, and build wheels of the generated package."""
