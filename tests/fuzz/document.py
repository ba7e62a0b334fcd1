"""What schemathesis reads: an exported document comes in, one whose operations it can all call comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTRA_METHODS = "x-oai-additionalOperations"
REAL_METHOD = "x-fuzz-method"  # on an operation that stands in another method's place: the one to send


def callable_document(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its additional operations in the place of POST, which none of their paths has.

    schemathesis knows the methods of OpenAPI 3.1 only; the hooks send what `REAL_METHOD` says.
    """
    return {**exported, "paths": {path: _item(item) for path, item in exported["paths"].items()}}


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in item.items() if key != EXTRA_METHODS}
    for method, operation in item.get(EXTRA_METHODS, {}).items():
        assert "post" not in made, "an additional operation has no place to stand in"
        made["post"] = {**operation, REAL_METHOD: method}
    return made
