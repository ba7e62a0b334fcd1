"""The OpenAPI description of the API: load it, validate it, export it."""
