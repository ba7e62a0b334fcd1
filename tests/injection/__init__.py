"""No string of an account, a server, a configuration or a repository is anything but text, on any surface."""
