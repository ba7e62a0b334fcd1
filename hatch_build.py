"""Build hook: makes ahead what an installed generator would else make at its first run, or at each.

The description is bundled to JSON, which is read many times faster than YAML. The types of all properties that an
account can have are made, so that datamodel-code-generator, which takes long to load, is not needed again. The files
that no account changes are formatted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TYPES = ["String", "Boolean", "Number", "DateTimeOffset", "Decimal"]


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files beside the package's modules, where the wheel takes them from."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "generator"))
        try:
            from yulsn_codegen.description.document import bundle, write_bundle
            from yulsn_codegen.plan import plan
            from yulsn_codegen.text.hashing import digest_of

            spec = root / "spec"
            package = root / "generator" / "yulsn_codegen"
            document = bundle(spec)
            write_bundle(document, digest_of(spec, "*.yaml"), package / "_bundle.json")
            if version != "editable":  # a source tree makes them when they are needed, and anew when they change
                accounts = [_account(_TYPES, ["1"]), _account([], [])]
                plans = [plan(account) for account in accounts]
                _write_annotations(plans, package / "_annotations.json")
                _write_formatted(plans, package / "_formatted.json")
        finally:
            sys.path.pop(0)


def _account(types: list[str], names: list[str]) -> Any:
    """Return an account that has fields of some types everywhere, with allowed values and without."""
    from yulsn_codegen.account.schema import OWNERS
    from yulsn_codegen.account.snapshot import parse_snapshot

    fields = [
        {"name": f"{kind} {values}", "type": kind, "values": values} for kind in types for values in (None, ["1"])
    ]
    table = {"id": 1, "name": "Table", "writes": {}, "fields": fields}
    owners = dict.fromkeys(OWNERS, fields)
    lists = dict.fromkeys(("order_types", "point_types", "patch_fields"), names)
    return parse_snapshot({"format": 1, "owners": owners, "tables": [table], **lists}, "the build")


def _write_annotations(plans: list[Any], target: Path) -> None:
    """Write the types of all properties that an account's package can have."""
    from yulsn_codegen.client.types import make, write

    keys = {shape.key for plan in plans for shape in plan.api.shapes()}
    write(make(sorted(keys)), target)


def _write_formatted(plans: list[Any], target: Path) -> None:
    """Write the files that are the same for all accounts, formatted."""
    from yulsn_codegen.rendering.formatting import keep
    from yulsn_codegen.rendering.render import render

    first, *others = [render(plan.api, plan.account, "client") for plan in plans]
    same = [path for path, text in first.items() if all(files.get(path) == text for files in others)]
    keep([first[path] for path in same if path.endswith(".py") and "/_runtime/" not in path], target)
