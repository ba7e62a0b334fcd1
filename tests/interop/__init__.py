"""Check that other tools accept the exported documents, and that the clients they write work against the sandbox."""
