"""Date-times with more decimals than a `datetime` can hold, such as the seven of the API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, SupportsIndex

from msgspec import Struct

__all__ = ["ExactDatetime", "exact", "set_times"]

_POINT, _SEVENTH = 19, 26  # positions of the decimal point and of the seventh decimal
_FURTHER_DECIMALS = re.compile(r"\d*[1-9]", re.ASCII)


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
        text: str = getattr(self, "_text", "")
        return text[_POINT + 1 : _SEVENTH + 1] if _is_beyond_microseconds(text) else ""

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return type(self).of, (datetime.combine(self.date(), self.timetz()), self.text)


def exact(moment: datetime, text: str) -> datetime:
    """Return a date-time that was read from a text, with the text if that has more decimals."""
    return ExactDatetime.of(moment, text) if _is_beyond_microseconds(text) else moment


def set_times(items: Iterable[Struct], name: str, moments: Iterable[Any], texts: Iterable[str | None]) -> None:
    """Set an attribute of each item to the date-time that was read from a text, with the text if it is more exact."""
    set_attribute = Struct.__setattr__  # the one of Model rejects names that are not properties
    for item, moment, text in zip(items, moments, texts, strict=True):
        if text is not None and len(text) > _SEVENTH and "0" <= text[_SEVENTH] <= "9":
            is_beyond = text[_SEVENTH] != "0" or _is_beyond_microseconds(text)
            if is_beyond and isinstance(moment, datetime):
                moment = ExactDatetime.of(moment, text)
        set_attribute(item, name, moment)


def _is_beyond_microseconds(text: str) -> bool:
    return text[_POINT : _POINT + 1] == "." and _FURTHER_DECIMALS.match(text, _SEVENTH) is not None
