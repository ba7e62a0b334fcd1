"""Collect the findings of a probe and summarise them as a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..description.document import Document, Location, references, with_references
from .calls import ReadCall
from .compare import Conforming, Differing, Kind, Observation
from .evidence import Evidence
from .report import Difference, Observed, RowResult, State, observed_in_words

_MOST_NUMBERS = 20  # enum members listed

Key = tuple[Kind, Location, str]


@dataclass
class _TypeEvidence:
    """The evidence for one type and format."""

    count: int = 0
    lengths: tuple[int, int] | None = None
    numbers: set[int] = field(default_factory=set)

    def add(self, evidence: Evidence) -> None:
        self.count += 1
        if evidence.length is not None:
            least, most = self.lengths or (evidence.length, evidence.length)
            self.lengths = (min(least, evidence.length), max(most, evidence.length))
        if evidence.number is not None and len(self.numbers) < _MOST_NUMBERS:
            self.numbers.add(evidence.number)


@dataclass
class _Tally:
    """The observations of one difference."""

    first: Differing
    rows: dict[str, None] = field(default_factory=dict)
    count: int = 0
    spans: dict[tuple[str, str], _TypeEvidence] = field(default_factory=dict)

    def add(self, row: str, found: Differing) -> None:
        self.rows[row] = None
        self.count += 1
        if found.evidence is not None:
            self.spans.setdefault((found.evidence.type, found.evidence.format), _TypeEvidence()).add(found.evidence)

    def values(self) -> Iterator[Observed]:
        for (kind, form), span in sorted(self.spans.items()):
            least, most = span.lengths or (None, None)
            yield Observed(kind, form, span.count, least, most, tuple(sorted(span.numbers)))


@dataclass
class _Row:
    """The outcome for one row so far."""

    call: ReadCall
    requests: int = 0
    objects: int = 0
    compared: bool = False
    differs: bool = False
    trouble: dict[State, str] = field(default_factory=dict)


class Findings:
    """The findings of a probe so far; always consistent, so an interrupted probe can still report."""

    def __init__(self, document: Document, calls: Iterable[ReadCall]) -> None:
        self._document = document
        self._tallies: dict[Key, _Tally] = {}
        self._whole: dict[Key, Difference] = {}
        self._confirmed: dict[Location, str] = {}
        self._rows: dict[str, _Row] = {}
        for call in calls:
            self._rows.setdefault(call.row, _Row(call))

    def add(self, call: ReadCall, observations: Iterable[Observation], objects: int) -> None:
        """Add the findings from a response with the given number of objects."""
        row = self._rows[call.row]
        for found in observations:
            if isinstance(found, Conforming):
                self._confirmed.setdefault(found.at, found.place)
                continue
            row.differs = True
            key = (found.kind, found.at, found.name)
            self._tallies.setdefault(key, _Tally(found)).add(call.row, found)
        row.compared = True
        row.objects += objects

    def add_difference(self, call: ReadCall, difference: Difference) -> None:
        """Add a difference in a response as a whole, such as its status, or count it if it is already known."""
        self._rows[call.row].differs = True
        key = (difference.kind, difference.at, difference.name)
        known = self._whole.get(key)
        if known is None:
            self._whole[key] = difference
        else:
            self._whole[key] = replace(known, count=known.count + 1)

    def count(self, call: ReadCall) -> None:
        """Count a request for a row."""
        self._rows[call.row].requests += 1

    def trouble(self, call: ReadCall, state: State, reason: str) -> None:
        """Record why a row could not be compared."""
        self._rows[call.row].trouble.setdefault(state, reason)

    def differences(self) -> tuple[Difference, ...]:
        """Return the differences, sorted by place."""
        found = [*map(_difference, self._tallies.values()), *self._whole.values()]
        return tuple(sorted(found, key=lambda item: (item.place, item.kind, item.name)))

    def confirmed(self) -> tuple[str, ...]:
        """Return the inferred places that were confirmed."""
        return tuple(sorted(set(self._confirmed.values())))

    def unconfirmed(self) -> tuple[str, ...]:
        """Return the inferred responses and properties that were never observed."""
        known = {*self._confirmed.values()}
        return tuple(sorted(place for place in self._inferred() if place not in known))

    def rows(self) -> tuple[RowResult, ...]:
        """Return the outcome for each row."""
        return tuple(_result(row) for row in self._rows.values())

    def _inferred(self) -> set[str]:
        schemas = self._document.schemas
        read = with_references(schemas, references([row.call.returns for row in self._rows.values()]))
        places = {
            f"response to {row.call.row}"
            for row in self._rows.values()
            if row.call.responses.get("200", {}).get("x-source") == "inferred"
        }
        for name in read:
            schema = schemas[name]
            for wire, item in schema.get("properties", {}).items():
                if item.get("x-source", schema.get("x-source")) == "inferred":
                    places.add(f"{name}.{wire}")
        return places


def _difference(tally: _Tally) -> Difference:
    first, values = tally.first, tuple(tally.values())
    observed = "absent" if first.kind is Kind.MISSING_PROPERTY else observed_in_words(values)
    return Difference(
        first.kind,
        first.place,
        first.described,
        observed,
        tally.count,
        tuple(tally.rows),
        first.at,
        values,
        first.name,
    )


def _result(row: _Row) -> RowResult:
    call = row.call
    if row.differs:
        state, reason = State.DIFFERENT, ""
    elif row.compared:
        state, reason = State.AS_DESCRIBED, ""
    elif row.trouble:
        state, reason = next(iter(row.trouble.items()))
    elif call.left_out:
        state, reason = State.LEFT_OUT, f"{call.left_out}; add it with --include {call.name}"
    else:
        state, reason = State.NOT_TRIED, "no value is known for a required parameter"
    return RowResult(call.row, call.name, state, reason, row.requests, row.objects)
