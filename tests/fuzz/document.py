"""Prepares an exported document so that schemathesis can call all of its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTRA_METHODS = "x-additionalOperations"
REAL_METHOD = "x-fuzz-method"  # on an operation in the place of another method: the method to send
_STAND_INS = ("post", "put", "patch")


def callable_document(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with each additional operation as a method that its path does not have.

    schemathesis supports only the methods of OpenAPI 3.1; the hooks send the method in `REAL_METHOD`. They also write
    the indices of arrays, which are arrays again here.
    """
    return {**exported, "paths": {path: _item(item) for path, item in exported["paths"].items()}}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: _operation(value) for key, value in item.items() if key != EXTRA_METHODS}
    for method, operation in item.get(EXTRA_METHODS, {}).items():
        stand_in = next(name for name in _STAND_INS if name not in made)
        made[stand_in] = {**_operation(operation), REAL_METHOD: method}
    return made


def _operation(operation: Any) -> Any:
    if "parameters" not in operation:
        return operation
    return {**operation, "parameters": [_parameter(item) for item in operation["parameters"]]}


def _parameter(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if not parameter.get("x-indexed"):
        return parameter
    kept = {key: value for key, value in parameter.items() if key != "example"}
    return {**kept, "schema": {"type": "array", "items": parameter["schema"]["additionalProperties"]}}
