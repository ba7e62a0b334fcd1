"""Date-times with more decimals than a `datetime` can hold, such as the seven of the API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from msgspec import Struct

__all__ = ["ExactDatetime", "set_times"]

_SEVENTH = 26  # position of the seventh decimal
_BEYOND_MICROSECONDS = re.compile(r"\d*[1-9]")


class ExactDatetime(datetime):
    """A date-time with more than six decimals of a second.

    Attributes:
        text: The date-time as it was received.
    """

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, value: datetime, text: str) -> Self:
        """Return a date-time that keeps its text."""
        state: Any = value.__reduce__()[1]  # the fastest way to copy one
        exact = cls(*state)
        exact.text = text
        return exact


def set_times(items: Iterable[Struct], name: str, moments: Iterable[Any], texts: Iterable[str | None]) -> None:
    """Set an attribute of each item to the date-time that was read from a text, with the text if it is more exact."""
    set_attribute = Struct.__setattr__  # the one of Model rejects names that are not properties
    for item, moment, text in zip(items, moments, texts, strict=True):
        if text is not None and len(text) > _SEVENTH and "0" <= text[_SEVENTH] <= "9":
            is_beyond = text[_SEVENTH] != "0" or _BEYOND_MICROSECONDS.match(text, _SEVENTH)
            if is_beyond and isinstance(moment, datetime):
                moment = ExactDatetime.of(moment, text)
        set_attribute(item, name, moment)
