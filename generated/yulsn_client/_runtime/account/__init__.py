"""One account's schema: its values, the snapshot file, and reading it from the API."""
