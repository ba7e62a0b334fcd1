"""Text for people and for files: errors, terminal output, Python literals, progress, hashes."""
