"""The HTTP side of the sandbox: the app, its routing, fault injection, and the server."""
