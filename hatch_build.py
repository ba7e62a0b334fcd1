"""Build hook: bundles the description to JSON, so that an installed generator reads it without parsing YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the bundle beside the package's modules, where the wheel takes it from."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "generator"))
        try:
            from yulsn_codegen.document import bundle, digest_of, write_bundle

            spec = root / "spec"
            target = root / "generator" / "yulsn_codegen" / "_bundle.json"
            write_bundle(bundle(spec), digest_of(spec, "*.yaml"), target)
        finally:
            sys.path.pop(0)
