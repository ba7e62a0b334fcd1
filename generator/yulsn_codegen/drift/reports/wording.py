"""The words that all formats share: parts of a report go in, clean text of one line each comes out.

Clean is what may stand in a terminal or a log. What a single format cannot bear beyond that is escaped by that format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ...text.terminal import one_line
from ..changes import Acceptance, Change, Finding, Report, Severity, Usage

_MOST_CHARACTERS = 200  # of one name or value; the format `json` has them whole
_MOST_ITEMS = 8


def visible(text: str) -> str:
    """Return `text` as one line in which every character can be seen: what cannot is shown as its escape."""
    return one_line(text)


def cut(text: str) -> str:
    """Return `text`, clean, and shortened where it is longer than people read."""
    text = visible(text)
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 3] + "..."


def shown(value: object) -> str:
    """Return a JSON value for people: strings quoted as in JSON, long lists counted."""
    return cut(_value(value))


def place(change: Change) -> str:
    """Return where the change is: `Contacts, field "Doors"`."""
    scope = cut(change.place.scope)
    return scope if change.place.field is None else f"{scope}, {within(change)}"


def within(change: Change) -> str:
    """Return where in its scope the change is: `field "Doors"`, or nothing for the scope itself."""
    return "" if change.place.field is None else f"field {shown(change.place.field)}"


def title(change: Change) -> str:
    """Return what happened, and whether that is no more than a suspicion."""
    return cut(change.rule.title) + ("" if change.certain else " (suspected)")


def movement(change: Change) -> str:
    """Return what became of what: `"String" -> "Number"`, `was "red"`, `now "blue"`, or nothing."""
    if change.before is None:
        return "" if change.after is None else f"now {shown(change.after)}"
    if change.after is None:
        return f"was {shown(change.before)}"
    return f"{shown(change.before)} -> {shown(change.after)}"


def sentence(change: Change) -> str:
    """Return the change in one line."""
    return joined(title(change), place(change), movement(change))


def joined(*parts: str) -> str:
    """Return the parts that there are as one line, with colons between."""
    return ": ".join(part for part in parts if part)


def effects(change: Change) -> str:
    """Return how bad the change is for reading and for writing code, and its version bump."""
    rule = change.rule
    return f"reading: {rule.reading}, writing: {rule.writing}, version: {rule.bump.name.lower()}"


def location(usage: Usage) -> str:
    """Return `file:line`, as editors and terminals link it."""
    return f"{visible(usage.file)}:{usage.line}"


def reason(acceptance: Acceptance) -> str:
    """Return why a change was accepted, and until when."""
    until = f" (until {cut(acceptance.expires)})" if acceptance.expires else ""
    return (cut(acceptance.reason) or "no reason given") + until


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with errors first and accepted ones last, else in the order they came."""
    return sorted(findings, key=lambda found: (found.accepted is not None, -found.change.rule.severity.rank))


def tally(report: Report) -> dict[str, int]:
    """Count the findings: by severity those that nobody accepted, then the accepted, and those that fail the run."""
    open_ = [found.change.rule.severity for found in report.findings if found.accepted is None]
    return {
        **{severity.value: open_.count(severity) for severity in reversed(Severity)},
        "accepted": len(report.findings) - len(open_),
        "failing": len(report.failing),
    }


def counts(report: Report) -> str:
    """Return the one line that says how much was found, the version bump, and what fails the run."""
    number = tally(report)
    parts = [
        _count(number["error"], "error"),
        _count(number["warning"], "warning"),
        _count(number["info"], "change for information", "changes for information"),
        f"{number['accepted']} accepted" if number["accepted"] else "",
        _count(len(report.stale), "stale acceptance"),
    ]
    found = ", ".join(part for part in parts if part) or "No drift"
    failing = {0: "Nothing fails", 1: "1 finding fails"}.get(number["failing"], f"{number['failing']} findings fail")
    return f"{found}. Version bump: {report.bump.name.lower()}. {failing} the run (fail-on: {report.fail_on})."


def json_text(document: object) -> str:
    """Return JSON in ASCII that every parser reads, which is why half of a surrogate pair becomes its escape.

    It may be printed to a log, and so has no `##`, which stands in strings alone and can be escaped there.
    """
    return json.dumps(_sound(document), indent=2, ensure_ascii=True).replace("##", "#\\u0023") + "\n"


def sound(text: str) -> str:
    """Return `text` as Unicode text, which a lone surrogate is not: that becomes its escape, `\\ud800`."""
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
    return (f"({text})" if inner else text) if text else "nothing"


def _sound(value: object) -> object:
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value


def _count(number: int, one: str, many: str = "") -> str:
    if not number:
        return ""
    return f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"
