"""The part of the client that does not depend on the account: models, calls, errors, transport and paging."""
