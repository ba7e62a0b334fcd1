"""Diagnose an installation: the environment, the configuration, the way to the API, and what the key may read."""
