"""Diagnose an installation: environment, configuration, the connection to the API, and what the key may read."""
