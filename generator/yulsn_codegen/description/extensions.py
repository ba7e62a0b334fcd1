"""Validate the extensions of the description against `spec/extensions.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..shipped import shipped
from ..text.shortening import shortened
from .document import Document

_LONGEST = 300  # characters shown of a message; some quote a whole value


@dataclass(frozen=True)
class ExtensionError:
    """A violation of the schema: the path within the validated value, and what is wrong there."""

    path: tuple[str | int, ...]
    what: str


def operation_errors(document: Document, operation: Mapping[str, Any]) -> list[ExtensionError]:
    """Return what is wrong with the extensions of an operation, its parameters, responses and calls."""
    parameters = [document.resolve(item) for item in operation.get("parameters", ())]
    responses = {status: document.resolve(item) for status, item in operation.get("responses", {}).items()}
    return _errors("operation", {**operation, "parameters": parameters, "responses": responses})


def schema_errors(name: str, schema: Mapping[str, Any]) -> list[ExtensionError]:
    """Return what is wrong with the name and the extensions of a schema in `components.schemas`."""
    return [*_errors("className", name), *_errors("schema", schema)]


def _errors(definition: str, value: object) -> list[ExtensionError]:
    found = sorted(_validators()[definition].iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    return [ExtensionError(tuple(error.absolute_path), _message(error)) for error in found]


def _message(error: Any) -> str:
    if error.validator in ("pattern", "type") and "errorMessage" in error.schema:
        message = f"{error.schema['errorMessage']}, is {error.instance!r}"
    else:
        message = str(error.message)
    return shortened(message, _LONGEST)


@cache
def _validators() -> Mapping[str, Any]:
    from jsonschema import Draft202012Validator

    grammar = json.loads((shipped("spec") / "extensions.schema.json").read_bytes())
    return {
        name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": grammar["$defs"]})
        for name in ("operation", "schema", "className")
    }
