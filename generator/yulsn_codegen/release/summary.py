"""Summarize what a new version of a package changes, for the person who generates it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..client.naming import Names, by_scope
from ..text.characters import one_line


@dataclass(frozen=True)
class DecidedName:
    """A Python name that was decided for a wire name; `scope` is as in an `Alias`."""

    scope: str
    wire: str
    name: str

    def __str__(self) -> str:
        scope, name = (self.scope, self.name) if self.scope else ("tables", f"tables.{self.name}")
        return one_line(f'{scope}: "{self.wire}" is {name}')


@dataclass(frozen=True)
class VersionSummary:
    """What a new version of a package changes.

    Attributes:
        before: The previous version; None for the first one.
        after: The new version.
        changes: The account's changes, one line each.
        names: The names that were decided for this version.
        public: The changes of the public API, one line each.
        confirmation: The lines of TOML that confirm suspected renames.
    """

    before: str | None
    after: str
    changes: tuple[str, ...] = ()
    names: tuple[DecidedName, ...] = ()
    public: tuple[str, ...] = ()
    confirmation: tuple[str, ...] = ()


def decided_names(before: Names, after: Names) -> tuple[DecidedName, ...]:
    """Return the names in `after` that are not in `before`."""
    known = set(_all(before))
    return tuple(name for name in _all(after) if name not in known)


def _all(names: Names) -> Iterator[DecidedName]:
    for scope, group in by_scope(names).items():
        yield from (DecidedName(scope, wire, name) for wire, name in group.items())
