"""Validity of the description: a `Document` and the rows go in, every problem comes out with its file and place.

Two sets of rules: OpenAPI 3.2 itself, by openapi-spec-validator, and those of the extensions that this project reads
(`x-calls`, `x-dynamic-owner`, `x-source`, `x-enum-varnames`, `x-account-values`, `x-indexed`, `x-optional-segment`).
"""

from __future__ import annotations

import csv
import keyword
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..account.schema import OWNERS
from ..text.errors import InputError, Problem
from .document import TABLE_OWNER, Document, written_schemas

_SOURCES = ("documented", "observed", "inferred")
_ACCOUNT_VALUES = ("order_types", "point_types", "contact_fields", "patch_fields")
_CALL_KEYS = {
    "row", "name", "summary", "description", "requires", "accepts", "body", "returns", "missing", "pages",
    "chunks",
}  # fmt: skip
_SHAPES = (
    ("requires", list, "list"), ("accepts", list, "list"), ("pages", dict, "mapping"), ("returns", dict, "schema"),
    ("chunks", dict, "mapping"),
)  # fmt: skip
_BODY = ("none", "optional", "required")
_MISSING = ("raises", "none", "empty")
_PREFIX = "#/components/schemas/"


def read_rows(spec: Path) -> list[str]:
    """Return the documented rows that `endpoints.tsv` lists, each as `METHOD path?query`."""
    try:
        with (spec / "endpoints.tsv").open(encoding="utf-8", newline="") as stream:
            table = list(csv.DictReader(stream, delimiter="\t"))
        return [f"{row['method']} {row['path']}{'?' if row['query'] else ''}{row['query']}" for row in table]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise InputError(Problem(f"{spec.name}/endpoints.tsv", f"cannot be read: {error}")) from None


def validate(document: Document, rows: list[str]) -> list[Problem]:
    """Return everything that is wrong with a description; an empty list means that it is valid.

    rows: the documented rows; each must be exactly one call, and each call one row.
    """
    problems = list(_openapi_problems(document))
    if not problems:  # the other rules read the document as one that is OpenAPI
        problems = [*_call_problems(document), *_row_problems(document, rows), *_schema_problems(document)]
    return problems


def openapi_problems(root: Mapping[str, Any], version: str) -> list[str]:
    """Return what openapi-spec-validator says of a whole document of a version, 3.1 or 3.2."""
    return [_shown(error) for error in _validator(root, version).iter_errors()]


