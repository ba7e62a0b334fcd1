"""Render the format `markdown`: a comment on a pull request on GitHub or GitLab.

Anything but plain words goes into a code span, where it cannot become a link, a mention or markup. A comment is limited
to 65,536 characters, so long strings are truncated, and each section has a limit and counts the rows that do not fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from .. import confirmations
from ..changes import SchemaChange, Severity
from ..findings import Acceptance, Finding, Report
from . import wording

# An invisible first line that lets a later run find the comment and update it.
MARKER = "<!-- yulsn-codegen: drift -->"

_SHARES = {
    "changes": 26_000,
    "usages": 13_000,
    "confirmation": 3_000,
    "accepted": 6_000,
    "rules": 6_000,
    "stale": 5_000,
    "notes": 4_000,
}
# Words that no dialect of Markdown changes: not markup, an address, a mention, a list item or a reference (`GH-1`, a
# commit). Besides words these are numbers, dates and code spans of one word, which people write into reasons.
_PLAIN = re.compile(
    r"(?!\(?[0-9a-f]{7,}\b)"
    r"(?:\(?[^\W\d_]+(?:[-'][^\W\d_]+)*\)?[.,;:!?]?|\d+|\(?\d+(?:-\d+)+\)?[.,;:!?]?|\(?`[^`\s|]+`\)?[.,;:!?]?)"
)


def render(report: Report) -> str:
    """Return the report as Markdown of fewer than 65,536 characters, with the details collapsed."""
    unaccepted = wording.worst_first(found for found in report.findings if found.accepted is None)
    compared = f"{_code(wording.cut(report.old))} and {_code(wording.cut(report.new))}"
    blocks = [
        MARKER,
        _heading(report),
        f"Compared {compared}. {wording.counts(report)}",
        _changes(unaccepted, report.fail_on),
        _touched(unaccepted),
        _accepted(report.findings),
        _rules(report.findings),
        _confirmation(report.confirmation),
        _stale(report.stale),
        _notes(report.notes),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(report: Report) -> str:
    if not report.compared:
        return "### No account was read"
    return "### Schema drift" if report.findings else "### No schema drift"


def _changes(findings: Sequence[Finding], fail_on: Severity) -> str:
    header = ("Where", "Change", "Before", "After", "Reading", "Writing", "Version")
    return _table(header, [_row(found, fail_on) for found in findings], _SHARES["changes"])


def _touched(findings: Sequence[Finding]) -> str:
    rows = [
        (
            _code(wording.location(usage)),
            _code(wording.cut(usage.attribute)) + (f" {_code(wording.cut(usage.error))}" if usage.error else ""),
            _where(found.change),
            _title(found.change),
        )
        for found in findings
        for usage in found.usages
    ]
    table = _table(("Line", "Attribute", "Where", "Change"), rows, _SHARES["usages"])
    return _details(f"Affected lines of code ({len(rows)})", table)


def _accepted(findings: Sequence[Finding]) -> str:
    rows = [
        (_where(found.change), _title(found.change), _prose(wording.reason(found.accepted)))
        for found in findings
        if found.accepted is not None
    ]
    return _details(f"Accepted ({len(rows)})", _table(("Where", "Change", "Reason"), rows, _SHARES["accepted"]))


def _rules(findings: Sequence[Finding]) -> str:
    rules = {found.change.rule.id: found.change.rule for found in findings}
    rows = [(_code(wording.cut(rule.id)), _prose(wording.cut(rule.explanation))) for rule in rules.values()]
    return _details("Why it matters", _table(("Rule", "Explanation"), rows, _SHARES["rules"]))


def _confirmation(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    kept, left = _fit(lines, _SHARES["confirmation"])
    fence = "`" * (1 + max((len(run) for line in kept for run in re.findall("`+", line)), default=2))
    return _details(confirmations.TITLE, "\n".join([f"{fence}toml", *kept, fence, *([left] if left else [])]))


def _stale(acceptances: Sequence[Acceptance]) -> str:
    rows = [
        (
            *(_code(wording.cut(text)) for text in (item.fingerprint, item.rule, item.place)),
            _prose(wording.reason(item)),
        )
        for item in acceptances
    ]
    table = _table(("Fingerprint", "Rule", "Where", "Reason"), rows, _SHARES["stale"])
    return _details(f"{wording.STALE} ({len(rows)})", table)


def _notes(notes: Sequence[str]) -> str:
    lines, left = _fit([f"- {_prose(wording.cut(note))}" for note in notes], _SHARES["notes"])
    return _details(f"Notes ({len(notes)})", "\n".join([*lines, *([f"- {left}"] if left else [])]))


def _row(found: Finding, fail_on: Severity) -> Sequence[str]:
    change = found.change
    rule = change.rule
    return (
        _where(change),
        _title(change),
        "" if change.before is None else _code(wording.shown(change.before)),
        "" if change.after is None else _code(wording.shown(change.after)),
        *(f"**{item}**" if item.rank >= fail_on.rank else str(item) for item in (rule.reading, rule.writing)),
        rule.bump.name.lower(),
    )


def _where(change: SchemaChange) -> str:
    return _code(wording.place(change))


def _title(change: SchemaChange) -> str:
    return _prose(wording.title(change))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], most: int) -> str:
    """Return a table, or an empty string if it has no rows."""
    if not rows:
        return ""
    lines, left = _fit([f"| {' | '.join(row)} |" for row in rows], most)
    table = [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}", *lines]
    return "\n".join([*table, "", left] if left else table)


def _fit(lines: Sequence[str], most: int) -> tuple[list[str], str]:
    """Return the first lines that fit into `most` characters, and a line that counts the rest, if any."""
    kept: list[str] = []
    for line in lines:
        most -= len(line) + 1
        if most < 0:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    return kept, f"and {left} more" if left else ""


def _details(summary: str, body: str) -> str:
    """Return `body` as a collapsed section, or an empty string if it is empty."""
    return body and f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def _code(text: str) -> str:
    """Return a code span for use in a table cell, with the characters that could end either escaped."""
    clean = wording.visible(text).replace("`", "\\u0060").replace("|", "\\u007c")
    if not clean:
        return "(empty)"
    # Markdown strips one space from either side of a code span, unless it contains only spaces.
    pad = " " if clean.strip(" ") and (clean[0] == " " or clean[-1] == " ") else ""
    return f"`{pad}{clean}{pad}`"


def _prose(text: str) -> str:
    """Return a sentence in which every word that Markdown might interpret is in a code span."""
    runs = groupby(wording.visible(text).split(), key=lambda word: _PLAIN.fullmatch(word) is not None)
    return " ".join(" ".join(words) if plain else _code(" ".join(words)) for plain, words in runs)
