"""Resolve a lock in which git left conflict markers, by keeping the pins of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..account.schema import AccountSchema
from ..client.naming import Names, by_scope, names_of
from ..client.release import SECTIONS, ChangelogEntry, ChangelogSection
from ..text.documents import read_limited
from ..text.errors import InputError, Problem
from .lock import LOCK_NAME, Lock, has_conflict, parse_lock, read_lock

_NAMES = ("the first side of the conflict", "the second side of the conflict")
_HINT = "Restore the lock of one side from version control, then generate again."


def resolved_lock(folder: Path, account: AccountSchema | None = None) -> Lock | None:
    """Return the lock of an output folder, as `read_lock` does; if it has conflict markers, both sides merged.

    Args:
        folder: The output folder.
        account: The account schema that the lock usually states.

    Raises:
        InputError: The lock cannot be read, or its sides cannot be merged.
        UnsafeError: The lock lists files outside the output.
    """
    path = folder / LOCK_NAME
    try:
        content = read_limited(path)
    except OSError:
        return read_lock(folder)
    if not has_conflict(content):
        return parse_lock(content, str(path), account)
    ours, theirs = (parse_lock(side, f"{path} ({name})") for side, name in zip(sides(content), _NAMES, strict=True))
    return merged(ours, theirs, str(path))


def sides(content: bytes) -> tuple[bytes, bytes]:
    """Return the two versions of a file with conflict markers."""
    ours: list[bytes] = []
    theirs: list[bytes] = []
    into: tuple[list[bytes], ...] = (ours, theirs)
    for line in content.splitlines(keepends=True):
        match line[:7]:
            case b"<<<<<<<":
                into = (ours,)
            case b"|||||||":
                into = ()
            case b"=======":
                into = (theirs,)
            case b">>>>>>>":
                into = (ours, theirs)
            case _:
                for side in into:
                    side.append(line)
    return b"".join(ours), b"".join(theirs)


def merged(ours: Lock, theirs: Lock, place: str) -> Lock:
    """Return one lock with the pins, aliases, files and changelog of both.

    The rest is that of the higher version. Nothing is taken to be up to date, so that everything is generated again.

    Args:
        ours: The lock of one side.
        theirs: The lock of the other side.
        place: The name of the file in problems.

    Raises:
        InputError: The sides cannot be merged: they pin different names, or are different packages.
    """
    problems = [*_differences(ours, theirs, place), *_clashes(ours.names, theirs.names, place)]
    if problems:
        last = problems.pop()
        raise InputError([*problems, replace(last, hint=_HINT)])
    older, newer = sorted((ours, theirs), key=lambda lock: _number(lock.version))
    return replace(
        newer,
        inputs="",
        names=_names(older.names, newer.names),
        aliases=tuple(dict.fromkeys((*newer.aliases, *older.aliases))),
        changelog=_changelog(older, newer),
        files={**older.files, **newer.files},
    )


def _differences(ours: Lock, theirs: Lock, place: str) -> Iterator[Problem]:
    if ours.package != theirs.package:
        yield Problem(place, f"has a conflict: one side is the package {ours.package}, the other {theirs.package}")


def _clashes(ours: Names, theirs: Names, place: str) -> Iterator[Problem]:
    yield from _clashing(by_scope(ours), by_scope(theirs), place)
    yield from _clashing(ours.values, theirs.values, place)


def _clashing(
    ours: Mapping[str, Mapping[str, str]], others: Mapping[str, Mapping[str, str]], place: str
) -> Iterator[Problem]:
    for scope, pins in ours.items():
        where = scope or "tables"
        wires = {name: wire for wire, name in others.get(scope, {}).items()}
        for wire, name in pins.items():
            other = others.get(scope, {}).get(wire, name)
            if other != name:
                yield Problem(place, f"has a conflict: {where}: {wire!a} is {name} on one side, {other} on the other")
            elif wires.get(name, wire) != wire:
                yield Problem(
                    place, f"has a conflict: {where}: {name} is {wire!a} on one side, {wires[name]!a} on the other"
                )


def _names(older: Names, newer: Names) -> Names:
    names = names_of(_united(by_scope(older), by_scope(newer)), _united(older.retired, newer.retired))
    return replace(names, values=_united(older.values, newer.values))


def _united(
    older: Mapping[str, Mapping[str, str]], newer: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    return {scope: {**older.get(scope, {}), **newer.get(scope, {})} for scope in dict.fromkeys((*older, *newer))}


def _changelog(older: Lock, newer: Lock) -> tuple[ChangelogEntry, ...]:
    """Return the entries of both sides, newest first; those of the same version are united."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry in (*newer.changelog, *older.changelog):
        sections = found.setdefault(entry.version, {})
        for section in entry.sections:
            known = sections.get(section.title, ())
            sections[section.title] = tuple(dict.fromkeys((*known, *section.lines)))
    versions = sorted(found, key=_number, reverse=True)
    return tuple(ChangelogEntry(version, _sections(found[version])) for version in versions)


def _sections(lines: Mapping[str, tuple[str, ...]]) -> tuple[ChangelogSection, ...]:
    return tuple(ChangelogSection(title, lines[title]) for title in SECTIONS if title in lines)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
