"""Compare the responses of a live account with the description, without changing or revealing any data."""