def _validator(root: Mapping[str, Any], version: str) -> Any:
    from openapi_spec_validator import OpenAPIV31SpecValidator, OpenAPIV32SpecValidator

    return {"3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}[version](root)


def _shown(error: Any) -> str:
    place = "/".join(str(part) for part in error.absolute_path)
    message = str(error.message).split("\n", 1)[0]
    return f"{place}: {message}" if place else message


def _openapi_problems(document: Document) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator

    located = False
    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for name, schema in document.schemas.items():
        for error in metaschema.iter_errors(schema):
            located = True
            yield Problem(_place(document, name, *error.absolute_path), error.message)
    try:
        errors = list(_validator(document.root, "3.2").iter_errors())
    except Exception as failure:  # the validator's own code gives way on some documents that are not OpenAPI
        if not located:
            yield Problem("spec/openapi.yaml", f"is not OpenAPI: {type(failure).__name__}: {failure}")
        return
    for error in errors:
        path = [str(part) for part in error.absolute_path]
        message = str(error.message).split("\n", 1)[0]
        if path[:1] == ["paths"] and len(path) > 1:
            yield Problem(_place(document, path[1], *path[2:]), message)
        elif path or not located:
            if path[:1] and path[0] not in document.root and located:
                continue  # the same schema's problem, which the validator reports without its place
            yield Problem(_place(document, "", *path), message)


def _place(document: Document, name: str, *path: object) -> str:
    """Return a place as a reader looks for it: file, then path or schema, then what is inside."""
    inside = ""
    for part in path:
        index = isinstance(part, int) or str(part).isdigit()
        inside += f"[{part}]" if index else f".{part}" if inside else f", {part}"
    head = f"spec/{document.files.get(name, 'openapi.yaml')}"
    return f"{head}, {name}{inside}" if name else f"{head}{inside}"


def _call_problems(document: Document) -> Iterator[Problem]:
    names: Counter[tuple[str, str]] = Counter()
    tags = {tag["name"] for tag in document.root.get("tags", ())}
    for path, method, operation in document.operations():
        place = f"spec/{document.files[path]}, {method} {path}"
        if len(operation.get("tags", ())) != 1 or operation["tags"][0] not in tags:
            yield Problem(place, "needs exactly one tag, out of those that openapi.yaml lists")
            continue
        calls = _calls(operation)
        if not calls:
            yield Problem(place, "has no x-calls", "List its rows, one call each.")
            continue
        odd = [Problem(place, what) for what in _odd_shapes(document, operation, calls)]
        yield from odd
        if odd:  # the other rules read the calls as ones that have their shape
            continue
        used: set[str] = set()
        for index, call in enumerate(calls):
            where = f"{place}, x-calls[{index}]"
            names[operation["tags"][0], str(call.get("name"))] += 1
            if names[operation["tags"][0], str(call.get("name"))] > 1:
                yield Problem(where, f"has the name {call.get('name')!r}, like another call of {operation['tags'][0]}")
            for what in _one_call(document, path, method, operation, call):
                yield Problem(where, what)
            used |= {*call.get("requires", ()), *call.get("accepts", ())}
        for wire, parameter in _parameters(document, operation).items():
            if parameter["in"] != "path" and wire not in used:
                yield Problem(place, f"declares the parameter {wire!r}, which no call uses")
        yield from (Problem(place, what) for what in _answers(operation, calls))


def _calls(operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the calls of an operation; none where `x-calls` is not a list of mappings."""
    calls = operation.get("x-calls")
    return calls if isinstance(calls, list) and all(isinstance(call, dict) for call in calls) else []


def _parameters(document: Document, operation: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {item["name"]: item for item in map(document.resolve, operation.get("parameters", ()))}


def _odd_shapes(document: Document, operation: Mapping[str, Any], calls: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what of an operation's parameters and calls is of another kind than it should be."""
    for index, item in enumerate(map(document.resolve, operation.get("parameters", ()))):
        if not {"name", "in", "schema"} <= item.keys():
            yield f"has the parameter {index}, which lacks a name, its place or a schema"
    for index, call in enumerate(calls):
        for key, kind, shown in _SHAPES:
            if key in call and not isinstance(call[key], kind):
                yield f"has in x-calls[{index}] for {key!r} no {shown}, but {call[key]!r}"


def _one_call(
    document: Document, path: str, method: str, operation: Mapping[str, Any], call: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong with one call of an operation."""
    for key in sorted(set(call) - _CALL_KEYS):
        yield f"has the key {key!r}, which is unknown"
    name = str(call.get("name", ""))
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        yield f"has the name {name!r}, which is not snake_case"
    if not str(call.get("summary", "")).endswith("."):
        yield "needs a summary, a sentence that ends with a full stop"
    if str(call.get("row", "")).partition("?")[0] != f"{method} {path}":
        yield f"is the row {call.get('row')!r}, which belongs to another operation"
    parameters = _parameters(document, operation)
    for wire in (*call.get("requires", ()), *call.get("accepts", ())):
        if wire not in parameters:
            yield f"uses the parameter {wire!r}, which the operation does not declare"
        elif parameters[wire]["in"] == "path" and not parameters[wire].get("x-optional-segment"):
            yield f"lists the path parameter {wire!r}, which every call has"
    for wire, parameter in parameters.items():
        if parameter["in"] == "path" and f"{{{wire}}}" not in path:
            yield f"has the path parameter {wire!r}, which is not in the path"
        if parameter.get("x-optional-segment") and not path.endswith(f"/{{{wire}}}"):
            yield f"has the optional segment {wire!r}, which is not the path's last"
        if (parameter["schema"].get("type") == "array") != bool(parameter.get("x-indexed")):
            yield f"has the parameter {wire!r}: every array in a query is x-indexed, and nothing else"
        values = parameter["schema"].get("x-account-values")
        if values is not None and values not in _ACCOUNT_VALUES:
            known = ", ".join(_ACCOUNT_VALUES)
            yield f"has the parameter {wire!r} with the x-account-values {values!r}; known are {known}"
    body = call.get("body", "required" if "requestBody" in operation else "none")
    if body not in _BODY:
        yield f"has the body {body!r}; it is one of {', '.join(_BODY)}"
    elif body != "none" and "requestBody" not in operation:
        yield "has a body, but the operation declares none"
    missing = call.get("missing", "raises")
    returns = call.get("returns")
    is_list = isinstance(returns, dict) and returns.get("type") == "array"
    if missing not in _MISSING:
        yield f"says {missing!r} for missing; it is one of {', '.join(_MISSING)}"
    elif name.startswith("find") and missing != ("empty" if is_list else "none"):
        yield "is named find, and so needs `missing: empty` for a list and `missing: none` for one object"
    elif missing == "none" and not name.startswith("find"):
        yield "returns None where there is nothing, and so is to be named find"
    elif missing == "empty" and not is_list:
        yield "returns an empty list where there is nothing, but no list otherwise"
    yield from _paging(document, call, parameters, is_list)
    yield from _chunks(document, operation, call)


def _chunks(document: Document, operation: Mapping[str, Any], call: Mapping[str, Any]) -> Iterator[str]:
    """Yield what keeps a call with `chunks: {size: 500}` from being one that creates many items, so many a request."""
    chunks = call.get("chunks")
    if chunks is None:
        return
    size = chunks.get("size")
    if set(chunks) != {"size"} or not isinstance(size, int) or isinstance(size, bool) or size < 1:
        yield f"has the chunks {chunks!r}; they are `{{size: 500}}`, so many items as a request has if nobody says else"
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if document.resolve(content.get("schema", {})).get("type") != "array" or "returns" in call:
        yield "is chunked, which takes a body that is a list, and an answer with nothing in it"


def _paging(document: Document, call: Mapping[str, Any], parameters: Mapping[str, Any], is_list: bool) -> Iterator[str]:
    pages = call.get("pages")
    if pages is None:
        return
    if pages.get("cursor") not in call.get("requires", ()):
        yield f"pages by {pages.get('cursor')!r}, which it does not require"
    if pages.get("size") is not None and pages["size"] not in parameters:
        yield f"has the page size {pages['size']!r}, which is no parameter"
    if not isinstance(pages.get("limit"), int):
        yield "pages without a limit"
    item = document.resolve(call["returns"]["items"]) if is_list else {}
    if pages.get("item") not in item.get("required", ()):
        yield f"pages by the item's {pages.get('item')!r}, which is not always there"


def _answers(operation: Mapping[str, Any], calls: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong between what the calls return and what the operation's 200 declares."""
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    declared = [] if schema is None else schema.get("anyOf", [schema])
    returned = [call["returns"] for call in calls if "returns" in call]
    for call in calls:
        if "returns" in call and call["returns"] not in declared and call["returns"] != schema:
            yield f"does not declare in its 200 what {call['name']} returns"
    if schema is not None and schema not in returned:
        for item in declared:
            if item not in returned:
                yield f"declares an answer that no call returns: {item}"


def _row_problems(document: Document, rows: list[str]) -> Iterator[Problem]:
    """Hold rows and calls together, both ways."""
    calls: dict[str, str] = {}
    for path, method, operation in document.operations():
        for index, call in enumerate(_calls(operation)):
            place = f"spec/{document.files[path]}, {method} {path}, x-calls[{index}]"
            row = str(call.get("row"))
            if row not in rows:
                yield Problem(place, f"is the row {row!r}, which spec/endpoints.tsv does not list")
            if row in calls:
                yield Problem(place, f"is the row {row!r}, like {calls[row]}")
            calls[row] = place
    for number, row in enumerate(rows, 2):
        if row not in calls:
            yield Problem(f"spec/endpoints.tsv, line {number}", f"{row} is no call of the description")


def _schema_problems(document: Document) -> Iterator[Problem]:
    written, read = written_schemas(document), _read_schemas(document)
    owners: Counter[str] = Counter()
    for name, schema in document.schemas.items():
        place = _place(document, name)
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield Problem(place, "is not a name for a class")
        if schema.get("x-source") not in _SOURCES:
            yield Problem(place, f"needs an x-source, one of {', '.join(_SOURCES)}")
        if not schema.get("description"):
            yield Problem(place, "needs a description")
        enum = "x-enum-varnames" in schema
        if enum and len(schema["x-enum-varnames"]) != len(schema.get("enum", ())):
            yield Problem(place, "has another number of x-enum-varnames than of members")
        if schema.get("type") == "integer" and "enum" in schema and not enum:
            yield Problem(place, "is an integer enum without x-enum-varnames")
        if name in written and name in read and not enum:
            yield Problem(place, "is both sent and answered", "Make two schemas: what is absent means another thing.")
        if name not in written and name not in read:
            yield Problem(place, "is used by no call")
        owner = schema.get("x-dynamic-owner")
        if owner is not None:
            owners[owner] += 1
            if owner not in (*OWNERS, TABLE_OWNER):
                yield Problem(place, f"has the x-dynamic-owner {owner!r}, which is unknown")
        for wire in schema.get("required", ()):
            if wire not in schema.get("properties", {}):
                yield Problem(place, f"requires {wire!r}, which is no property of it")
        for wire, item in schema.get("properties", {}).items():
            values = item.get("x-account-values")
            if values is not None and values not in _ACCOUNT_VALUES:
                yield Problem(f"{place}, {wire}", f"has the x-account-values {values!r}, which is unknown")
        for reference in _references(schema):
            if document.files.get(reference) != document.files[name]:
                yield Problem(place, f"refers to {reference}, which another file describes")
    for owner in (*OWNERS, TABLE_OWNER):
        if not owners[owner]:
            yield Problem("spec/openapi.yaml", f"has no schema with the x-dynamic-owner {owner}")


def _read_schemas(document: Document) -> set[str]:
    found: set[str] = set()
    waiting = [name for _, _, operation in document.operations() for name in _responses(document, operation)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_references(document.schemas[name]))
    return found


def _responses(document: Document, operation: Mapping[str, Any]) -> Iterator[str]:
    for response in operation.get("responses", {}).values():
        yield from _references(document.resolve(response))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith(_PREFIX):
            yield reference.removeprefix(_PREFIX)
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
