"""Validate the description: the OpenAPI document, its extensions, and the rules that tie them together.

The checks run in that order. OpenAPI 3.2 itself is checked by openapi-spec-validator, the extensions by a JSON Schema
(`spec/extensions.schema.json`), and the rest by the named rules of `rules`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ..text.errors import InputError, Problem
from .document import Document
from .extensions import operation_errors, schema_errors
from .rule_contexts import CallContext, ListedRow, OperationContext, Overview, SchemaContext
from .rules import CALL_RULES, OPERATION_RULES, OVERVIEW_RULES, SCHEMA_RULES

_Context = TypeVar("_Context")


def read_rows(spec: Path) -> list[ListedRow]:
    """Return the rows of the API: the documented ones of `endpoints.tsv`, then the others, of `observed.tsv`."""
    return [*_listed(spec, "endpoints.tsv"), *_listed(spec, "observed.tsv")]


def _listed(spec: Path, file: str) -> Iterator[ListedRow]:
    try:
        with (spec / file).open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), 2):
                name = f"{row['method']} {row['path']}{'?' if row['query'] else ''}{row['query']}"
                yield ListedRow(name, row.get("source", "documented"), f"spec/{file}, line {number}")
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise InputError(Problem(f"{spec.as_posix()}/{file}", f"cannot be read: {error}")) from None


def validate(document: Document, rows: Sequence[ListedRow]) -> list[Problem]:
    """Return all problems of a description; an empty list means that it is valid.

    Args:
        document: The description.
        rows: The listed rows, which must correspond one to one to the calls.
    """
    # the other checks rely on a valid OpenAPI document
    return list(_openapi_problems(document)) or extension_problems(document, rows)


def extension_problems(document: Document, rows: Sequence[ListedRow]) -> list[Problem]:
    """Return what is wrong with the extensions of a valid OpenAPI document, by schema and by rule.

    Args:
        document: The description.
        rows: The listed rows.
    """
    overview = Overview(document, rows)
    problems: list[Problem] = []
    for path, method, operation in document.operations():
        problems += _operation_problems(OperationContext(overview, path, method, operation))
    for name, schema in document.schemas.items():
        problems += _schema_problems(SchemaContext(overview, name, schema))
    for rule, check in OVERVIEW_RULES.items():
        problems += [Problem(place, f"{what} [{rule}]") for place, what in check(overview)]
    return problems


def openapi_problems(root: Mapping[str, Any], version: str) -> list[str]:
    """Return the problems that openapi-spec-validator reports for a document of version 3.1 or 3.2."""
    return [_shown(error) for error in _validator(root, version).iter_errors()]


def _validator(root: Mapping[str, Any], version: str) -> Any:
    from openapi_spec_validator import OpenAPIV31SpecValidator, OpenAPIV32SpecValidator

    return {"3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}[version](root)


def _shown(error: Any) -> str:
    place = "/".join(str(part) for part in error.absolute_path)
    message = str(error.message).split("\n", 1)[0]
    return f"{place}: {message}" if place else message


def _openapi_problems(document: Document) -> Iterator[Problem]:
    failure, errors = "", list[Any]()
    try:
        errors = list(_validator(document.root, "3.2").iter_errors())
    except Exception as raised:  # the validator itself fails on some documents that are not OpenAPI
        failure = f"{type(raised).__name__}: {raised}"
    if not errors and not failure:
        return
    located = list(_schema_errors(document))  # the validator does not say in which schema it found an error
    yield from located
    if failure and not located:
        yield Problem("spec/openapi.yaml", f"is not OpenAPI: {failure}")
    for error in errors:
        path = [str(part) for part in error.absolute_path]
        message = str(error.message).split("\n", 1)[0]
        if path[:1] == ["paths"] and len(path) > 1:
            yield Problem(_place(document, path[1], *path[2:]), message)
        elif path or not located:
            if path[:1] and path[0] not in document.root and located:
                continue  # an error in a schema, reported above with its place
            yield Problem(_place(document, "", *path), message)


def _schema_errors(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the schemas by themselves, each with its place."""
    from jsonschema import Draft202012Validator

    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for name, schema in document.schemas.items():
        for error in metaschema.iter_errors(schema):
            yield Problem(_place(document, name, *error.absolute_path), error.message)


def _place(document: Document, name: str, *path: object) -> str:
    """Return a place: the file, then the path or schema, then the steps inside it."""
    head = f"spec/{document.files.get(name, 'openapi.yaml')}"
    return f"{head}, {name}{_steps(*path)}" if name else f"{head}{_steps(*path)}"


def _steps(*path: object) -> str:
    steps = ""
    for part in path:
        is_index = isinstance(part, int) or str(part).isdigit()
        steps += f"[{part}]" if is_index else f".{part}" if steps else f", {part}"
    return steps


def _operation_problems(context: OperationContext) -> Iterator[Problem]:
    document = context.overview.document
    place = f"spec/{document.files[context.path]}, {context.method} {context.path}"
    errors = operation_errors(document, context.operation)
    yield from (Problem(f"{place}{_steps(*error.path)}", error.what) for error in errors)
    spoilt = {error.path[1] if error.path[:1] == ("x-calls",) and len(error.path) > 1 else None for error in errors}
    if None in spoilt:  # something that the rules of calls rely on is wrong
        return
    for index, call in enumerate(context.operation["x-calls"]):
        if index not in spoilt:
            for what in _broken(CALL_RULES, CallContext(context, call)):
                yield Problem(f"{place}, x-calls[{index}]", what)
    if not spoilt:
        yield from (Problem(place, what) for what in _broken(OPERATION_RULES, context))


def _broken(rules: Mapping[str, Callable[[_Context], Iterator[str]]], context: _Context) -> Iterator[str]:
    """Yield the violations of the rules, each with the id of its rule."""
    for rule, check in rules.items():
        yield from (f"{what} [{rule}]" for what in check(context))


def _schema_problems(context: SchemaContext) -> Iterator[Problem]:
    document = context.overview.document
    errors = schema_errors(context.name, context.schema)
    yield from (Problem(_place(document, context.name, *error.path), error.what) for error in errors)
    if not errors:
        yield from (Problem(_place(document, context.name), what) for what in _broken(SCHEMA_RULES, context))
