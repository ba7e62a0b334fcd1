"""Bodies of new contacts that do not clash in a shared sandbox."""

from __future__ import annotations

from itertools import count
from typing import Any

from yulsn_client.models import Contact, ContactCreate

from .conftest import Flavour
from .expect import moment

NUMBERS = count(1)
NOBODY = 2_000_000_000  # an id that nothing has


def person(**members: Any) -> ContactCreate:
    """Return a new contact with a unique address, number and source."""
    number = next(NUMBERS)
    defaults = {
        "registration_date_time": moment("2024-05-06T10:08:14.500+02:00"),
        "registration_source": f"source {number}",
        "registration_ip": "192.0.2.17",
        "email": f"ada{number}@example.com",
        "phone": f"2{number:07}",
    }
    return ContactCreate(**{**defaults, **members})


def people(api: Flavour, many: int) -> list[Contact]:
    """So many contacts, made just now."""
    return [api.run(api.client.contacts.create(person())) for _ in range(many)]
