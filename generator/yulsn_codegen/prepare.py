"""Prepare what is the same for every account, so that a run need not compute it.

The wheel's build puts these values into the wheel. In a source tree, the user's cache keeps the modules; each other
value is cached by the module that uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from . import cache, fingerprint
from .account.schema import OWNERS, AccountSchema, FieldType
from .account.snapshot import parse_snapshot
from .client.types import dump_types, make
from .description.document import bundle, dump_bundle
from .guard import files as guard
from .plan import Plan, plan
from .rendering import environment
from .rendering import modules as rendering
from .shipped import prepared, shipped
from .text.hashing import digest, digest_of

_MODULES = "modules"
_KIND = "common_modules"


def values(folder: Path) -> dict[str, object]:
    """Return the prepared values by name, and write the compiled templates into a folder."""
    plans = _plans()
    spec = shipped("spec")
    return {
        "description": dump_bundle(bundle(spec), digest_of(spec, "*.yaml")),
        "types": _types(plans),
        "fingerprints": fingerprint.prepare(),
        _MODULES: _modules(plans),
        "templates": environment.prepare(folder / "templates"),
    }


def common_modules() -> Mapping[str, str]:
    """Return the texts of the modules that no account changes, by `rendering.reuse.key`."""
    ready = prepared(_MODULES)
    if isinstance(ready, dict):
        return ready
    key = digest(f"{fingerprint.code()}\0{fingerprint.fingerprint(shipped('spec'), '*.yaml')}")
    kept = cache.read(_KIND, key)
    if isinstance(kept, dict):
        return kept
    made = _modules(_plans())
    cache.write(_KIND, key, made)
    return made


def _plans() -> tuple[Plan, Plan]:
    """Return the plans of two accounts that differ in everything that an account decides."""
    kinds = [kind for kind in FieldType if kind is not FieldType.UNKNOWN]
    return plan(_account(kinds, ["1"])), plan(_account([], []))


def _account(kinds: Sequence[FieldType], names: Sequence[str]) -> AccountSchema:
    """Return an account that has fields of some types everywhere, with and without allowed values."""
    fields: list[dict[str, object]] = [
        {"name": f"{kind.value} {values}", "type": kind.value, "values": values}
        for kind in kinds
        for values in (None, ["1"])
    ]
    fields.append({"name": "Date", "type": FieldType.DATE_TIME_OFFSET.value, "as": "date"})
    table = {"id": 1, "name": "Table", "writes": {}, "fields": fields}
    lists = dict.fromkeys(("order_types", "point_types", "patch_fields"), names)
    data = {"format": 1, "owners": dict.fromkeys(OWNERS, fields), "tables": [table], **lists}
    return parse_snapshot(data, "the account of the prepared values")


def _modules(plans: Iterable[Plan]) -> dict[str, str]:
    """Return the texts of the modules that the plans have in common, by key, after the guard has checked them."""
    by_key, by_path = rendering.prepare([plan.api for plan in plans])
    guard.check({f"package/{path}": text for path, text in by_path.items()}, {})
    return by_key


def _types(plans: Iterable[Plan]) -> dict[str, object]:
    """Return the types of all properties that an account's package can have."""
    keys = {shape.key for plan in plans for shape in plan.api.shapes()}
    return dump_types(make(sorted(keys)))
