"""The HTTP side of the sandbox: the app, its routing, its faults at work, and the server."""
