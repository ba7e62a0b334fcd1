"""Strings of accounts, servers, configurations and repositories are never interpreted, wherever they are shown."""
