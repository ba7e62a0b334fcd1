"""Serve the sandbox over HTTP: the app, its routing, fault injection, and the server."""
