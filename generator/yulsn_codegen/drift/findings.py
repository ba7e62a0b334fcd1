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
    """A line of a user's Python code that a change affects.

    Attributes:
        file: The path of the file.
        line: The line, from 1; in a notebook, the line in the cell.
        column: The column in characters, from 1.
        attribute: The name or the text that is used.
        cell: The number of a notebook's cell, from 1; None in other files.
        error: What a type checker says about the line with the new package; empty if it has no objection.
    """

    file: str
    line: int
    column: int
    attribute: str
    cell: int | None = None
    error: str = ""

    @property
    def location(self) -> str:
        """`file:line`, which editors and terminals turn into a link, or `notebook:cell N:line`."""
        return f"{self.file}:{self.line}" if self.cell is None else f"{self.file}:cell {self.cell}:{self.line}"


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
