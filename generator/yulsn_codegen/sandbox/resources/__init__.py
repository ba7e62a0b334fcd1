"""Implement the API's resources, one module each, with the handlers of their calls."""
