"""The report for a GitHub workflow's log: a `Report` goes in, workflow commands (`::error ...`) come out.

The escapes are those of the workflow commands' toolkit: in a message `%`, CR and LF, in a property also `:` and `,`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..changes import Acceptance, Finding, Report, Severity
from . import wording

_MOST = 10  # GitHub shows no more annotations of one kind in a step
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass(frozen=True)
class _Annotation:
    kind: str
    file: str
    line: int
    title: str
    message: str

    def __str__(self) -> str:
        properties = {"file": self.file, "line": str(self.line), "title": self.title}
        shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        return f"::{self.kind} {shown}::{_data(self.message)}"


def render_github(report: Report) -> str:
    """Return annotations, errors first, and a line of counts; of each kind the tenth counts those left out."""
    annotations = [_finding(found, report.lock) for found in report.findings if found.accepted is None]
    annotations += [_stale(item, report.lock) for item in report.stale]
    annotations += [_Annotation("notice", report.lock, 1, "Note", note) for note in report.notes]
    lines = [str(item) for kind in _KINDS.values() for item in _at_most(kind, annotations, report.lock)]
    return "\n".join([*lines, wording.counts(report)]) + "\n"


def _at_most(kind: str, annotations: list[_Annotation], lock: str) -> Iterator[_Annotation]:
    items = [item for item in annotations if item.kind == kind]
    if len(items) <= _MOST:
        yield from items
        return
    yield from items[: _MOST - 1]
    left = len(items) - _MOST + 1
    yield _Annotation(kind, lock, 1, f"{left} more", f"{left} more of this kind: the step's summary lists them.")


def _finding(found: Finding, lock: str) -> _Annotation:
    change = found.change
    message = [
        wording.joined(wording.place(change), wording.movement(change)),
        wording.visible(change.rule.explanation),
        f"({wording.effects(change)})",
    ]
    message += [
        f"used at {wording.location(usage)}: {wording.visible(usage.attribute)}" for usage in found.usages[:_MOST]
    ]
    if len(found.usages) > _MOST:
        message.append(f"and at {len(found.usages) - _MOST} more")
    kind = _KINDS[change.rule.severity]
    # The line to look at is the one that breaks, where there is one.
    file, line = (found.usages[0].file, found.usages[0].line) if found.usages else (lock, 1)
    return _Annotation(kind, file, line, wording.title(change), "\n".join(message))


def _stale(item: Acceptance, lock: str) -> _Annotation:
    message = f"{wording.visible(item.fingerprint)}, {wording.visible(item.rule)}: {wording.cut(item.place)}"
    return _Annotation("notice", lock, 1, "Acceptance matches nothing any more, or has expired", message)


def _data(text: str) -> str:
    clean = "\n".join(wording.visible(line) for line in text.split("\n"))
    return clean.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return wording.visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
