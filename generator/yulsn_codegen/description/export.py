"""Export the description for other tools: OpenAPI 3.2 or 3.1, as YAML or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ..text.characters import SURROGATE
from ..text.errors import InputError, Problem
from .document import METHODS, Document

Version = Literal["3.2", "3.1"]
Format = Literal["yaml", "json"]

_PROBLEMS_SHOWN = 20
_STEP_SHOWN = 80  # characters shown of one step of a pointer; names may be of any length


def export(document: Document, version: Version) -> dict[str, Any]:
    """Return the document as plain OpenAPI of a version.

    A path with an optional last segment becomes two paths. OpenAPI 3.1 has no `additionalOperations`; there they move
    to `x-oai-additionalOperations`, the extension that the OpenAPI Initiative reserves for them.
    """
    root = dict(document.root)
    root["openapi"] = {"3.2": "3.2.0", "3.1": "3.1.2"}[version]
    paths: dict[str, Any] = {}
    for path, item in document.root["paths"].items():
        paths[path] = item
        short = _without_optional_segment(path, item)
        if short is not None:
            paths[path.rsplit("/", 1)[0]] = short
    root["paths"] = {path: _item(item, version) for path, item in paths.items()}
    return root


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


def _without_optional_segment(path: str, item: Mapping[str, Any]) -> dict[str, Any] | None:
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
    return {("x-oai-additionalOperations" if key == "additionalOperations" else key): item[key] for key in item}
