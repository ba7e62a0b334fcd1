"""The files for CI are valid, and the commands in them exist and do what the files say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from yulsn_codegen.cli import main

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "ci"
DRIFT = EXAMPLES / "drift.yml"
OWN = ROOT / ".github" / "workflows" / "ci.yml"
WORKFLOWS = (OWN, DRIFT)
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GITLAB = EXAMPLES / "gitlab-ci.yml"


def parsed(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def commands() -> list[str]:
    """Return every line of a script in these files that calls yulsn-codegen."""
    texts = [step["run"] for job in parsed(DRIFT)["jobs"].values() for step in job["steps"] if "run" in step]
    texts += parsed(GITLAB)["schema-drift"]["script"]
    texts += [hook["entry"] for hook in parsed(HOOKS)]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip().startswith("yulsn-codegen ")]


@pytest.mark.parametrize("file", [*WORKFLOWS, GITLAB, HOOKS], ids=lambda file: file.name)
def test_a_file_is_yaml(file: Path) -> None:
    assert parsed(file)


def test_ci_runs_on_every_platform_and_version_of_python_that_the_metadata_names() -> None:
    matrix = parsed(OWN)["jobs"]["test"]["strategy"]["matrix"]
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [found[1] for item in metadata["classifiers"] if (found := re.search(r":: (3\.\d+)$", item))]
    assert matrix["python"] == named
    assert metadata["requires-python"] == f">={named[0]}"
    assert {item["os"].split("-")[0] for item in matrix["include"]} == {"windows", "macos"}


def test_what_ci_makes_are_targets_of_the_makefile() -> None:
    scripts = [step.get("run", "") for job in parsed(OWN)["jobs"].values() for step in job["steps"]]
    scripts.append((ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    made = {name for script in scripts for name in re.findall(r"^make ([a-z-]+)", script, re.MULTILINE)}
    assert made == {"lint", "test", "test-lowest", "demo"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in made)


def test_the_drift_workflow_runs_on_a_schedule_and_may_open_a_pull_request() -> None:
    workflow = parsed(DRIFT)
    assert workflow[True]["schedule"]  # YAML 1.1 reads `on` as true
    assert workflow["permissions"] == {"contents": "write", "pull-requests": "write"}
    steps = workflow["jobs"]["check"]["steps"]
    assert any("gh pr create" in step.get("run", "") for step in steps)
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)


def test_no_expression_of_a_workflow_is_put_into_a_shell() -> None:
    for file in WORKFLOWS:
        for job in parsed(file)["jobs"].values():
            assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_scripts_are_shell() -> None:
    for file in WORKFLOWS:
        for job in parsed(file)["jobs"].values():
            for step in job["steps"]:
                script = step.get("run", "")
                done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
                assert done.returncode == 0, done.stderr


def test_all_files_run_something_of_ours() -> None:
    assert len(commands()) == 5


@pytest.mark.parametrize("command", commands())
def test_commands_and_their_options_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, name, *arguments = shlex.split(command)
    assert main([name, "--help"]) == 0
    told = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    for option in (one for one in arguments if one.startswith("-")):
        assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", told), f"{option} is no option of {name}"


def test_the_formats_that_are_asked_for_exist() -> None:
    from yulsn_codegen.drift.reports import FORMATS

    asked = {form for command in commands() for form in re.findall(r"-o (\w+)", command)}
    assert {"github", "markdown", "sarif", "junit"} <= asked <= set(FORMATS)


def entry(hook: str) -> list[str]:
    (found,) = (item["entry"] for item in parsed(HOOKS) if item["id"] == hook)
    program, *arguments = shlex.split(found)
    assert program == "yulsn-codegen"
    return [sys.executable, "-m", "yulsn_codegen", *arguments]


def test_the_hook_that_runs_by_itself_needs_no_network_and_passes_here() -> None:
    done = subprocess.run(
        entry("yulsn-codegen-check"), cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_that_needs_the_network_runs_when_it_is_asked_to() -> None:
    (hook,) = (item for item in parsed(HOOKS) if item["id"] == "yulsn-codegen-drift")
    assert hook["stages"] == ["manual"]
