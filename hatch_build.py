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
            from yulsn_codegen.prepare import values

            folder = Path(self._folder.name)
            for name, value in values(folder).items():
                (folder / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
            build_data["force_include"][str(folder)] = "yulsn_codegen/_prepared"
        finally:
            sys.path.pop(0)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files, which the wheel now contains."""
        if version != "editable":
            self._folder.cleanup()
