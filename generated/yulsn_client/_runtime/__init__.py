"""The part of the client that no account changes: models, calls, errors, transport and paging."""
