"""The output folder: its lock, whether it is up to date, and replacing its files all at once."""
