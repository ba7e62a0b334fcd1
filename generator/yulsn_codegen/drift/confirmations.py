"""Write the lines of TOML that confirm suspected renames in the configuration."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..text.characters import HIDDEN, SURROGATE

if TYPE_CHECKING:
    from .changes import SchemaChange

TITLE = "To confirm suspected renames, add to the configuration"

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def confirmation(changes: Iterable[SchemaChange]) -> tuple[str, ...]:
    """Return lines of TOML, one table per scope; none if no rename is only suspected.

    Names that TOML cannot hold, because they have half of a surrogate pair, are left out.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        names = (change.place.scope, str(change.before), str(change.after))
        if not change.certain and not any(map(SURROGATE.search, names)):
            scope, before, after = names
            lines[scope].append(f"{_string(before)} = {_string(after)}")
    found: list[str] = []
    for scope, pairs in lines.items():
        key = scope if _BARE.fullmatch(scope) else _string(scope)
        found += [f"[tool.yulsn-codegen.renames.{key}]", *pairs]
    return tuple(found)


def _string(text: str) -> str:
    """Return a basic string of TOML in which everything invisible is escaped, and so is `##`, which CI servers read."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("##", "#\\u0023")
    return f'"{HIDDEN.sub(_escape, escaped)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
