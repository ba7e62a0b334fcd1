"""The files for CI are valid, and the commands in them exist and do what the files say."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.systems import MINIMAL_ENVIRONMENT, needs_shell
from yulsn_codegen.cli import main

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "ci"
DRIFT = EXAMPLES / "drift.yml"
OWN = ROOT / ".github" / "workflows" / "ci.yml"
VERIFY = EXAMPLES / "verify.yml"
WORKFLOWS = (OWN, DRIFT, VERIFY)
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GITLAB = EXAMPLES / "gitlab-ci.yml"


def parsed(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def scripts(file: Path) -> list[str]:
    """Return the scripts of a workflow or an action."""
    data = parsed(file)
    jobs = data["jobs"].values() if "jobs" in data else [data["runs"]]
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def commands() -> list[str]:
    """Return every line of a script in these files that calls yulsn-codegen."""
    texts = [text for file in (DRIFT, VERIFY, ACTION) for text in scripts(file)]
    texts += [line for job in parsed(GITLAB).values() for line in job.get("script", ())]
    texts += [hook["entry"] for hook in parsed(HOOKS)]
    lines = [line for text in texts for line in text.replace("\\\n", "").splitlines()]
    return [found[0] for line in lines if (found := re.search(r"\byulsn-codegen [^|]*", line))]


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION, GITLAB, HOOKS], ids=lambda file: file.name)
def test_every_file_is_valid_yaml(file: Path) -> None:
    assert parsed(file)


def test_ci_runs_on_every_platform_and_version_of_python_that_the_metadata_names() -> None:
    matrix = parsed(OWN)["jobs"]["test"]["strategy"]["matrix"]
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [found[1] for item in metadata["classifiers"] if (found := re.search(r":: (3\.\d+)$", item))]
    assert matrix["python"] == named
    assert metadata["requires-python"] == f">={named[0]}"
    assert {item["os"].split("-")[0] for item in matrix["include"]} == {"windows", "macos"}


def test_every_make_target_in_ci_exists() -> None:
    scripts = [step.get("run", "") for job in parsed(OWN)["jobs"].values() for step in job["steps"]]
    scripts.append((ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    made = {name for script in scripts for name in re.findall(r"^make ([a-z-]+)", script, re.MULTILINE)}
    assert made == {"lint", "test", "test-lowest", "test-interop", "test-site", "demo"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in made)


def test_zizmor_reports_nothing() -> None:
    """It finds unpinned actions, permissions that are too wide, expressions in scripts, and credentials that stay."""
    program = str(Path(sys.executable).with_name("zizmor"))
    command = [program, "--offline", "--no-progress", "--persona=pedantic", "--format=json"]
    done = subprocess.run([*command, *map(str, (*WORKFLOWS, ACTION))], capture_output=True, text=True, check=False)
    found = [(item["ident"], item["desc"]) for item in json.loads(done.stdout) if not item["ignored"]]
    assert found == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        (["vendor.github-workflows"], WORKFLOWS),
        (["vendor.github-actions"], (ACTION,)),
        (["vendor.gitlab-ci", "--data-transform", "gitlab-ci"], (GITLAB,)),
    ],
    ids=["workflows", "action", "GitLab"],
)
def test_the_files_match_the_published_json_schemas(schema: list[str], files: Sequence[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_a_scheduled_run_or_the_default_branch_gets_the_key() -> None:
    workflow = parsed(DRIFT)
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads `on` as true
    with_key = {name for name, job in workflow["jobs"].items() if "secrets." in yaml.safe_dump(job)}
    assert with_key == {"read"}
    job = workflow["jobs"]["read"]
    assert "default_branch" in job["if"]
    assert job["permissions"] == {"contents": "read"}
    assert [step["name"] for step in job["steps"] if "secrets." in str(step)] == ["Read the account"]
    assert "secrets." not in VERIFY.read_text(encoding="utf-8")
    for name, job in parsed(GITLAB).items():
        if "environment" in job or "fetch" in str(job.get("script")):
            assert name == "yulsn-read"
            assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in job["rules"][0]["if"]


def test_no_file_contains_a_host_of_the_api() -> None:
    """It would override the configured one, and the key of another system would be sent there."""
    for file in (*EXAMPLES.iterdir(), ACTION, HOOKS):
        text = file.read_text(encoding="utf-8")
        assert "--base-url" not in text
        assert "yulsn.io" not in text


def test_yulsn_codegen_is_installed_from_a_commit() -> None:
    for file in EXAMPLES.iterdir():
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"pip install (?:--\S+ )*(\S+)", text)) == {'"$YULSN_CODEGEN"'}
        assert re.search(
            r"YULSN_CODEGEN: yulsn-codegen @ git\+https://git\.example\.com/\S+@0{40}$", text, re.MULTILINE
        )


@needs_shell
def test_scripts_are_valid_shell() -> None:
    for script in (text for file in (*WORKFLOWS, ACTION) for text in scripts(file)):
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_every_file_runs_yulsn_codegen() -> None:
    assert len(commands()) == 12


@pytest.mark.parametrize("command", commands())
def test_commands_and_options_in_the_files_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, name, *arguments = shlex.split(command)
    assert main([name, "--help"]) == 0
    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    for option in (one for one in arguments if one.startswith("-")):
        assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", shown), f"{option} is no option of {name}"


def test_report_formats_in_the_files_exist() -> None:
    from yulsn_codegen.drift.reports import FORMATS

    checks = [command for command in commands() if command.startswith("yulsn-codegen check")]
    asked = {form for command in checks for form in re.findall(r"-o \"?(\w+)", command)}
    assert {"github", "markdown", "sarif", "junit"} <= asked <= set(FORMATS)


def entry(hook: str) -> list[str]:
    (found,) = (item["entry"] for item in parsed(HOOKS) if item["id"] == hook)
    program, *arguments = shlex.split(found)
    assert program == "yulsn-codegen"
    return [sys.executable, "-m", "yulsn_codegen", *arguments]


def test_the_default_hook_passes_offline() -> None:
    done = subprocess.run(
        entry("yulsn-codegen-check"),
        cwd=ROOT,
        env={**MINIMAL_ENVIRONMENT, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_that_needs_the_network_is_manual() -> None:
    (hook,) = (item for item in parsed(HOOKS) if item["id"] == "yulsn-codegen-drift")
    assert hook["stages"] == ["manual"]


def test_the_image_is_built_from_exactly_what_the_wheel_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    hook = wheel["hooks"]["custom"]["path"]
    needed = {"pyproject.toml", "LICENSE", project["project"]["readme"], hook, *wheel["force-include"]}
    needed |= {package.partition("/")[0] for package in wheel["packages"]}
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in patterns if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == needed
    assert not [path for path in needed if not (ROOT / path).exists()]
