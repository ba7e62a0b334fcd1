"""Load the account schema that this package was generated from, which it contains as `account.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Snapshot", "packaged_snapshot"]

Snapshot = Mapping[str, Any]
"""An account schema as JSON: `owners` with their fields, `tables` with theirs, and lists of names."""


@cache
def packaged_snapshot() -> Snapshot:
    """Return the account schema that this package was generated from; it is read once."""
    package = (__package__ or "").rpartition(".")[0]
    found: Snapshot = json.loads(resources.files(package).joinpath("account.json").read_text(encoding="utf-8"))
    return found
