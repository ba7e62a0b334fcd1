"""Provide the wording that all report formats share.

Every function returns one line of text that is safe to show in a terminal or a log. Each format escapes any other
text that has a special meaning in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ...text.characters import one_line
from ...text.shortening import shortened
from ..changes import SchemaChange, Severity
from ..findings import Acceptance, Finding, Report, Usage

_MOST_CHARACTERS = 200  # characters per name or value; only the format `json` has them in full
_MOST_ITEMS = 8

STALE = "Stale acceptances, which have expired or no longer match any change"


def stale(what: str) -> str:
    """Return a sentence about a stale acceptance, given what it is of."""
    return f"The acceptance of {what} has expired or no longer matches any change."


def visible(text: str) -> str:
    """Return `text` as one line, with invisible characters escaped."""
    return one_line(text)


def cut(text: str) -> str:
    """Return `text` as one line, truncated if it is very long."""
    return shortened(visible(text), _MOST_CHARACTERS)


def shown(value: object) -> str:
    """Return a JSON value for display: strings are quoted, long lists shortened."""
    return cut(_value(value))


def place(change: SchemaChange) -> str:
    """Return where the change is, such as `Contacts, field "Doors"`."""
    scope = cut(change.place.scope)
    return scope if change.place.field is None else f"{scope}, field {shown(change.place.field)}"


def title(change: SchemaChange) -> str:
    """Return the title of the rule, marked if the change is only suspected."""
    return cut(change.rule.title) + ("" if change.certain else " (suspected)")


def effects(change: SchemaChange) -> str:
    """Return the severity for code that reads and for code that writes, and the version bump."""
    rule = change.rule
    return f"reading: {rule.reading}, writing: {rule.writing}, version: {rule.bump.name.lower()}"


def location(usage: Usage) -> str:
    """Return `file:line`, which editors and terminals turn into a link, or `notebook:cell N:line`."""
    return visible(usage.location)


def use(usage: Usage) -> str:
    """Return where something is used, what it is, and what a type checker says about it."""
    return f"{location(usage)}: {used(usage)}"


def used(usage: Usage) -> str:
    """Return what is used, and what a type checker says about it."""
    return cut(usage.attribute) + (f" ({cut(usage.error)})" if usage.error else "")


def file_position(usage: Usage) -> tuple[int, int]:
    """Return the line and column in the file, from 1.

    In a notebook they are 1, as its cells and their lines are not lines of the file.
    """
    return (max(usage.line, 1), max(usage.column, 1)) if usage.cell is None else (1, 1)


def reason(acceptance: Acceptance) -> str:
    """Return why a change was accepted, and until when."""
    until = f" (until {cut(acceptance.expires)})" if acceptance.expires else ""
    return (cut(acceptance.reason) or "no reason given") + until


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings ordered by severity, worst first, with accepted ones last; the order is stable."""
    return sorted(findings, key=lambda found: (found.accepted is not None, -found.change.rule.severity.rank))


def tally(report: Report) -> dict[str, int]:
    """Count the findings that are not accepted by severity, the accepted ones, and those that fail the run."""
    open_ = [found.change.rule.severity for found in report.findings if found.accepted is None]
    return {
        **{severity.value: open_.count(severity) for severity in reversed(Severity)},
        "accepted": len(report.findings) - len(open_),
        "failing": len(report.failing),
    }


def outcome(report: Report) -> str:
    """Return what a report without findings says."""
    return "No drift" if report.compared else "No account was read"


def counts(report: Report) -> str:
    """Return the summary line: what was found, the version bump, and whether the run fails."""
    number = tally(report)
    parts = [
        _count(number["error"], "error"),
        _count(number["warning"], "warning"),
        f"{number['info']} informational" if number["info"] else "",
        f"{number['accepted']} accepted" if number["accepted"] else "",
        _count(len(report.stale), "stale acceptance"),
    ]
    found = ", ".join(part for part in parts if part) or outcome(report)
    failing = {0: "The run passes", 1: "1 finding fails the run"}
    verdict = failing.get(number["failing"], f"{number['failing']} findings fail the run")
    bump = f" Version bump: {report.bump.name.lower()}." if report.compared else ""
    return f"{found}.{bump} {verdict} (fail-on: {report.fail_on})."


def json_text(document: object) -> str:
    """Return a document as JSON that every parser can read: ASCII, with lone surrogates escaped as text.

    As it may be printed to a log, it contains no `##`, which some CI servers read as a command.
    """
    return json.dumps(_sound(document), indent=2, ensure_ascii=True).replace("##", "#\\u0023") + "\n"


def sound(text: str) -> str:
    """Return `text` with lone surrogates, which are not valid Unicode, escaped as text (`\\ud800`)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _value(value: object, *, inner: bool = False) -> str:
    if isinstance(value, dict):
        text = "; ".join(f"{key}: {_value(item, inner=True)}" for key, item in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(_value(item, inner=True) for item in value[:_MOST_ITEMS])
        if len(value) > _MOST_ITEMS:
            text += f", and {len(value) - _MOST_ITEMS} more"
    else:
        return json.dumps(value, ensure_ascii=False)
    return (f"({text})" if inner else text) if text else "none"


def _sound(value: object) -> object:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value


def _count(number: int, noun: str) -> str:
    if not number:
        return ""
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
