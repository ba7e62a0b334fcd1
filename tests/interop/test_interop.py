"""`make test-interop` without its tools: missing ones are reported, and the list of ignored warnings is up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
import yaml
from support.generating import tailored
from yulsn_codegen.account.schema import EMPTY, AccountSchema
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.export import export
from yulsn_codegen.description.tools import TOOLS

from .__main__ import GENERATORS, VERSIONS
from .tools import HERE


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["--require"], 1)])
def test_missing_programs_are_reported(arguments: list[str], status: int, tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "interop", *arguments],
        cwd=HERE.parent,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr == "skipped: node, npm, java not found; needs Node.js with npm, and Java\n"


def test_every_tool_is_checked_by_a_program() -> None:
    assert {generator.tool for generator in GENERATORS} == set(TOOLS)
    programs = {path.stem for path in (HERE / "clients").iterdir()} - {"scenario"}
    assert programs == {f"call_{generator.target}" for generator in GENERATORS}


def test_every_ignored_warning_is_about_a_place_that_exists(description: Document, builtin: AccountSchema) -> None:
    ignored = yaml.safe_load((HERE / ".redocly.lint-ignore.yaml").read_text(encoding="utf-8"))
    assert set(ignored) == {f"{name}-{version}.yaml" for name in ("api", "account") for version in VERSIONS}
    for name, rules in ignored.items():
        schema = EMPTY if name.startswith("api") else builtin
        root = export(tailored(description, schema), "3.2" if "3.2" in name else "3.1")
        for pointer in (pointer for pointers in rules.values() for pointer in pointers):
            target: Any = root
            for step in pointer.removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
