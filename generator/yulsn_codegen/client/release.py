"""A release of a generated package: its names, its version and its changelog."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_PACKAGE = "yulsn_client"

# The titles of the sections of a changelog entry, in their order.
SECTIONS = ("Removed", "Changed", "Deprecated", "Added")


@dataclass(frozen=True)
class ChangelogSection:
    """The changes of one kind in one version; `title` is one of `SECTIONS`."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ChangelogEntry:
    """What changed in one version of the generated package."""

    version: str
    sections: tuple[ChangelogSection, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, one per change."""
        return tuple(line for section in self.sections for line in section.lines)


@dataclass(frozen=True)
class Release:
    """The import name of a generated package, its version, and its changelog, newest entry first."""

    package: str
    version: str
    changelog: tuple[ChangelogEntry, ...] = ()


def distribution(package: str) -> str:
    """Return the name under which a package is installed."""
    return package.replace("_", "-")
