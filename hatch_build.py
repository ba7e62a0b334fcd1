"""Build hook that computes data in advance which an installed generator would otherwise compute at run time.

- The description as JSON, which loads many times faster than YAML.
- The types of all properties that an account can have, which avoids importing datamodel-code-generator (slow).
- The modules that are the same for every account, which the guard has checked.
- The compiled templates, and the hashes of the description, the templates and the generator's modules.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the prepared values to the wheel; an editable install computes and caches them instead."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        sys.path.insert(0, str(Path(self.root, "generator")))
        try:
            folder = Path(self._folder.name)
            for name, value in _prepared(folder).items():
                (folder / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
            build_data["force_include"][str(folder)] = "yulsn_codegen/_prepared"
        finally:
            sys.path.pop(0)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files, which the wheel now contains."""
        if version != "editable":
            self._folder.cleanup()


def _prepared(folder: Path) -> dict[str, object]:
    """Return the prepared values by name, and write the compiled templates into a folder."""
    from yulsn_codegen import fingerprint
    from yulsn_codegen.account.schema import FieldType
    from yulsn_codegen.description.document import bundle, dump_bundle
    from yulsn_codegen.plan import plan
    from yulsn_codegen.rendering import environment
    from yulsn_codegen.shipped import shipped
    from yulsn_codegen.text.hashing import digest_of

    types = [kind.value for kind in FieldType if kind is not FieldType.UNKNOWN]
    plans = [plan(_account(types, ["1"])), plan(_account([], []))]
    spec = shipped("spec")
    return {
        "description": dump_bundle(bundle(spec), digest_of(spec, "*.yaml")),
        "types": _types(plans),
        "fingerprints": fingerprint.prepare(),
        "modules": _modules(plans),
        "templates": environment.prepare(folder / "templates"),
    }


def _modules(plans: list[Any]) -> dict[str, str]:
    """Return the texts of the modules that no account changes, by their keys, after the guard has checked them."""
    from yulsn_codegen.guard import files as guard
    from yulsn_codegen.rendering.modules import prepare

    by_key, by_path = prepare([plan.api for plan in plans])
    guard.check({f"package/{path}": text for path, text in by_path.items()}, {})
    return by_key


def _account(types: list[str], names: list[str]) -> Any:
    """Return an account that has fields of some types everywhere, with and without allowed values."""
    from yulsn_codegen.account.schema import OWNERS, FieldType
    from yulsn_codegen.account.snapshot import parse_snapshot

    fields = [
        {"name": f"{kind} {values}", "type": kind, "values": values} for kind in types for values in (None, ["1"])
    ]
    fields.append({"name": "Date", "type": FieldType.DATE_TIME_OFFSET.value, "as": "date"})
    table = {"id": 1, "name": "Table", "writes": {}, "fields": fields}
    owners = dict.fromkeys(OWNERS, fields)
    lists = dict.fromkeys(("order_types", "point_types", "patch_fields"), names)
    return parse_snapshot({"format": 1, "owners": owners, "tables": [table], **lists}, "the build")


def _types(plans: list[Any]) -> dict[str, object]:
    """Return the types of all properties that an account's package can have."""
    from yulsn_codegen.client.types import dump_types, make

    keys = {shape.key for plan in plans for shape in plan.api.shapes()}
    return dump_types(make(sorted(keys)))
