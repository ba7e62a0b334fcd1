"""No string of an account, a server, a configuration or a repository is ever interpreted, wherever it is shown."""
