"""Export the description for other tools: OpenAPI 3.2 or 3.1, as YAML or JSON."""

from __future__ import annotations

import json
import keyword
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import quote, unquote

from ..text.characters import SURROGATE
from ..text.errors import InputError, Problem
from .document import METHODS, Document
from .examples import Examples

Version = Literal["3.2", "3.1"]
Format = Literal["yaml", "json"]

_DELIMITERS = frozenset('%/\\?#{}[]<>^|`"')
_PROBLEMS_SHOWN = 20
_STEP_SHOWN = 80  # characters shown of one step of a pointer; names may be of any length


def export(document: Document, version: Version) -> dict[str, Any]:
    """Return the document as plain OpenAPI of a version, with what other tools expect of one.

    - A path with an optional last segment becomes two paths.
    - OpenAPI 3.1 has no `additionalOperations`; there they move to the extension `x-additionalOperations`.
    - Every operation has a description. If several calls share it, the description lists them.
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
    root["paths"] = {path: _item(item, version) for path, item in paths.items()}
    used = {tag for _, _, operation in document.operations() for tag in operation["tags"]}
    root["tags"] = [tag for tag in root["tags"] if tag["name"] in used]
    components = dict(root["components"])
    components["parameters"] = {name: examples.parameter(item) for name, item in components["parameters"].items()}
    components["schemas"] = {
        name: examples.schema(name, _safe_members(item)) for name, item in document.schemas.items()
    }
    root["components"] = components
    return root


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


def dump(root: Mapping[str, Any], form: Format) -> str:
    """Return a document as ASCII text, keeping the order of its members.

    Raises:
        InputError: The format is YAML, and a text has a lone surrogate. Only JSON can represent it: YAML 1.2 excludes
            surrogates (section 5.1), and parsers reject their escapes.
    """
    if form == "json":
        return json.dumps(root, indent=2, ensure_ascii=True) + "\n"
    _need_yaml(root)
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes shared values in full each time, because an OpenAPI document has no anchors."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(root, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=120)
    assert isinstance(text, str)
    return text


def _need_yaml(root: Mapping[str, Any]) -> None:
    places: dict[str, str] = {}
    schemas_first = {"components": root.get("components", {}), **root}  # so that a place names the field
    for text, place in _halves(schemas_first, "#"):
        places.setdefault(text, place)  # a field appears in many schemas; one place is enough
    if not places:
        return
    what, hint = "has a lone surrogate, which YAML cannot represent", "Use --format json."
    problems = [Problem(place, what, hint) for place in list(places.values())[:_PROBLEMS_SHOWN]]
    if len(places) > _PROBLEMS_SHOWN:
        problems.append(Problem("", f"and {len(places) - _PROBLEMS_SHOWN} more texts like these"))
    raise InputError(problems)


def _halves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield the texts that YAML cannot represent, each with the JSON pointer to it, or to the member it names."""
    if isinstance(value, str):
        if SURROGATE.search(value):
            yield value, place
    elif isinstance(value, Mapping):
        for key, item in value.items():
            step = key.replace("~", "~0").replace("/", "~1")
            below = f"{place}/{step if len(step) <= _STEP_SHOWN else step[: _STEP_SHOWN - 3] + '...'}"
            yield from _halves(key, below)
            yield from _halves(item, below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _halves(item, f"{place}/{index}")


def _scope(document: Document) -> str:
    is_tailored = any(
        "x-table" in schema or any("x-dynamic" in item for item in schema.get("properties", {}).values())
        for schema in document.schemas.values()
    )
    what = "the dynamic fields and tables of one account" if is_tailored else "no account's dynamic fields or tables"
    return f"**Scope.** This document contains {what}."


def _operations(item: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    """Return the operations of a path item as they are exported."""
    found: dict[str, Any] = {method: _operation(item[method], examples) for method in METHODS if method in item}
    if "additionalOperations" in item:
        additional = item["additionalOperations"]
        found["additionalOperations"] = {name: _operation(one, examples) for name, one in additional.items()}
    return found


def _operation(operation: Mapping[str, Any], examples: Examples) -> dict[str, Any]:
    exported = {"tags": (), "operationId": "", "summary": "", "description": "", **operation}  # decides the order
    exported["description"] = _description(operation)
    if "parameters" in operation:
        exported["parameters"] = [
            item if "$ref" in item else examples.parameter(item) for item in operation["parameters"]
        ]
    if "requestBody" in operation:
        exported["requestBody"] = _body(operation["requestBody"], examples)
    return exported


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


def _item(item: Mapping[str, Any], version: Version) -> dict[str, Any]:
    if version == "3.2" or "additionalOperations" not in item:
        return dict(item)
    return {("x-additionalOperations" if key == "additionalOperations" else key): item[key] for key in item}
