"""Limit what an overlay may change in the description, because it may come from a stranger.

It may change schemas, responses, and how calls return and page. It must not change where requests are sent or how the
key is used, add or remove operations or schemas, or refer to another document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .. import cache
from ..fingerprint import code, fingerprint, versions
from ..shipped import shipped
from ..text.errors import InputError, Problem, UnsafeError, first_problems
from ..text.hashing import digest
from ..text.reading import excerpt
from .document import METHODS, Document, Location

_KIND = "valid_descriptions"
_VALIDATORS = ("jsonschema", "openapi_schema_validator", "openapi_spec_validator")
_REFERENCE = re.compile(r"#/components/(parameters|schemas|responses)/([A-Za-z0-9]+)")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)

# What an overlay may change in an operation, a parameter and a call; everything else in them must stay the same.
_OPERATION = frozenset({"summary", "description", "deprecated", "responses", "parameters", "x-calls", "x-source"})
_PARAMETER = frozenset({"description", "deprecated", "schema", "x-source"})
_CALL = frozenset({"summary", "description", "returns", "missing", "pages"})


def value_at(root: Any, location: Location) -> Any:
    """Return the value at a place in a document."""
    for step in location:
        root = root[step]
    return root


def check_protected(before: Mapping[str, Any], after: Mapping[str, Any], names: str) -> None:
    """Refuse a change to anything that an overlay must not change."""
    try:
        same = _protected(before) == _protected(after)
    except (TypeError, AttributeError, KeyError):  # an object became something else
        same = False
    if not same:
        what = "changes something other than schemas, responses, and how calls return and page"
        hint = (
            "Servers, security, operations, parameters, request bodies and the list of schemas must stay as they are."
        )
        raise UnsafeError(Problem(names, what, hint))


def _protected(root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a description that overlays must not change."""
    components = {key: value for key, value in root["components"].items() if key not in ("schemas", "responses")}
    return {
        **{key: value for key, value in root.items() if key not in ("info", "paths", "components")},
        "info.version": root["info"]["version"],
        "components": components,
        "schemas": {name: _marks(schema) for name, schema in root["components"]["schemas"].items()},
        "responses": list(root["components"]["responses"]),
        "paths": {path: _protected_item(item) for path, item in root["paths"].items()},
    }


def _marks(schema: Mapping[str, Any]) -> list[Any]:
    return [schema.get(key) for key in ("$ref", "x-dynamic-owner", "x-table")]


def _protected_item(item: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in item.items():
        if key == "additionalOperations":
            found[key] = {method: _protected_operation(operation) for method, operation in value.items()}
        else:
            found[key] = _protected_operation(value) if key in METHODS else value
    return found


def _protected_operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in operation.items() if key not in _OPERATION}
    found["parameters"] = [_without(item, _PARAMETER) for item in operation.get("parameters", ())]
    found["x-calls"] = [_without(call, _CALL) for call in operation["x-calls"]]
    return found


def _without(value: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in keys}


def check_references(root: Mapping[str, Any], names: str) -> None:
    """Refuse references that are broken or leave the document, and schemas that consist only of each other."""
    components = root["components"]
    for value in _objects(root):
        if "$ref" not in value or not isinstance(value["$ref"], str):
            continue
        found = _REFERENCE.fullmatch(value["$ref"])
        if found is None or found[2] not in components[found[1]]:
            what = f"has the reference {excerpt(value['$ref'])}, which is not a schema or response of the description"
            raise UnsafeError(Problem(names, what, "Refer to a schema as #/components/schemas/NAME."))
    for schema in components["schemas"]:
        if _is_circular(components["schemas"], schema):
            raise InputError(Problem(names, f"makes the schema {schema} an alternative of itself"))


def _is_circular(schemas: Mapping[str, Any], start: str) -> bool:
    waiting, seen = [schemas[start]], set()
    while waiting:
        schema = waiting.pop()
        if not isinstance(schema, dict):
            continue
        name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
        if name == start:
            return True
        if name in schemas and name not in seen:
            seen.add(name)
            waiting.append(schemas[name])
        for word in ("anyOf", "oneOf", "allOf"):
            waiting.extend(schema[word] if isinstance(schema.get(word), list) else ())
    return False


def check_names(root: Mapping[str, Any], names: str) -> None:
    """Refuse invalid Python names, and named enum members that are not integers, because both become code.

    The extensions' patterns do not suffice: `$` also matches before a trailing line break.
    """
    for value in _objects(root):
        members = value.get("x-enum-varnames", [])
        for name in [value.get("x-name", "x"), *(members if isinstance(members, list) else [members])]:
            if not isinstance(name, str) or not _IDENTIFIER.fullmatch(name):
                raise UnsafeError(Problem(names, f"gives the name {excerpt(name)}, which is not a valid Python name"))
        numbers = value.get("enum", []) if "x-enum-varnames" in value else []
        for number in numbers if isinstance(numbers, list) else [numbers]:
            if not isinstance(number, int) or isinstance(number, bool):
                raise UnsafeError(Problem(names, f"names the enum member {excerpt(number)}, which is not an integer"))


def _objects(root: Any) -> Iterator[Mapping[str, Any]]:
    """Yield all objects of a document."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def check_valid(document: Document, names: str) -> None:
    """Refuse a description that breaks OpenAPI or a rule.

    The user's cache remembers valid ones, so that a command with the same overlays does not validate them again.
    """
    spec = shipped("spec")
    key = digest("\0".join([code(), fingerprint(spec), *versions(_VALIDATORS), json.dumps(document.root)]))
    if cache.read(_KIND, key):
        return
    from .validate import read_rows, validate

    problems = validate(document, read_rows(spec))
    if problems:
        placed = [Problem(f"{names}: {problem.place}", problem.what, problem.hint) for problem in problems]
        raise InputError(first_problems(placed))
    cache.write(_KIND, key, True)


def need_field(root: Any, location: Location, place: str) -> None:
    """Refuse a pending action that changes anything other than the account's own fields."""
    is_property = len(location) >= 5 and location[:2] == ("components", "schemas") and location[3] == "properties"
    if not is_property or "x-dynamic" not in value_at(root, location[:5]):
        what = "selects something of the tailored description other than the account's own fields"
        raise UnsafeError(Problem(place, what, "Select something that is in the description itself."))


def check_field(root: Any, location: Location, before: Mapping[str, Any], place: str) -> None:
    """Check the result of a pending action on a field, unless it removed the field."""
    from jsonschema import Draft202012Validator

    parent = value_at(root, location[:-1])
    if location[-1] not in parent:
        return
    after = parent[location[-1]]
    if not isinstance(after, dict):
        raise InputError(Problem(place, "makes a field something other than a schema"))
    extensions = [{key: value for key, value in field.items() if key.startswith("x-")} for field in (before, after)]
    if extensions[0] != extensions[1] or any("$ref" in value for value in _objects(after)):
        raise UnsafeError(Problem(place, "changes an extension of a field, or adds a reference"))
    for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(after):
        raise InputError(Problem(place, f"makes a field an invalid schema: {str(error.message)[:200]}"))
