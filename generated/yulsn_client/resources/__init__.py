"""The groups of the API, one module per group."""
