"""Render the format `github`: annotations as workflow commands (`::error ...`) for the log of a GitHub job.

Escaping follows GitHub's `@actions/core`: `%`, CR and LF in messages, and also `:` and `,` in properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..changes import Severity
from ..findings import Acceptance, Finding, Report
from . import wording
from .sentences import sentence

_MOST = 10  # GitHub shows at most this many annotations of a kind per step
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


def render(report: Report) -> str:
    """Return annotations, errors first, and a summary line.

    If there are too many of a kind, the last one that GitHub shows says how many are left out.
    """
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
    yield _Annotation(kind, lock, 1, f"{left} more", f"{left} more of this kind; see the job summary.")


def _finding(found: Finding, lock: str) -> _Annotation:
    change = found.change
    message = [
        f"{sentence(change)}.",
        wording.visible(change.rule.explanation),
        f"({wording.effects(change)})",
    ]
    message += [f"used at {wording.use(usage)}" for usage in found.usages[:_MOST]]
    if len(found.usages) > _MOST:
        message.append(f"and at {len(found.usages) - _MOST} more")
    kind = _KINDS[change.rule.severity]
    # Point to the first line of code that breaks, if any.
    first = next(iter(found.usages), None)
    file, line = (lock, 1) if first is None else (first.file, wording.file_position(first)[0])
    return _Annotation(kind, file, line, wording.title(change), "\n".join(message))


def _stale(item: Acceptance, lock: str) -> _Annotation:
    what = f"{wording.visible(item.rule)} at {wording.cut(item.place)} ({wording.visible(item.fingerprint)})"
    return _Annotation("notice", lock, 1, "Stale acceptance", wording.stale(what))


def _data(text: str) -> str:
    clean = "\n".join(wording.visible(line) for line in text.split("\n"))
    return clean.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return wording.visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
