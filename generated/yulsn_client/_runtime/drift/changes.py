"""Values that describe drift: changes between two account schemas, and the rules that classify them.

Every generated client contains a copy of this module.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import IntEnum, StrEnum

__all__ = ["Bump", "Place", "Rule", "SchemaChange", "Severity"]


class Severity(StrEnum):
    """How severely a change affects code that was written for the old schema."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Position in the order info, warning, error."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


class Bump(IntEnum):
    """The part of the output's version that a change increases under semantic versioning."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True)
class Rule:
    """A kind of change.

    Attributes:
        id: Stable identifier, used by acceptances and report formats.
        title: What happened.
        sentence: The same in a sentence about one change, with placeholders such as `{field}` and `{after}`.
        reading: How severely it affects code that reads.
        writing: How severely it affects code that writes.
        bump: The version bump that it requires.
        explanation: Why it is that severe, in one sentence.
    """

    id: str
    title: str
    sentence: str
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
    """Where a change is.

    Attributes:
        scope: An owner, `table NAME`, or a list of the account, such as `order types`.
        owner: The owner or the table's wire name; empty for a list.
        table: Whether `owner` is a table.
        field: The field's wire name (the old one, if there is one), or None for the scope itself.
    """

    scope: str
    owner: str = ""
    table: bool = False
    field: str | None = None

    def __str__(self) -> str:
        return self.scope if self.field is None else f"{self.scope}, field {self.field}"


@dataclass(frozen=True)
class SchemaChange:
    """One difference between two account schemas.

    Attributes:
        rule: What kind of change it is, with its id and severity.
        place: Where it is.
        before: The old JSON value, or None if there is none.
        after: The new JSON value, or None if there is none.
        certain: False for a suspected rename, which no id proves.
    """

    rule: Rule
    place: Place
    before: object = None
    after: object = None
    certain: bool = True

    def __str__(self) -> str:
        """Return one printable line, such as `error: field-removed: Contacts, field Size: 'Number' -> None`."""
        place = repr(str(self.place))[1:-1]  # escapes what a terminal would interpret
        return f"{self.rule.severity}: {self.rule.id}: {place}: {self.before!r} -> {self.after!r}"

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that identify this change on any machine and in any run."""
        place = (self.place.scope, self.place.field)  # separate values, as names may contain any separator
        text = json.dumps([self.rule.id, *place, self.before, self.after], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
