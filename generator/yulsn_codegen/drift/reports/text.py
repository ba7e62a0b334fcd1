"""Render the format `text`: a report for the terminal, grouped by scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import confirmations
from ..findings import Finding, Report
from . import wording
from .sentences import sentence

_STYLES = {"error": "31;1", "warning": "33", "info": "36", "accepted": "2", "faint": "2", "title": "1", "good": "32"}
_INDENT = " " * 12

_Paint = Callable[[str, str], str]


def render(report: Report, *, colour: bool = False) -> str:
    """Return the report as text, with ANSI colours if `colour` is set."""
    paint = _colours if colour else _plain
    drift = "Drift" if report.findings else wording.outcome(report)
    between = f" between {wording.visible(report.old)} and {wording.visible(report.new)}" if report.compared else ""
    lines = [paint(f"{drift}{between}", "title")]
    for scope in dict.fromkeys(found.change.place.scope for found in report.findings):
        lines += ["", paint(wording.cut(scope), "title")]
        for found in wording.worst_first(item for item in report.findings if item.change.place.scope == scope):
            lines += _finding(found, paint)
    if rules := {found.change.rule.id: found.change.rule for found in report.findings}:
        lines += ["", paint("Why it matters", "title")]
        lines += [
            f"  {paint(wording.visible(rule.id), 'faint')}: {wording.visible(rule.explanation)}"
            for rule in rules.values()
        ]
    if confirmation := report.confirmation:
        lines += ["", paint(confirmations.TITLE, "title"), *(f"  {line}" for line in confirmation)]
    if report.stale:
        lines += ["", paint(wording.STALE, "title")]
        lines += [
            f"  {wording.visible(item.fingerprint)}  {wording.visible(item.rule)}: {wording.cut(item.place)}"
            f" ({wording.reason(item)})"
            for item in report.stale
        ]
    if report.notes:
        lines += ["", paint("Notes", "title"), *(f"  {wording.visible(note)}" for note in report.notes)]
    lines += ["", paint(wording.counts(report), "error" if report.failing else "good")]
    return "\n".join(lines) + "\n"


def _finding(found: Finding, paint: _Paint) -> Iterator[str]:
    change = found.change
    mark = change.rule.severity.value if found.accepted is None else "accepted"
    yield f"  {paint(f'{mark:<8}', mark)}  {sentence(change, with_owner=False)}"
    what = f"{wording.effects(change)} [{wording.visible(change.rule.id)}]"
    yield _INDENT + paint(f"{what} {change.fingerprint}", "faint")
    if found.accepted is not None:
        yield f"{_INDENT}accepted: {wording.reason(found.accepted)}"
    for usage in found.usages:
        yield f"{_INDENT}used at {wording.use(usage)}"


def _plain(text: str, style: str) -> str:
    return text


def _colours(text: str, style: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
