"""The vocabulary of drift: rules, changes, and the report that all formats are written from. Values only."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Severity(StrEnum):
    """How bad a change is for code that was written against the old schema."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Its place in the order info, warning, error."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


class Bump(IntEnum):
    """Which part of the output's version a change raises, by semantic versioning."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True)
class Rule:
    """A kind of change; `id` is stable, for acceptances and for the rule ids of report formats.

    reading, writing: how bad it is for code that reads, and for code that writes; explanation: one sentence, why.
    """

    id: str
    title: str
    reading: Severity
    writing: Severity
    bump: Bump
    explanation: str

    @property
    def severity(self) -> Severity:
        """The worse of reading and writing."""
        return max(self.reading, self.writing, key=lambda severity: severity.rank)


@dataclass(frozen=True)
class Place:
    """Where a change is: `scope` is an owner, `table NAME`, or a list of the account (`order types`).

    owner: the owner or the table's wire name, empty for a list; table: whether `owner` is a table;
    field: the field's wire name (the old one where there is one), None for the scope itself.
    """

    scope: str
    owner: str = ""
    table: bool = False
    field: str | None = None

    def __str__(self) -> str:
        return self.scope if self.field is None else f"{self.scope}, field {self.field}"


@dataclass(frozen=True)
class Change:
    """One difference between two account schemas; before and after are JSON values, None for not there.

    certain: False where it is a suspicion (a rename that no id proves).
    """

    rule: Rule
    place: Place
    before: object = None
    after: object = None
    certain: bool = True

    @property
    def fingerprint(self) -> str:
        """What tells this change from every other, on any machine and in any run: 16 hex digits."""
        place = (self.place.scope, self.place.field)  # apart, as a name may hold what they are joined with
        text = json.dumps([self.rule.id, *place, self.before, self.after], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


@dataclass(frozen=True)
class Acceptance:
    """An entry of the acceptances file: a change that somebody has taken note of.

    expires: the last day on which it holds, as YYYY-MM-DD; None for ever.
    """

    fingerprint: str
    rule: str
    place: str
    before: object
    after: object
    reason: str
    expires: str | None = None


@dataclass(frozen=True)
class Usage:
    """A line of somebody's Python that a change touches; the column counts from 1."""

    file: str
    line: int
    column: int
    attribute: str


@dataclass(frozen=True)
class Finding:
    """A change as it is reported: whether it was accepted, and the lines that it touches."""

    change: Change
    accepted: Acceptance | None = None
    usages: tuple[Usage, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that a run of `check` or `diff` found.

    old, new: what was compared, for people. bump: what the unaccepted and the accepted changes together demand.
    fail_on: the least severity that fails the run; stale: acceptances that match nothing any more, or have expired.
    lock: the lock's path, for formats that point at a file.
    """

    old: str
    new: str
    findings: tuple[Finding, ...]
    fail_on: Severity = Severity.WARNING
    stale: tuple[Acceptance, ...] = ()
    lock: str = "yulsn.lock.json"
    notes: tuple[str, ...] = field(default=())

    @property
    def bump(self) -> Bump:
        """The version bump that all changes together demand."""
        return max((finding.change.rule.bump for finding in self.findings), default=Bump.NONE)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail the run: not accepted, and as severe as `fail_on` or more."""
        return tuple(
            finding
            for finding in self.findings
            if finding.accepted is None and finding.change.rule.severity.rank >= self.fail_on.rank
        )
