"""Adapt an exported document to other client generators, and say what they cannot express.

`TOOLS` has the limits of each tool. `adapt` removes or replaces what goes beyond them, and returns a `Loss` for each;
`summary` and `dump_losses` present them to people and to programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..text.shortening import first_few
from .document import METHODS, used_schemas

INDICES = 10  # parameters that stand for one indexed array
_ADDITIONAL = "x-additionalOperations"
_QUOTABLE = re.compile(r"[\w \-.,:;()&+%/#@!?=|]*")
_LEFT_OUT = "left out"
_MOST_PLACES = 5  # in a line of the summary


@dataclass(frozen=True)
class Tool:
    """A client generator, and what it cannot express.

    Attributes:
        name: The value of the option `--for`.
        ignores: What the tool removes from a lower-case name to make an identifier, as a regular expression; names that
            are equal then have the same identifier. None if it keeps names as they are.
        sends_objects: Whether it sends objects in queries as the style `deepObject` requires.
        quotes: Whether it escapes the account's strings in the code that it writes.
        reads_encoded_paths: Whether it takes paths with percent-encoded characters.
        names_by_title: Whether it names types by titles, of which fields with the same label have the same.
    """

    name: str
    ignores: str | None = None
    sends_objects: bool = True
    quotes: bool = True
    reads_encoded_paths: bool = True
    names_by_title: bool = False

    def identifier(self, name: str) -> str:
        """Return what makes the identifier of a name; names with the same one clash."""
        return name if self.ignores is None else re.sub(self.ignores, "", name.lower())


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("openapi-generator", ignores="[^a-z0-9]", sends_objects=False, quotes=False),
        Tool("openapi-python-client", ignores=r"[\W_]", sends_objects=False, names_by_title=True),
        Tool("openapi-typescript", reads_encoded_paths=False),
        Tool("hey-api"),
    )
}


@dataclass(frozen=True)
class Loss:
    """Something that a document lost.

    Attributes:
        place: The operation with the parameter in parentheses, or the schema and its property, such as
            `Contact.Shoe-Size`.
        what: What happened to it.
        why: The limit of the tool.
        detail: What only this loss has, such as the property that is kept instead.
    """

    place: str
    what: str
    why: str
    detail: str = ""


def adapt(root: Mapping[str, Any], tool: Tool) -> tuple[dict[str, Any], list[Loss]]:
    """Return an exported document as a tool can take it, and what it lost.

    Args:
        root: A document of version 3.1. It is not modified.
        tool: The tool.
    """
    return _Adapter(tool, []).document(root)


@dataclass(frozen=True)
class _Adapter:
    tool: Tool
    losses: list[Loss]

    def document(self, root: Mapping[str, Any]) -> tuple[dict[str, Any], list[Loss]]:
        paths = {path: self.item(path, item) for path, item in root["paths"].items()}
        schemas = {name: self.schema(name, schema) for name, schema in root["components"]["schemas"].items()}
        adapted = {
            **root,
            "paths": {path: item for path, item in paths.items() if item},
            "components": {**root["components"], "schemas": schemas},
        }
        return _without_unused(adapted), self.losses

    def lose(self, place: str, what: str, why: str, detail: str = "") -> None:
        self.losses.append(Loss(place, what, f"{self.tool.name} {why}", detail))

    def item(self, path: str, item: Mapping[str, Any]) -> dict[str, Any]:
        for method in item.get(_ADDITIONAL, ()):
            self.lose(f"{method} {path}", _LEFT_OUT, f"does not know the method {method}")
        methods = [method for method in METHODS if method in item]
        if "%" in path and not self.tool.reads_encoded_paths:
            for method in methods:
                self.lose(f"{method.upper()} {path}", _LEFT_OUT, "does not take percent-encoded paths")
            return {}
        kept = {key: value for key, value in item.items() if key not in (_ADDITIONAL, *METHODS)}
        return {**kept, **{name: self.operation(name.upper(), path, item[name]) for name in methods}} if methods else {}

    def operation(self, method: str, path: str, operation: Mapping[str, Any]) -> Mapping[str, Any]:
        place = f"{method} {path}"
        parameters = [one for item in operation.get("parameters", ()) for one in self.parameter(place, item)]
        return {**operation, "parameters": parameters} if parameters else operation

    def parameter(self, place: str, parameter: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        if parameter.get("x-indexed") and not self.tool.sends_objects:
            name = parameter["name"]
            self.lose(f"{place} ({name})", f"limited to {INDICES} values", "has no arrays such as s[0]=40&s[1]=41")
            return list(_indices(parameter))
        if "schema" not in parameter:
            return [parameter]
        return [{**parameter, "schema": self.value(f"{place} ({parameter['name']})", parameter["schema"])}]

    def schema(self, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a schema without the properties whose names the tool cannot write or distinguish."""
        properties: dict[str, Any] = {}
        taken: dict[str, str] = {}
        for wire, item in schema.get("properties", {}).items():
            identifier = self.tool.identifier(wire)
            place = f"{name}.{wire}"
            if not (self.tool.quotes or _QUOTABLE.fullmatch(wire)) or not (identifier or self.tool.ignores is None):
                self.lose(place, _LEFT_OUT, "cannot make an identifier of the name")
            elif identifier in taken:
                self.lose(
                    place, _LEFT_OUT, "makes the same identifier of several names", f"{taken[identifier]!r} is kept"
                )
            else:
                taken[identifier] = wire
                properties[wire] = self.value(place, item)
        return {**schema, "properties": properties} if properties else schema

    def value(self, place: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the schema of a property or a parameter without allowed values that the tool cannot take."""
        if "title" in schema and self.tool.names_by_title:
            schema = {"description": schema["title"], **{key: schema[key] for key in schema if key != "title"}}
        texts = [value for value in schema.get("enum", ()) if isinstance(value, str)]
        texts += schema.get("propertyNames", {}).get("enum", ())
        if self.can_name(texts):
            return schema
        self.lose(place, "open to any value", "cannot name the allowed values")
        return {key: item for key, item in schema.items() if key not in ("enum", "propertyNames")}

    def can_name(self, values: Sequence[str]) -> bool:
        """Return whether the tool can make a different member of an enum of each value."""
        if self.tool.ignores is None:
            return True
        identifiers = [self.tool.identifier(value) for value in values]
        is_quotable = self.tool.quotes or all(map(_QUOTABLE.fullmatch, values))
        return is_quotable and all(identifiers) and len(set(identifiers)) == len(identifiers)


def summary(losses: Sequence[Loss]) -> Iterator[str]:
    """Yield a line for each kind of loss: why, how many, and where."""
    places: dict[tuple[str, str], list[str]] = {}
    for loss in losses:
        places.setdefault((loss.why, loss.what), []).append(loss.place)
    for (why, what), found in places.items():
        yield f"{why} ({len(found)} {what}): {first_few(found, _MOST_PLACES)}"


def dump_losses(tool: str, losses: Sequence[Loss]) -> str:
    """Return what a document lost as a JSON text."""
    return json.dumps({"tool": tool, "losses": [asdict(loss) for loss in losses]}, indent=2) + "\n"


def _indices(parameter: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a parameter for each of the first indices of an indexed array."""
    examples = parameter.get("example", {})
    for index in range(INDICES):
        one = {key: value for key, value in parameter.items() if key in ("in", "description", "x-source")}
        one |= {"name": f"{parameter['name']}[{index}]", "schema": parameter["schema"]["additionalProperties"]}
        if str(index) in examples:
            one["example"] = examples[str(index)]
        if index == 0 and parameter.get("required"):
            one["required"] = True
        yield one


def _without_unused(root: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the schemas and tags that no operation uses any more."""
    components = root["components"]
    used = used_schemas(root)
    schemas = {name: schema for name, schema in components["schemas"].items() if name in used}
    operations = [item[method] for item in root["paths"].values() for method in METHODS if method in item]
    tags = {tag for operation in operations for tag in operation["tags"]}
    return {
        **root,
        "tags": [tag for tag in root["tags"] if tag["name"] in tags],
        "components": {**components, "schemas": schemas},
    }
