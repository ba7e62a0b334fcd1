"""Report where responses deviate from their models, once per kind and place."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from .error_text import escaped
from .logs import LOGGER
from .processes import PerProcess

__all__ = ["Drift", "DriftReporter", "SchemaDriftWarning"]

_MOST = 1000  # kinds and places that are remembered; a server that makes up names must not exhaust the memory
_PACKAGE = (__package__ or "").removesuffix("._runtime")
_NEWS = frozenset({"unknown", "case", "member"})


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which a response differs from what this package was generated for.

    Attributes:
        kind: `unknown` (an unknown property; it is in `extra`), `missing` (a property that the response lacks; it is
            None), `unlisted` (a value that is not allowed; it is kept), `member` (an unknown enum member; it is kept),
            `null` (a null where the type has none), `type` (a value of another type; it is kept), `case` (a name in
            another case) or `offset` (a date-time without a UTC offset: `0001-01-01T00:00:00` is None where that is
            possible, others are in UTC; the text is in `extra`).
        place: Where it is, such as `Contact.Shoe Size` or `EmailDispatchStatus(999)`. Unprintable characters are
            escaped here and in `detail`.
        detail: What the response contains there.
    """

    kind: str
    place: str
    detail: str


class SchemaDriftWarning(UserWarning):
    """A response differs from what this package was generated for."""

    __module__ = __name__.partition("._runtime.")[0]  # where users import it from


class DriftReporter:
    """Reports each difference once per kind and place, without affecting the call whose response it was found in.

    Without `on_drift`, the first one emits a `SchemaDriftWarning`. All are logged. Safe to use from many threads.
    """

    def __init__(self, on_drift: Callable[[Drift], None] | None = None) -> None:
        self._on_drift = on_drift
        self._reported: set[tuple[str, str]] = set()
        self._lock = PerProcess(threading.Lock)

    def report(self, kind: str, place: str, detail: str) -> None:
        """Report a difference, unless its kind and place have been reported before."""
        with self._lock.get():
            if (kind, place) in self._reported or len(self._reported) >= _MOST:
                return
            first = not self._reported
            self._reported.add((kind, place))
        detail = escaped(detail)
        # Additions are logged at a lower level than mismatches.
        level = logging.INFO if kind in _NEWS else logging.WARNING
        LOGGER.log(level, "response differs from its model: %s at %r: %s", kind, place, detail)
        try:
            if self._on_drift is not None:
                self._on_drift(Drift(kind, escaped(place), detail))
            elif first:
                warnings.warn(
                    f"a response differs from what this package was generated for: {kind} at {place!r}: {detail}. "
                    "Further differences are only logged (logger `yulsn`). Pass on_drift to receive all of them, or "
                    "call verify_schema() to list them",
                    SchemaDriftWarning,
                    stacklevel=_stack_level(),
                )
        except Exception as error:  # including the warning itself, if a filter turns warnings into errors
            if not isinstance(error, SchemaDriftWarning):
                LOGGER.exception("on_drift raised")


def _stack_level() -> int:
    """Return the stack level, from the caller of this function, of the innermost line outside this package."""
    level, frame = 1, sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
    while frame.f_back is not None and f"{frame.f_globals.get('__name__')}.".startswith(f"{_PACKAGE}."):
        level, frame = level + 1, frame.f_back
    return level
