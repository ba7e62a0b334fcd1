"""Render the format `sarif`: a report for code scanning, as OASIS SARIF 2.1.0 with errata 01.

A result is located at the lock and at each line of code that the change affects, as all of them must be updated. GitHub
code scanning reads only the first location, so the lines are also related locations that the message links to.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from ... import __version__
from ..changes import Rule, SchemaChange, Severity
from ..findings import Acceptance, Finding, Report, Usage
from . import wording
from .sentences import sentence

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_MOST_LOCATIONS = 1_000  # per result; GitHub refuses a log with more
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """Return the report as a SARIF log with one run."""
    rules = list({found.change.rule.id: found.change.rule for found in report.findings}.values())
    index = {rule.id: number for number, rule in enumerate(rules)}
    said = [_stale(item) for item in report.stale]
    said += [{"level": "note", "message": _message(wording.visible(note))} for note in report.notes]
    run = {
        "tool": {
            "driver": {"name": "yulsn-codegen", "version": __version__, "rules": [_rule(rule) for rule in rules]},
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": said}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root folder of relative paths."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index[found.change.rule.id], report.lock) for found in report.findings],
        "properties": {
            "old": report.old,
            "new": report.new,
            "bump": report.bump.name.lower(),
            "failOn": report.fail_on.value,
        },
    }
    return wording.json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": wording.visible(rule.title)},
        "fullDescription": {"text": wording.visible(rule.explanation)},
        "help": {"text": wording.visible(rule.explanation)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["schema-drift"],
            "reading": rule.reading.value,
            "writing": rule.writing.value,
            "bump": rule.bump.name.lower(),
        },
    }


def _result(found: Finding, rule_index: int, lock: str) -> dict[str, object]:
    change = found.change
    text = _escaped(f"{sentence(change)} ({wording.effects(change)})")
    usages = found.usages[: _MOST_LOCATIONS - 1]  # the lock is a location, too
    lines = [f"Used at {_link(usage, id_)}" for id_, usage in enumerate(usages, start=1)]
    if len(found.usages) > len(usages):
        lines.append(f"And at {len(found.usages) - len(usages)} more.")
    return {
        "ruleId": change.rule.id,
        "ruleIndex": rule_index,
        "level": _LEVELS[change.rule.severity],
        "message": {"text": "\n".join([text, *lines])},
        "locations": [_lock(change, lock), *(_usage(usage) for usage in usages)],
        "relatedLocations": [{"id": id_, **_usage(usage)} for id_, usage in enumerate(usages, start=1)],
        "partialFingerprints": {
            "yulsnDrift/v1": change.fingerprint,
            # GitHub identifies results by this hash; all of ours are on the first line of the same file.
            "primaryLocationLineHash": f"{change.fingerprint}:1",
        },
        # If any result has suppressions, all others must have an empty list.
        "suppressions": [] if found.accepted is None else [_suppression(found.accepted)],
        "properties": {"before": change.before, "after": change.after, "certain": change.certain},
    }


def _lock(change: SchemaChange, lock: str) -> dict[str, object]:
    field = change.place.field
    scope = wording.visible(change.place.scope)
    name = {"name": scope if field is None else wording.visible(field), "fullyQualifiedName": wording.place(change)}
    return {
        "physicalLocation": {"artifactLocation": _artifact(lock), "region": {"startLine": 1}},
        "logicalLocations": [{**name, "kind": "object" if field is None else "property"}],
    }


def _usage(usage: Usage) -> dict[str, object]:
    line, column = wording.file_position(usage)
    region = {"startLine": line, "startColumn": column}
    cell = "" if usage.cell is None else f"Cell {usage.cell}, line {usage.line}: "
    return {
        "physicalLocation": {"artifactLocation": _artifact(usage.file), "region": region},
        "message": _message(f"{cell}{wording.used(usage)}"),
    }


def _link(usage: Usage, id_: int) -> str:
    said = f": {_escaped(wording.cut(usage.error))}" if usage.error else ""
    return f"[{_escaped(wording.location(usage))}]({id_}){said}"


def _artifact(path: str) -> dict[str, object]:
    uri = quote(wording.sound(path), safe="/")
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": _ROOT}


def _suppression(item: Acceptance) -> dict[str, object]:
    return {"kind": "external", "status": "accepted", "justification": wording.reason(item)}


def _stale(item: Acceptance) -> dict[str, object]:
    what = f"{wording.visible(item.rule)} at {wording.cut(item.place)}"
    return {"level": "note", "message": _message(wording.stale(what)), "properties": {"fingerprint": item.fingerprint}}


def _message(text: str) -> dict[str, str]:
    return {"text": _escaped(text)}


def _escaped(text: str) -> str:
    """Escape the brackets of links and the braces of placeholders in a SARIF message."""
    text = text.replace("{", "\\u007b").replace("}", "\\u007d")
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
