"""Create the secrets of contacts and rows: ASCII letters and digits, in the lengths that the API uses."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator
from random import Random

CONTACT_SECRET = 12  # characters
ROW_SECRET = 8

_CHARACTERS = string.ascii_letters + string.digits


def unguessable(length: int) -> str:
    """Return a new secret."""
    return "".join(secrets.choice(_CHARACTERS) for _ in range(length))


def distinct(random: Random, length: int) -> Iterator[str]:
    """Yield distinct secrets for generated data; short random ones could collide."""
    base = len(_CHARACTERS)
    count = base**length
    number, step = random.randrange(count), random.randrange(count // base) * base + 1  # coprime with `count`
    while True:
        number = (number + step) % count
        yield _text(number, length)


def _text(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, place = divmod(number, len(_CHARACTERS))
        characters.append(_CHARACTERS[place])
    return "".join(characters)
