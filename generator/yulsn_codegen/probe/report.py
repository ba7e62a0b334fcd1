"""The report of a probe, as frozen values that hold no personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..description.document import Location
from ..text.errors import ExitCode
from .compare import Kind


class State(StrEnum):
    """What is known about a row after a probe."""

    AS_DESCRIBED = "as described"
    DIFFERENT = "different"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    NOT_TRIED = "not tried"
    LEFT_OUT = "left out"


_UNITS = {"string": "characters", "array": "items", "object": "members"}


@dataclass(frozen=True)
class Observed:
    """Observed values of one type and format that differ from the description.

    Attributes:
        type: The JSON type.
        format: The format of the strings, if known.
        count: How many were observed.
        shortest: The smallest number of characters, items or members; None for types without a length.
        longest: The largest number.
        numbers: The integers observed where the description has an integer enum.
    """

    type: str
    format: str
    count: int
    shortest: int | None = None
    longest: int | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A difference between the description and the responses.

    Attributes:
        kind: The kind of difference.
        place: The property or the row, in readable form.
        described: What the description says, in words.
        observed: What was observed, in words.
        count: How often it was observed.
        rows: The rows whose responses have it.
        at: The place in the description.
        values: The evidence, by type and format.
        name: The name of the unknown or missing property, the status or the media type.
        number: The observed size of a page.
    """

    kind: Kind
    place: str
    described: str
    observed: str
    count: int
    rows: tuple[str, ...]
    at: Location
    values: tuple[Observed, ...] = ()
    name: str = ""
    number: int | None = None


@dataclass(frozen=True)
class RowResult:
    """The outcome for one row.

    Attributes:
        row: The row in the documentation.
        call: The call as the client names it.
        state: The result of the comparison.
        reason: The reason, if the row is not as described.
        requests: How many requests were made.
        objects: How many objects the responses contained.
    """

    row: str
    call: str
    state: State
    reason: str = ""
    requests: int = 0
    objects: int = 0


@dataclass(frozen=True)
class ProbeReport:
    """The report of one probe.

    Attributes:
        host: The host that was probed.
        generator: The version of the generator.
        requests: How many requests were sent, including retries and those for the account's schema.
        most: How many requests were allowed.
        rows: The outcome for each row.
        differences: How the responses differ from the description.
        confirmed: Inferred places that the responses confirm.
        unconfirmed: Inferred places that were never observed.
        interrupted: Whether the probe was stopped before it finished.
        notes: What else the user should know.
    """

    host: str
    generator: str
    requests: int
    most: int
    rows: tuple[RowResult, ...]
    differences: tuple[Difference, ...]
    confirmed: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    interrupted: bool = False
    notes: tuple[str, ...] = ()

    @property
    def tried(self) -> int:
        """The number of rows with a response that could be compared."""
        return sum(row.state in (State.AS_DESCRIBED, State.DIFFERENT) for row in self.rows)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.differences:
            return ExitCode.DRIFT
        unreadable = any(row.state is State.UNREADABLE for row in self.rows)
        return ExitCode.UNDETERMINED if unreadable or not self.tried else ExitCode.OK


def observed_in_words(values: Iterable[Observed]) -> str:
    """Return evidence in words, such as `string of 12 to 36 characters (uuid)`."""
    return "; ".join(map(_in_words, values))


def _in_words(value: Observed) -> str:
    text = value.type
    if value.numbers:
        text += f" {', '.join(map(str, value.numbers))}"
    if value.shortest is not None:
        span = str(value.shortest) if value.shortest == value.longest else f"{value.shortest} to {value.longest}"
        text += f" of {span} {_UNITS[value.type]}"
    return f"{text} ({value.format})" if value.format else text
