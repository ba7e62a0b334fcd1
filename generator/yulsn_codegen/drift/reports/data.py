"""Render the format `json`: a report for programs, described by `report.schema.json` in this folder.

`format` is the version of that schema. Adding a key does not change it; removing a key or changing its meaning does.
"""

from __future__ import annotations

from ..findings import Acceptance, Finding, Report
from . import wording
from .sentences import sentence

FORMAT = 1


def render(report: Report) -> str:
    """Return the complete report as JSON, without shortening any value."""
    failing = {id(found) for found in report.failing}  # by identity, as findings may hold unhashable JSON values
    return wording.json_text(
        {
            "format": FORMAT,
            "old": report.old,
            "new": report.new,
            "lock": report.lock,
            "fail_on": report.fail_on.value,
            "compared": report.compared,
            "fails": bool(failing),
            "bump": report.bump.name.lower(),
            "counts": wording.tally(report),
            "findings": [_finding(found, id(found) in failing) for found in report.findings],
            "confirmation": list(report.confirmation),
            "stale": [_acceptance(item) for item in report.stale],
            "notes": report.notes,
        }
    )


def _finding(found: Finding, fails: bool) -> dict[str, object]:
    change = found.change
    rule = change.rule
    return {
        "fingerprint": change.fingerprint,
        "rule": rule.id,
        "title": rule.title,
        "message": sentence(change),
        "explanation": rule.explanation,
        "severity": rule.severity.value,
        "reading": rule.reading.value,
        "writing": rule.writing.value,
        "bump": rule.bump.name.lower(),
        "place": {
            "text": str(change.place),
            "scope": change.place.scope,
            "owner": change.place.owner,
            "table": change.place.table,
            "field": change.place.field,
        },
        "before": change.before,
        "after": change.after,
        "certain": change.certain,
        "fails": fails,
        "accepted": None if found.accepted is None else _acceptance(found.accepted),
        "usages": [
            {
                "file": usage.file,
                "cell": usage.cell,
                "line": usage.line,
                "column": usage.column,
                "attribute": usage.attribute,
                "error": usage.error or None,
            }
            for usage in found.usages
        ],
    }


def _acceptance(item: Acceptance) -> dict[str, object]:
    return {
        "fingerprint": item.fingerprint,
        "rule": item.rule,
        "place": item.place,
        "before": item.before,
        "after": item.after,
        "reason": item.reason,
        "expires": item.expires,
    }
