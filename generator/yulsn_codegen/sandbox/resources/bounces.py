"""Bounced e-mail addresses.

The sandbox sends no mail, so nothing bounces by itself. Instead, an address at `bounce.example` counts as bounced from
the moment a contact gets it until it is unblocked.
"""

from __future__ import annotations

from ..collections import CONTACT_BOUNCES
from ..store import Store

HOST = "@bounce.example"


def set_address(store: Store, number: int, email: object) -> None:
    """Record a contact's new e-mail address, which may be one that bounces."""
    if isinstance(email, str) and email.lower().endswith(HOST):
        store.replace(CONTACT_BOUNCES, number, {})
    else:
        unblock(store, number)


def is_bounced(store: Store, number: int) -> bool:
    """Whether a contact's address has bounced."""
    return store.get(CONTACT_BOUNCES, number) is not None


def unblock(store: Store, number: int) -> None:
    """Forget that a contact's address has bounced."""
    store.delete(CONTACT_BOUNCES, number)
