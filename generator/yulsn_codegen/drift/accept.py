"""The acceptances file: TOML goes in, `Acceptance` values come out; and the way back.

An entry counts by its fingerprint; rule, place, before and after are there for the people who review the file. Before
and after are JSON inside of TOML, which has no null.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from ..text.errors import InputError, Problem
from ..text.terminal import one_line
from .changes import Acceptance, Change, Finding

ACCEPTED_NAME = "yulsn-accepted.toml"

_HEADER = "# Changes of the account's schema that were taken note of. `yulsn-codegen accept` writes this file anew.\n"
_KEYS = frozenset({"fingerprint", "rule", "place", "before", "after", "reason", "expires"})


def read_acceptances(path: Path) -> tuple[Acceptance, ...]:
    """Return the entries of an acceptances file; raises InputError with the place of everything that is wrong in it."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(Problem(str(path), f"cannot be read: {error.strerror or error}")) from None
    except (ValueError, RecursionError) as error:  # not UTF-8, or not TOML
        raise InputError(Problem(str(path), f"is not TOML: {error}")) from None
    entries = data.get("accepted", [])
    problems = [Problem(f"{path}, {key}", "is no key of this file") for key in sorted(data.keys() - {"accepted"})]
    if not isinstance(entries, list):
        raise InputError(Problem(f"{path}, accepted", "should be written as [[accepted]]"))
    accepted = []
    for number, entry in enumerate(entries, 1):
        try:
            accepted.append(_acceptance(entry))
        except ValueError as error:
            problems.append(Problem(f"{path}, entry {number}", str(error)))
    if problems:
        raise InputError(problems)
    return tuple(accepted)


def dump_acceptances(entries: Iterable[Acceptance]) -> str:
    """Return the text of an acceptances file: sorted by place and rule, the same entries in the same bytes."""
    ordered = sorted(entries, key=lambda entry: (entry.place, entry.rule, entry.fingerprint))
    return "\n".join([_HEADER, *map(_entry, ordered)])


def accept(changes: Iterable[Change], reason: str, expires: str | None) -> tuple[Acceptance, ...]:
    """Return the entries that accept these changes.

    expires: the last day on which they hold, as YYYY-MM-DD. Raises InputError for an empty reason and for no date.
    """
    if not reason.strip():
        raise InputError(Problem("--reason", "is empty", "Say why the change is no trouble."))
    if expires is not None and not _is_date(expires):
        raise InputError(Problem("--expires", f"{expires!a} is no date", "Give it as YYYY-MM-DD."))
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


def apply(
    changes: Sequence[Change], accepted: Iterable[Acceptance], today: date
) -> tuple[tuple[Finding, ...], tuple[Acceptance, ...]]:
    """Return the changes as findings, with the entries that accept them; and the stale entries.

    today: an entry whose last day is before it holds no more. Stale is what holds no more, or accepts nothing.
    """
    accepted = tuple(accepted)
    valid = {entry.fingerprint: entry for entry in accepted if not _expired(entry, today)}
    findings = tuple(Finding(change, valid.get(change.fingerprint)) for change in changes)
    found = {change.fingerprint for change in changes}
    return findings, tuple(entry for entry in accepted if _expired(entry, today) or entry.fingerprint not in found)


def _expired(entry: Acceptance, today: date) -> bool:
    return entry.expires is not None and date.fromisoformat(entry.expires) < today


def _acceptance(entry: object) -> Acceptance:
    """Read one entry; raises ValueError with what is wrong."""
    if not isinstance(entry, dict):
        raise ValueError("should be a table")
    if unknown := sorted(entry.keys() - _KEYS):
        raise ValueError(f"has the key {unknown[0]!a}, which is none of {', '.join(sorted(_KEYS))}")
    for key in ("fingerprint", "rule", "place", "reason"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"lacks the text `{key}`")
    if not re.fullmatch(r"[0-9a-f]{16}", entry["fingerprint"]):
        raise ValueError("has a fingerprint that is not 16 hex digits")
    expires = entry.get("expires")
    if type(expires) is date:
        expires = expires.isoformat()
    if expires is not None and not (isinstance(expires, str) and _is_date(expires)):
        raise ValueError("has a value of `expires` that is no date; write it as 2030-12-31")
    return Acceptance(
        fingerprint=entry["fingerprint"],
        rule=entry["rule"],
        place=entry["place"],
        before=_value(entry, "before"),
        after=_value(entry, "after"),
        reason=entry["reason"],
        expires=expires,
    )


def _value(entry: dict[str, object], key: str) -> object:
    text = entry.get(key, "null")
    if not isinstance(text, str):
        raise ValueError(f"has a value of `{key}` that is not JSON in quotes")
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"has a value of `{key}` that is not JSON: {error}") from None
    return value


def _entry(entry: Acceptance) -> str:
    lines = [
        "[[accepted]]",
        f"fingerprint = {_string(entry.fingerprint)}",
        f"rule = {_string(entry.rule)}",
        f"place = {_string(entry.place)}",
    ]
    lines += [
        f"{key} = {_string(_json(value))}"
        for key, value in (("before", entry.before), ("after", entry.after))
        if value is not None
    ]
    lines.append(f"reason = {_string(entry.reason)}")
    if entry.expires is not None:
        lines.append(f"expires = {entry.expires}")
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    """Return JSON that people can read; a half of a surrogate pair, which no file can hold, stays escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if text.isprintable() else json.dumps(value, ensure_ascii=True, sort_keys=True)


def _string(text: str) -> str:
    """Return a TOML string: in apostrophes where it can be, so that the JSON in it keeps its looks."""
    if "'" not in text and text.isprintable():
        return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    if 0xD800 <= code <= 0xDFFF:  # TOML has no such character, and so no escape for it
        return f"\\\\u{code:04x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
