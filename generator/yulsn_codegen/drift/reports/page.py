"""Render the format `html`: a page for the browser, complete in one file.

The page loads nothing and sends nothing: its content security policy allows only its own style and script, by their
hashes. Without scripts, everything is shown and only the filters are missing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from ...shipped import PACKAGE
from .. import confirmations
from ..findings import Acceptance, Finding, Report
from . import wording
from .sentences import sentence

_FOLDER = PACKAGE / "drift" / "reports"
_MARKS = ("error", "warning", "info", "accepted")


def render(report: Report) -> str:
    """Return the report as an HTML page with filters by severity and owner."""
    findings = wording.worst_first(report.findings)
    owners = list(dict.fromkeys(found.change.place.scope for found in report.findings))
    numbers = {owner: number for number, owner in enumerate(owners, 1)}
    marks = [_mark(found) for found in findings]
    style, script = _asset("page.css"), _asset("page.js")
    page = _template().render(
        heading="Schema drift" if findings else wording.outcome(report),
        compared=report.compared,
        old=wording.visible(report.old),
        new=wording.visible(report.new),
        counts=wording.counts(report),
        fails=bool(report.failing),
        marks=[(mark, marks.count(mark)) for mark in _MARKS if mark in marks],
        owners=[wording.cut(owner) for owner in owners],
        findings=[_finding(found, numbers[found.change.place.scope]) for found in findings],
        confirmation_title=confirmations.TITLE,
        confirmation="\n".join(report.confirmation),
        stale_title=wording.STALE,
        stale=[_stale(item) for item in report.stale],
        notes=[wording.visible(note) for note in report.notes],
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
    )
    return page + "\n"


def _finding(found: Finding, owner: int) -> dict[str, object]:
    """Return what the template shows of a finding; `owner` is the number of its owner in the filter."""
    change = found.change
    return {
        "mark": _mark(found),
        "owner": owner,
        "owner_name": wording.cut(change.place.scope),
        "sentence": sentence(change),
        "effects": wording.effects(change),
        "rule": wording.visible(change.rule.id),
        "fingerprint": change.fingerprint,
        "before": "" if change.before is None else wording.shown(change.before),
        "after": "" if change.after is None else wording.shown(change.after),
        "explanation": wording.visible(change.rule.explanation),
        "accepted": "" if found.accepted is None else wording.reason(found.accepted),
        "usages": [
            {
                "location": wording.location(usage),
                "attribute": wording.cut(usage.attribute),
                "error": wording.cut(usage.error),
            }
            for usage in found.usages
        ],
    }


def _mark(found: Finding) -> str:
    return found.change.rule.severity.value if found.accepted is None else "accepted"


def _stale(item: Acceptance) -> str:
    what = f"{wording.visible(item.fingerprint)} {wording.visible(item.rule)} at {wording.cut(item.place)}"
    return f"{what} ({wording.reason(item)})"


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("page.html.jinja"))


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the source expression of a content security policy that allows an inline element with this text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
