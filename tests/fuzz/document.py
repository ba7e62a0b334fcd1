"""Prepares an exported document so that schemathesis can call all of its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTRA_METHODS = "x-oai-additionalOperations"
REAL_METHOD = "x-fuzz-method"  # on an operation in the place of another method: the method to send


def callable_document(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its additional operations as POST, which none of their paths has.

    schemathesis supports only the methods of OpenAPI 3.1; the hooks send the method in `REAL_METHOD`.
    """
    return {**exported, "paths": {path: _item(item) for path, item in exported["paths"].items()}}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in item.items() if key != EXTRA_METHODS}
    for method, operation in item.get(EXTRA_METHODS, {}).items():
        assert "post" not in made, "no free method for an additional operation"
        made["post"] = {**operation, REAL_METHOD: method}
    return made
