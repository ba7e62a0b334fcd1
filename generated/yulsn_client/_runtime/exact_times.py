"""Date-times with more decimals than a `datetime` can hold, such as the seven of the API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, SupportsIndex

from msgspec import Struct

__all__ = ["ExactDatetime", "exact", "set_times"]

_SEVENTH = 26  # position of the seventh decimal
_BEYOND_MICROSECONDS = re.compile(r".{19}\.(?P<seven>\d{7})(?:(?<!0)|\d*[1-9])", re.ASCII)


class ExactDatetime(datetime):
    """A date-time with more than six decimals of a second, of which seven are sent.

    It equals the same time rounded to microseconds. The results of arithmetic and of `astimezone` have six decimals.
    """

    __slots__ = ("_text",)
    _text: str

    @classmethod
    def of(cls, value: datetime, text: str) -> Self:
        """Return a date-time that keeps its text."""
        state: Any = value.__reduce__()[1]  # the fastest way to copy one
        exact = cls(*state)
        exact._text = text
        return exact

    @property
    def text(self) -> str:
        """The date-time as it was received."""
        return getattr(self, "_text", None) or self.isoformat()

    @property
    def seven_decimals(self) -> str:
        """The first seven decimals, or an empty string if there are no more than six."""
        found = _BEYOND_MICROSECONDS.match(getattr(self, "_text", ""))
        return found["seven"] if found else ""

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return type(self).of, (datetime.combine(self.date(), self.timetz()), self.text)


def exact(moment: datetime, text: str) -> datetime:
    """Return a date-time that was read from a text, with the text if that has more decimals."""
    is_beyond = "1" <= text[_SEVENTH : _SEVENTH + 1] <= "9" or _BEYOND_MICROSECONDS.match(text)  # the first is fast
    return ExactDatetime.of(moment, text) if is_beyond else moment


def set_times(items: Iterable[Struct], name: str, moments: Iterable[Any], texts: Iterable[str | None]) -> None:
    """Set an attribute of each item to the date-time that was read from a text, with the text if it is more exact."""
    set_attribute = Struct.__setattr__  # the one of Model rejects names that are not properties
    for item, moment, text in zip(items, moments, texts, strict=True):
        if text is not None and len(text) > _SEVENTH and isinstance(moment, datetime):
            moment = exact(moment, text.strip())
        set_attribute(item, name, moment)
