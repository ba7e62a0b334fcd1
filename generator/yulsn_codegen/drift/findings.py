"""The findings of `check` or `diff`: changes with their acceptances and usages, as all reports show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .changes import Bump, SchemaChange, Severity
from .confirmations import confirmation


@dataclass(frozen=True)
class Acceptance:
    """An entry of the acceptances file: a change that somebody has acknowledged.

    Attributes:
        fingerprint: The change's fingerprint.
        rule: The change's rule id.
        place: Where the change is.
        before: The old value.
        after: The new value.
        reason: Why it was accepted.
        expires: Last day on which it is valid, as YYYY-MM-DD; None if it never expires.
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
    """A line of a user's Python code that a change affects; columns count from 1."""

    file: str
    line: int
    column: int
    attribute: str


@dataclass(frozen=True)
class Finding:
    """A change with its acceptance, if it was accepted, and the lines of code that it affects."""

    change: SchemaChange
    accepted: Acceptance | None = None
    usages: tuple[Usage, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything that a run found.

    Attributes:
        old: The name of the older side, for display.
        new: The name of the newer side, for display.
        findings: The changes.
        fail_on: The lowest severity that fails the run.
        stale: Acceptances that have expired or no longer match a change.
        lock: Path of the lock, for formats that refer to a file.
        notes: Remarks for people.
        compared: Whether two schemas were compared; False if no account was read.
    """

    old: str
    new: str
    findings: tuple[Finding, ...]
    fail_on: Severity = Severity.WARNING
    stale: tuple[Acceptance, ...] = ()
    lock: str = "yulsn.lock.json"
    notes: tuple[str, ...] = field(default=())
    compared: bool = True

    @property
    def bump(self) -> Bump:
        """The version bump that all changes together require."""
        return max((finding.change.rule.bump for finding in self.findings), default=Bump.NONE)

    @property
    def confirmation(self) -> tuple[str, ...]:
        """The lines of TOML that confirm the suspected renames, except accepted ones."""
        return confirmation(finding.change for finding in self.findings if finding.accepted is None)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail the run: not accepted, and at least as severe as `fail_on`."""
        return tuple(
            finding
            for finding in self.findings
            if finding.accepted is None and finding.change.rule.severity.rank >= self.fail_on.rank
        )
