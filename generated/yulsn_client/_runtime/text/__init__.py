"""Handle text for people and files: errors, terminal output, Python literals, progress bars and hashes."""
