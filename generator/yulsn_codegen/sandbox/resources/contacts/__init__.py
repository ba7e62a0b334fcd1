"""Contacts: reading them, writing them, and what gives access to them."""
