"""Report where responses deviate from their models, once per kind and place."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from .errors import escaped

__all__ = ["Drift", "DriftReporter", "SchemaDriftWarning"]

_LOG = logging.getLogger("yulsn")
_MOST = 1000  # kinds and places that are remembered; a server that makes up names must not fill the memory
_NEWS = frozenset({"unknown", "case", "member"})


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the API or the account differs from what this package was made for.

    Attributes:
        kind: `unknown` (a property that the model does not know; it is in `extra`), `missing` (a property that it
            knows and the answer lacks; it is None), `unlisted` (a value of a field that allows others; it is kept),
            `member` (an enum's number or name that is not known; it is kept), `null` (where the type has none),
            `type` (a value of another type; it is kept as it came), `case` (a name in another case).
        place: where, such as `Contact.Shoe Size`, or `EmailDispatchStatus(999)`; fit for a terminal, as `detail` is:
            what of a name is not printable is escaped.
        detail: what was met there.
    """

    kind: str
    place: str
    detail: str


class SchemaDriftWarning(UserWarning):
    """The API or the account differs from what this package was made for."""


class DriftReporter:
    """Passes on each drift once a kind and place. Nothing that happens there reaches the call whose answer it was.

    Without `on_drift` the first one is a `SchemaDriftWarning`; all are logged. It may be used by many threads.
    """

    def __init__(self, on_drift: Callable[[Drift], None] | None = None) -> None:
        self._on_drift = on_drift
        self._told: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def report(self, kind: str, place: str, detail: str) -> None:
        """Take note of a drift."""
        with self._lock:
            if (kind, place) in self._told or len(self._told) >= _MOST:
                return
            first = not self._told
            self._told.add((kind, place))
        detail = escaped(detail)
        # What is merely new is told less loudly than what is wrong.
        level = logging.INFO if kind in _NEWS else logging.WARNING
        _LOG.log(level, "answer differs from its model: %s at %r: %s", kind, place, detail)
        try:
            if self._on_drift is not None:
                self._on_drift(Drift(kind, escaped(place), detail))
            elif first:
                warnings.warn(
                    f"an answer differs from what this package was made for: {kind} at {place!r}: {detail}. "
                    "Further differences are only logged (logger `yulsn`); on_drift sees all, verify_schema lists them",
                    SchemaDriftWarning,
                    stacklevel=2,
                )
        except Exception as error:  # also the warning itself, where a filter makes errors of warnings
            if not isinstance(error, SchemaDriftWarning):
                _LOG.exception("on_drift raised")
