"""Select the calls that a probe may make: the read-only calls of the tailored description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..client.identifiers import identifier
from ..client.tailor import TABLE_PATH
from ..description.document import Document, Location
from ..text.errors import InputError, Problem

Schema = Mapping[str, Any]
Method = Literal["GET", "SEARCH"]

# Made only on request, because they have side effects, or take or return a credential.
_LEFT_OUT = {
    "GET /api/v1/Contacts/{id}/PersonDataFile": "creates a file with a contact's personal data",
    "GET /api/v1/IframeToken?tokenId={tokenId}": "takes a token that identifies a user",
    "GET /api/v1/Data/View/{viewName}": "runs a query of the account's own",
    **dict.fromkeys(
        (
            "GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}",
            "GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}/{assignmentId}",
            "GET /api/v2/{accountId}/VoucherAssignments/VoucherCode/{code}",
        ),
        "returns voucher codes, which whoever knows them can redeem",
    ),
    **dict.fromkeys(
        (
            "GET /api/v2/{accountId}/DynamicFields/{owner}/{fieldId}",
            "GET /api/v2/{accountId}/DynamicFields/DynamicTable/{tableId}/{fieldId}",
        ),
        "returns what the list of fields contains",
    ),
    "GET /api/v2/{accountId}/PushTokens/Contact/{contactId}": "returns tokens that messages can be sent to",
}
_SECRET = "secret"
_READING: Mapping[str, Method] = {"GET": "GET", "SEARCH": "SEARCH"}


@dataclass(frozen=True)
class ReadParameter:
    """A path or query parameter.

    Attributes:
        name: The name on the wire.
        schema: The schema of its values, with references resolved.
        place: `path` or `query`.
        indexed: Whether an array is sent with indices in brackets.
    """

    name: str
    schema: Schema
    place: str
    indexed: bool = False


@dataclass(frozen=True)
class ReadCall:
    """A read-only call.

    Attributes:
        name: The call as the client names it, such as `contacts.get`.
        row: Its row in the documentation.
        tag: Its group in the description.
        method: The HTTP method.
        path: The path template.
        at: Where the call is described in the description before tailoring.
        operation_at: Where its operation is described, also before tailoring.
        parameters: All parameters of the operation by name.
        requires: The required parameters, path parameters first.
        accepts: The optional parameters.
        body: The schema of its body; None if it has none.
        returns: The schema of its return value.
        responses: The described responses by status.
        missing: What a 404 means: `raises`, `none` or `empty`.
        pages: How it is paged; empty if it is not.
        searches: Whether its body is conditions of a search.
        table: The wire name of the table; empty if the call does not concern one.
        left_out: Why the call is made only on request; empty if it is made by default.
    """

    name: str
    row: str
    tag: str
    method: Method
    path: str
    at: Location
    operation_at: Location
    parameters: Mapping[str, ReadParameter]
    requires: tuple[str, ...]
    accepts: tuple[str, ...]
    body: Schema | None
    returns: Schema
    responses: Mapping[str, Schema]
    missing: str = "raises"
    pages: Mapping[str, Any] = field(default_factory=dict)
    searches: bool = False
    table: str = ""
    left_out: str = ""

    @property
    def label(self) -> str:
        """The call as shown to users: its row, and its table if it has one."""
        return f"{self.row} (table {self.table})" if self.table else self.row


def read_calls(document: Document, include: Iterable[str] = ()) -> list[ReadCall]:
    """Return the read-only calls of a tailored description, in document order.

    Args:
        document: The tailored description.
        include: Names of calls to make even though they are left out by default.

    Raises:
        InputError: A name in `include` is not that of a read-only call.
    """
    wanted = set(include)
    found = [call for call in _calls(document, wanted) if call.table or TABLE_PATH not in call.path]
    known = {call.name for call in found}
    if unknown := sorted(wanted - known):
        hint = f"Calls that are left out by default: {', '.join(sorted(_optional(document)))}."
        raise InputError(Problem("--include", f"there is no read-only call {unknown[0]!a}", hint))
    return found


def _optional(document: Document) -> set[str]:
    return {call.name for call in _calls(document, set()) if call.left_out}


def _calls(document: Document, wanted: set[str]) -> Iterator[ReadCall]:
    for path, method, operation in document.operations():
        if method not in _READING:
            continue
        table = document.root["paths"][path].get("x-table", {}).get("name", "")
        for index, call in enumerate(operation["x-calls"]):
            yield _call(document, path, _READING[method], operation, index, call, table, wanted)


def _call(
    document: Document,
    path: str,
    method: Method,
    operation: Schema,
    index: int,
    call: Schema,
    table: str,
    wanted: set[str],
) -> ReadCall:
    parameters = {item.name: item for item in _parameters(document, operation)}
    described = _described_path(path, call["row"], table)
    steps = ("get",) if method == "GET" else ("additionalOperations", method)
    operation_at: Location = ("paths", described, *steps)
    name = f"{identifier(operation['tags'][0])}.{call['name']}"
    required = call.get("requires", ())
    in_path = [item.name for item in parameters.values() if item.place == "path"]
    content = operation.get("requestBody", {}).get("content", {})
    return ReadCall(
        name=name,
        row=call["row"],
        tag=operation["tags"][0],
        method=method,
        path=path,
        at=(*operation_at, "x-calls", index),
        operation_at=operation_at,
        parameters=parameters,
        requires=tuple(dict.fromkeys([*(item for item in in_path if item not in call.get("accepts", ())), *required])),
        accepts=tuple(call.get("accepts", ())),
        body=content.get("application/json", {}).get("schema"),
        returns=call.get("returns", {}),
        responses={str(status): document.resolve(item) for status, item in operation.get("responses", {}).items()},
        missing=call.get("missing", "raises"),
        pages=call.get("pages", {}),
        searches="search" in call,
        table=table,
        left_out="" if name in wanted else _reason(call["row"], (*required, *call.get("accepts", ()))),
    )


def _parameters(document: Document, operation: Schema) -> Iterator[ReadParameter]:
    for reference in operation.get("parameters", ()):
        item = document.resolve(reference)
        yield ReadParameter(item["name"], document.resolve(item["schema"]), item["in"], bool(item.get("x-indexed")))


def _described_path(path: str, row: str, table: str) -> str:
    """Return the path as it was before tailoring gave each table a path of its own."""
    return row.split(" ", 1)[1].partition("?")[0] if table else path


def _reason(row: str, parameters: Iterable[str]) -> str:
    if _SECRET in parameters:
        return "takes a secret"
    return _LEFT_OUT.get(row, "")
