"""Export the description for other tools, as plain OpenAPI 3.2 or 3.1."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote, unquote

from .document import METHODS, Document, references, used_schemas
from .examples import Examples

Version = Literal["3.2", "3.1"]
_ADDITIONAL = "additionalOperations"
_DELIMITERS = frozenset('%/\\?#{}[]<>^|`"')


def export(document: Document, version: Version) -> dict[str, Any]:
    """Return the document as plain OpenAPI of a version, with what other tools expect of one.

    - A path with an optional last segment becomes two paths.
    - OpenAPI 3.1 has no `additionalOperations`; there they move to the extension `x-additionalOperations`.
    - Every operation has a description. If several calls share it, the description lists them.
    - Arrays that are sent with indices become objects.
    - Properties, required parameters and request bodies have examples.
    - Tags without operations are left out.
    - The document's description says whether the document contains an account's fields and tables.
    """
    examples = Examples.of(document)
    root = dict(document.root)
    root["info"] = {**root["info"], "description": f"{root['info']['description']}\n\n{_scope(document)}"}
    root["openapi"] = {"3.2": "3.2.0", "3.1": "3.1.2"}[version]
    paths: dict[str, Any] = {}
    for path, item in document.root["paths"].items():
        described = {**item, **_operations(item, examples)}
        paths[readable_path(path)] = described
        short = _without_optional_segment(described)
        if short is not None:
            paths[readable_path(path.rsplit("/", 1)[0])] = short
    root["paths"] = paths
    used = {tag for _, _, operation in document.operations() for tag in operation["tags"]}
    root["tags"] = [tag for tag in root["tags"] if tag["name"] in used]
    root["components"] = _components(document, examples)
    return _as_3_1(root) if version == "3.1" else root


def readable_path(path: str) -> str:
    """Return a path in which a table's name is percent-encoded only where a character would change the URL.

    Clients encode the other characters themselves, and some tools confuse an encoded path with its decoded form.
    """
    return "/".join(_readable(segment) if "%" in segment else segment for segment in path.split("/"))


def _readable(segment: str) -> str:
    text = unquote(segment, errors="surrogatepass")
    if not text.strip("."):
        return segment  # a dot segment
    inside = text.strip(" ")
    start = text.index(inside)
    plain = [start <= place < start + len(inside) and _is_plain(character) for place, character in enumerate(text)]
    return "".join(
        character if is_plain else quote(character, safe="", errors="surrogatepass")
        for character, is_plain in zip(text, plain, strict=True)
    )


def _is_plain(character: str) -> bool:
    return character.isprintable() and character not in _DELIMITERS


def _scope(document: Document) -> str:
    is_tailored = any(
        "x-table" in schema or any("x-dynamic" in item for item in schema.get("properties", {}).values())
        for schema in document.schemas.values()
    )
    what = "the dynamic fields and tables of one account" if is_tailored else "no account's dynamic fields or tables"
    return f"**Scope.** This document contains {what}."


def _components(document: Document, examples: Examples) -> dict[str, Any]:
    components = document.root["components"]
    parameters = {name: examples.parameter(item) for name, item in components["parameters"].items()}
    schemas = {name: examples.schema(name, _safe_members(item)) for name, item in document.schemas.items()}
    return {**components, "parameters": parameters, "schemas": schemas}


def _operations(item: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    """Return the operations of a path item as they are exported."""
    found: dict[str, Any] = {method: _operation(item[method], examples) for method in METHODS if method in item}
    if _ADDITIONAL in item:
        found[_ADDITIONAL] = {name: _operation(one, examples) for name, one in item[_ADDITIONAL].items()}
    return found


def _operation(operation: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    exported = {"tags": (), "operationId": "", "summary": "", "description": "", **operation}  # decides the order
    exported["description"] = _description(operation)
    if "parameters" in operation:
        exported["parameters"] = [
            item if "$ref" in item else examples.parameter(_with_indices(item)) for item in operation["parameters"]
        ]
    if "requestBody" in operation:
        exported["requestBody"] = _body(operation["requestBody"], examples)
    return exported


def _with_indices(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an indexed array of a query as an object, because the style `deepObject` is defined for objects only."""
    if not parameter.get("x-indexed"):
        return parameter
    schema = {
        "type": "object",
        "description": "The values by index, counted from 0.",
        "propertyNames": {"pattern": "^(0|[1-9][0-9]*)$"},
        "additionalProperties": parameter["schema"]["items"],
    }
    return {**parameter, "schema": schema}


def _description(operation: Mapping[str, Any]) -> str:
    """Return the description of an operation, with its calls if there are several."""
    calls = operation["x-calls"]
    if len(calls) == 1:
        return str(operation.get("description") or calls[0]["description"])
    lines = [operation["description"], "", "The parameters decide what the call does:", ""]
    for call in calls:
        names = ", ".join(f"`{name}`" for name in (*call.get("requires", ()), *call.get("accepts", ())))
        lines.append(f"- {names or 'none'}: {' '.join(filter(None, (call['summary'], call.get('description'))))}")
    return "\n".join(lines)


def _body(body: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    content = {
        kind: {**media, "example": examples.body(media["schema"])} if "schema" in media else media
        for kind, media in body["content"].items()
    }
    return {**body, "content": content}


def _safe_members(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema whose enum members are not Python keywords, because generators use the names as they are."""
    names = schema.get("x-enum-varnames")
    if not names or not any(map(keyword.iskeyword, names)):
        return schema
    return {**schema, "x-enum-varnames": [f"{name}_" if keyword.iskeyword(name) else name for name in names]}


def _without_optional_segment(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the path item for a path without its last segment; None if that segment is not optional."""
    short: dict[str, Any] = {}
    for method in METHODS:
        parameters = item.get(method, {}).get("parameters", [])
        kept = [parameter for parameter in parameters if not parameter.get("x-optional-segment")]
        if len(kept) < len(parameters):
            operation = {key: value for key, value in item[method].items() if key != "x-calls"}
            operation["operationId"] = f"{operation['operationId']}WithoutId"
            short[method] = {**operation, "parameters": kept}
    return short or None


def _as_3_1(root: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with its additional operations, and the schemas that only they use, in extensions."""
    plain = {path: {key: item[key] for key in item if key != _ADDITIONAL} for path, item in root["paths"].items()}
    components = root["components"]
    used = used_schemas({**root, "paths": plain})
    alone = {name: schema for name, schema in components["schemas"].items() if name not in used}
    for path, item in root["paths"].items():
        if _ADDITIONAL in item:
            plain[path][f"x-{_ADDITIONAL}"] = _inlined(item[_ADDITIONAL], alone)
    schemas = {name: schema for name, schema in components["schemas"].items() if name in used}
    return {**root, "paths": plain, "components": {**components, "schemas": schemas}}


def _inlined(value: Any, schemas: Mapping[str, Any]) -> Any:
    """Return a value with some schemas in place of references to them. Where one refers to itself, it accepts all."""
    if isinstance(value, list):
        return [_inlined(item, schemas) for item in value]
    if not isinstance(value, dict):
        return value
    name = next(references({"$ref": value.get("$ref")}), "")
    if name not in schemas:
        return {key: _inlined(item, schemas) for key, item in value.items()}
    others = {**schemas, name: {}}
    return {**_inlined(schemas[name], others), **{key: item for key, item in value.items() if key != "$ref"}}
