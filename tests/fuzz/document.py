"""Prepares an exported document so that schemathesis can call all of its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTRA_METHODS = "x-additionalOperations"
REAL_METHOD = "x-fuzz-method"  # on an operation in the place of another method: the method to send
_STAND_INS = ("post", "put", "patch")


def callable_document(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with each additional operation as a method that its path does not have.

    schemathesis supports only the methods of OpenAPI 3.1; the hooks send the method in `REAL_METHOD`.
    """
    return {**exported, "paths": {path: _item(item) for path, item in exported["paths"].items()}}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in item.items() if key != EXTRA_METHODS}
    for method, operation in item.get(EXTRA_METHODS, {}).items():
        stand_in = next(name for name in _STAND_INS if name not in made)
        made[stand_in] = {**operation, REAL_METHOD: method}
    return made
