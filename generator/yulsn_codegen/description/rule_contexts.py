"""What the rules of the description look at: the whole description, an operation, a call or a schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .document import Document, references, with_references, written_schemas


@dataclass(frozen=True)
class ListedRow:
    """A row of one of the lists in spec/.

    Attributes:
        name: The row as `METHOD path?query`.
        source: Where it is known from: `documented`, `observed` or `inferred`.
        place: Its file and line.
    """

    name: str
    source: str
    place: str


@dataclass(frozen=True)
class Overview:
    """The whole description with the listed rows, as passed to its rules."""

    document: Document
    rows: Sequence[ListedRow]

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The source of each listed row."""
        return {row.name: row.source for row in self.rows}

    @cached_property
    def names(self) -> Counter[tuple[str, str]]:
        """The number of calls by tag and name."""
        return Counter(
            (str(tag), str(call.get("name")))
            for _, _, operation in self.document.operations()
            for tag in operation.get("tags", ())
            for call in calls_of(operation)
        )

    @cached_property
    def described_rows(self) -> Counter[str]:
        """The number of calls by row."""
        operations = self.document.operations()
        return Counter(str(call.get("row")) for _, _, operation in operations for call in calls_of(operation))

    @cached_property
    def written(self) -> frozenset[str]:
        """The schemas that occur in requests."""
        return written_schemas(self.document)

    @cached_property
    def read(self) -> frozenset[str]:
        """The schemas that occur in responses."""
        return _read_schemas(self.document)


@dataclass(frozen=True)
class OperationContext:
    """An operation, as passed to its rules."""

    overview: Overview
    path: str
    method: str
    operation: Mapping[str, Any]

    @cached_property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The parameters by name, with references resolved."""
        found = map(self.overview.document.resolve, self.operation.get("parameters", ()))
        return {item["name"]: item for item in found}

    @property
    def tag(self) -> str:
        """The tag, which is the call's group."""
        return str(self.operation["tags"][0])

    @property
    def source(self) -> str:
        """Where the operation is known from."""
        return str(self.operation.get("x-source", "documented"))

    @property
    def declared(self) -> Any:
        """The schema of the body of the 200 response; None if it has none."""
        content = self.operation.get("responses", {}).get("200", {}).get("content", {})
        return content.get("application/json", {}).get("schema")


@dataclass(frozen=True)
class CallContext:
    """A call, as passed to its rules."""

    of: OperationContext
    call: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the method."""
        return str(self.call["name"])

    @property
    def is_list(self) -> bool:
        """Whether the call returns a list."""
        return bool(self.call.get("returns", {}).get("type") == "array")

    @property
    def uses(self) -> tuple[str, ...]:
        """The parameters that the call requires or accepts."""
        return (*self.call.get("requires", ()), *self.call.get("accepts", ()))


@dataclass(frozen=True)
class SchemaContext:
    """A schema of `components.schemas`, as passed to its rules."""

    overview: Overview
    name: str
    schema: Mapping[str, Any]


def calls_of(operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the calls of an operation; none if `x-calls` is not a list of mappings."""
    calls = operation.get("x-calls")
    return calls if isinstance(calls, list) and all(isinstance(call, dict) for call in calls) else []


def _read_schemas(document: Document) -> frozenset[str]:
    responses = [
        document.resolve(response)
        for _, _, operation in document.operations()
        for response in operation.get("responses", {}).values()
    ]
    return with_references(document.schemas, references(responses))
