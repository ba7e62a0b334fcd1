"""Read and write the acceptances file: changes of the account's schema that somebody reviewed and accepted, as TOML.

An entry is identified by its fingerprint. Its rule, place, before and after are for the people who review the file.
Before and after are JSON in a TOML string, because TOML has no null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..text.characters import HIDDEN, one_line
from ..text.documents import parse_json, parse_toml, read_bytes
from ..text.errors import InputError, Problem
from ..text.reading import Node, TomlReader
from .changes import SchemaChange
from .findings import Acceptance, Finding

if TYPE_CHECKING:
    from tomlkit.items import String, Table

ACCEPTED_NAME = "yulsn-accepted.toml"

_HEADER = "Accepted changes of the account's schema. `yulsn-codegen accept` rewrites this file."
_KEYS = ("fingerprint", "rule", "place", "before", "after", "reason", "expires")


def read_acceptances(path: Path) -> tuple[Acceptance, ...]:
    """Return the entries of an acceptances file.

    Raises:
        InputError: The file cannot be read, or is invalid; lists every problem and its place.
    """
    reader = TomlReader()
    root = reader.root(parse_toml(read_bytes(path), str(path)), str(path), "")
    root.refuse_unknown(["accepted"], "is not a key of this file")
    accepted = root.child("accepted")
    if isinstance(accepted.value, dict):
        accepted.problem("should be an array of tables", "Write each entry as [[accepted]].")
        reader.raise_problems()
    entries = tuple(map(_acceptance, accepted.items()))
    reader.raise_problems()
    return entries


def dump_acceptances(entries: Iterable[Acceptance]) -> str:
    """Return the text of an acceptances file, sorted by place and rule."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADER))
    tables = tomlkit.aot()
    for entry in sorted(entries, key=lambda entry: (entry.place, entry.rule, entry.fingerprint)):
        tables.append(_table(entry))
    if tables:
        document.add(tomlkit.nl())
        document.add("accepted", tables)
    return tomlkit.dumps(document)


def accept(changes: Iterable[SchemaChange], reason: str, expires: str | None) -> tuple[Acceptance, ...]:
    """Return the entries that accept these changes.

    Args:
        changes: The changes.
        reason: Why they are acceptable.
        expires: The last day on which the entries are valid, as YYYY-MM-DD; None if they do not expire.

    Raises:
        InputError: The reason is empty.
    """
    if not reason.strip():
        raise InputError(Problem("--reason", "is empty", "Say why the change is acceptable."))
    return tuple(
        Acceptance(
            fingerprint=change.fingerprint,
            rule=change.rule.id,
            place=one_line(str(change.place)),
            before=change.before,
            after=change.after,
            reason=one_line(reason.strip()),
            expires=expires,
        )
        for change in changes
    )


def check_expiry(expires: str, today: date) -> None:
    """Check the last day on which an entry is to be valid.

    Raises:
        InputError: It is not a date as YYYY-MM-DD, or is in the past.
    """
    if not _is_date(expires):
        raise InputError(Problem("--expires", f"{expires!a} is not a date", "Give it as YYYY-MM-DD."))
    if date.fromisoformat(expires) < today:
        raise InputError(Problem("--expires", f"{expires} is in the past", "Give today's date or a later one."))


def apply(
    changes: Sequence[SchemaChange], accepted: Iterable[Acceptance], today: date
) -> tuple[tuple[Finding, ...], tuple[Acceptance, ...]]:
    """Match changes with the entries that accept them.

    Args:
        changes: The changes.
        accepted: The entries.
        today: The day on which entries must be valid.

    Returns:
        The changes as findings, and the stale entries: those that have expired or that match no change.
    """
    accepted = tuple(accepted)
    valid = {entry.fingerprint: entry for entry in accepted if not _expired(entry, today)}
    findings = tuple(Finding(change, valid.get(change.fingerprint)) for change in changes)
    found = {change.fingerprint for change in changes}
    return findings, tuple(entry for entry in accepted if _expired(entry, today) or entry.fingerprint not in found)


def _expired(entry: Acceptance, today: date) -> bool:
    return entry.expires is not None and date.fromisoformat(entry.expires) < today


def _acceptance(node: Node) -> Acceptance:
    node.refuse_unknown(_KEYS)
    fingerprint = node.member("fingerprint")
    if isinstance(fingerprint.value, str) and not re.fullmatch(r"[0-9a-f]{16}", fingerprint.value):
        fingerprint.wrong("16 hex digits")
    return Acceptance(
        fingerprint=fingerprint.text(),
        rule=_filled(node.member("rule")),
        place=_filled(node.member("place")),
        before=_json_in(node.child("before")),
        after=_json_in(node.child("after")),
        reason=_filled(node.member("reason")),
        expires=_expiry(node.child("expires")),
    )


def _filled(node: Node) -> str:
    text = node.text()
    if isinstance(node.value, str) and not text.strip():
        node.problem("is empty")
    return text


def _json_in(node: Node) -> object:
    """Parse JSON that is quoted in a string."""
    if node.absent or not isinstance(node.value, str):
        node.text()
        return None
    try:
        value: object = parse_json(node.value.encode("utf-8"), "")
    except InputError as error:
        for problem in error.problems:
            node.problem(problem.what, "Write JSON in quotes, such as '\"red\"'.")
        return None
    return value


def _expiry(node: Node) -> str | None:
    text = node.value.isoformat() if type(node.value) is date else node.value
    if isinstance(text, str) and _is_date(text):
        return text
    if not node.absent:
        node.wrong("a date, such as 2030-12-31")
    return None


def _table(entry: Acceptance) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.add("fingerprint", _string(entry.fingerprint))
    table.add("rule", _string(entry.rule))
    table.add("place", _string(entry.place))
    for key, value in (("before", entry.before), ("after", entry.after)):
        if value is not None:
            table.add(key, _string(_json(value)))
    table.add("reason", _string(entry.reason))
    if entry.expires is not None:
        table.add("expires", date.fromisoformat(entry.expires))
    return table


def _json(value: object) -> str:
    """Return readable JSON; only text that is invisible, or that UTF-8 cannot encode, is escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return json.dumps(value, ensure_ascii=True, sort_keys=True) if HIDDEN.search(text) else text


def _string(text: str) -> String:
    """Return a TOML string, in single quotes if that avoids escapes and so keeps JSON readable."""
    import tomlkit

    literal = ('"' in text or "\\" in text) and "'" not in text and not HIDDEN.search(text)
    return tomlkit.string(text, literal=literal)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
