"""In: nothing; out: the account schema that this package was made from, which it carries as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Schema", "own_schema"]

Schema = Mapping[str, Any]
"""An account schema as JSON: `owners` with their fields, `tables` with theirs, and the lists."""


@cache
def own_schema() -> Schema:
    """The account schema that this package was made from; read when it is first asked for."""
    package = (__package__ or "").rpartition(".")[0]
    found: Schema = json.loads(resources.files(package).joinpath("account.json").read_text(encoding="utf-8"))
    return found
