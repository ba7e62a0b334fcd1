"""The tailored document for other tools: a `Document` goes in, OpenAPI 3.2 or 3.1 as YAML or JSON comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from .document import METHODS, Document

Version = Literal["3.2", "3.1"]
Format = Literal["yaml", "json"]


def export(document: Document, version: Version) -> dict[str, Any]:
    """Return the document as plain OpenAPI of a version.

    A path whose last segment may be left out becomes two paths. For 3.1, which has no `additionalOperations`, these
    move to `x-oai-additionalOperations`, the extension that the OpenAPI Initiative reserves for it.
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
    """Return a document as text, ASCII alone, in the order in which it stands."""
    if form == "json":
        return json.dumps(root, indent=2, ensure_ascii=True) + "\n"
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Writes a value that stands in two places twice, as anchors are no part of an OpenAPI document."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(root, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=120)
    assert isinstance(text, str)
    return text


def _without_optional_segment(path: str, item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a path's item for its form without the last segment, None where that is always there."""
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
