"""The steps of the drift workflow and of the action, run in their order as a runner would, in a real git repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.generating import write_files
from yulsn_codegen import cache
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.generate import generate
from yulsn_codegen.sandbox import RunningSandbox, running

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW = ROOT / "examples" / "ci" / "drift.yml"
ACTION = ROOT / "action.yml"
KEY, TOKEN = "sandbox", "token-of-the-job"
# Records how it was called, and with which secrets; the first `gh pr create` succeeds.
STUB = """\
#!{python}
import json, os, sys
name = os.path.basename(sys.argv[0])
given = [value for value in ({key!r}, {token!r}) if value in os.environ.values()]
with open({log!r}, "a") as log:
    log.write(json.dumps([name, *sys.argv[1:], given]) + "\\n")
if name == "yulsn-codegen":
    os.execv({program!r}, [{program!r}, *sys.argv[1:]])
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps are for bash")


class Runner:
    """A machine that runs jobs: it knows the expressions of the steps, and stands in for other people's actions."""

    def __init__(self, folder: Path, remote: Path, base_url: str) -> None:
        self.folder, self.remote = folder, remote
        self.outputs: dict[str, str] = {}
        self.artifacts: dict[str, bytes] = {}
        self.used: list[str] = []
        self.log = folder / "calls.jsonl"
        self.expressions = {
            "github.token": TOKEN,
            "secrets.YULSN_API_KEY": KEY,
            "vars.YULSN_BASE_URL": base_url,
            "inputs.api-key": KEY,
            "inputs.base-url": base_url,
            "inputs.token": TOKEN,
            "inputs.branch": "yulsn-schema",
        }
        bin_ = folder / "bin"
        bin_.mkdir()
        program = str(Path(sys.executable).with_name("yulsn-codegen"))
        for name in ("gh", "pip", "yulsn-codegen"):
            text = STUB.format(python=sys.executable, key=KEY, token=TOKEN, log=str(self.log), program=program)
            (bin_ / name).write_text(text)
            (bin_ / name).chmod(0o755)
        self.environment = {"PATH": f"{bin_}:{os.environ['PATH']}", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}

    def run_job(self, name: str, steps: list[dict[str, Any]], env: Mapping[str, str]) -> int:
        """Run the steps of a job on a new machine, and return the exit code of the last step that ran."""
        place = self.folder / name
        temporary = place / "temp"
        temporary.mkdir(parents=True)
        self.expressions["runner.temp"] = str(temporary)
        for step in steps:
            if "if" in step and not self.holds(step["if"]):
                continue
            if "uses" in step:
                self.use(step, place)
            elif code := self.shell(step, place, env):
                return code
        return 0

    def holds(self, condition: str) -> bool:
        found = re.fullmatch(r"steps\.check\.outputs\.code == '(\d)'", condition)
        assert found, condition
        return self.outputs["code"] == found[1]

    def use(self, step: Mapping[str, Any], place: Path) -> None:
        name, options = step["uses"].partition("@")[0], step.get("with", {})
        self.used.append(name)
        path = Path(self.value(str(options.get("path", "")))) if "path" in options else None
        if name == "actions/checkout":
            assert options == {"persist-credentials": False}
            subprocess.run(
                ["git", "clone", "-q", "--depth", "1", self.remote.as_uri(), str(place / "tree")], check=True
            )
        elif name == "actions/upload-artifact":
            assert path
            self.artifacts[options["name"]] = path.read_bytes()
        elif name == "actions/download-artifact":
            assert path
            (path / "account.json").write_bytes(self.artifacts[options["name"]])
        elif name == "github/codeql-action/upload-sarif":
            assert json.loads(Path(self.value(options["sarif_file"])).read_text())["version"] == "2.1.0"
        else:
            assert name == "actions/setup-python"

    def shell(self, step: Mapping[str, Any], place: Path, env: Mapping[str, str]) -> int:
        outputs = place / "outputs"
        given = {name: self.value(str(value)) for name, value in {**env, **step.get("env", {})}.items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=place / "tree",
            env={
                **self.environment,
                **given,
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_STEP_SUMMARY": str(place / "summary.md"),
                "GITHUB_ACTION_PATH": str(ROOT),
                "RUNNER_TEMP": self.expressions["runner.temp"],
                cache.VARIABLE: os.environ[cache.VARIABLE],
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert KEY not in given.values() or step["run"].startswith("yulsn-codegen fetch")
        assert done.returncode in (0, 1), done.stdout + done.stderr
        if outputs.exists():
            self.outputs |= dict(line.split("=", 1) for line in outputs.read_text().splitlines())
        return done.returncode

    def value(self, text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: self.expressions[found[1]], text)

    def calls(self) -> list[list[Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def project(builtin: AccountSchema, sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with a package that was generated for the sandbox's account, and its configuration."""
    folder = tmp_path_factory.mktemp("project")
    tree = folder / "tree"
    write_files(tree / "crm", generate(builtin, "acme_crm", base_url=sandbox.base_url).files)
    (tree / "pyproject.toml").write_text('[tool.yulsn-codegen]\npackage = "acme_crm"\nout = "crm"\n')
    git(tree, "init", "-q", "-b", "main")
    git(tree, "add", "--all")
    git(tree, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "Add the client")
    git(folder, "clone", "-q", "--bare", "tree", "remote.git")
    return folder / "remote.git"


@pytest.fixture
def runner(project: Path, sandbox: RunningSandbox, tmp_path: Path) -> Runner:
    remote = Path(shutil.copytree(project, tmp_path / "remote.git"))
    return Runner(tmp_path, remote, sandbox.base_url)


def run_workflow(runner: Runner) -> int:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    code = 0
    for name, job in workflow["jobs"].items():
        code = code or runner.run_job(name, job["steps"], workflow["env"])
    return code


def run_action(runner: Runner) -> int:
    steps = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
    checkout = {"uses": "actions/checkout@x", "with": {"persist-credentials": False}}
    return runner.run_job("drift", [checkout, *steps], {})


def with_field(account: AccountSchema) -> AccountSchema:
    fields = (*account.owners["Contacts"], AccountField("Loyalty Level", FieldType.STRING))
    return replace(account, owners={**account.owners, "Contacts": fields})


def without_field(account: AccountSchema) -> AccountSchema:
    return replace(account, owners={**account.owners, "Contacts": account.owners["Contacts"][1:]})


def pushed(runner: Runner) -> str:
    """Return what the pushed commit changes in the package, after checking that it is one commit after main."""
    assert git(runner.remote, "rev-parse", "yulsn-schema~1") == git(runner.remote, "rev-parse", "main")
    changed = git(runner.remote, "diff", "--name-only", "main", "yulsn-schema").splitlines()
    assert all(path.startswith("crm/") for path in changed)
    return git(runner.remote, "diff", "main", "yulsn-schema", "--", "crm/acme_crm/models/contacts.py")


def test_nothing_is_pushed_without_a_change(runner: Runner, sandbox: RunningSandbox, builtin: AccountSchema) -> None:
    sandbox.change_account(builtin)
    assert run_workflow(runner) == 0
    assert git(runner.remote, "branch", "--format=%(refname:short)") == "main"
    assert not [call for call in runner.calls() if call[0] == "gh"]


def test_the_workflow_opens_a_pull_request_for_an_added_field(
    runner: Runner, sandbox: RunningSandbox, builtin: AccountSchema
) -> None:
    sandbox.change_account(with_field(builtin))
    assert run_workflow(runner) == 0  # an added field does not fail the run
    assert "+    loyalty_level: " in pushed(runner)
    assert "github/codeql-action/upload-sarif" in runner.used
    calls = runner.calls()
    assert [call[:3] for call in calls if call[0] == "gh"] == [["gh", "auth", "setup-git"], ["gh", "pr", "create"]]
    assert [call[1] for call in calls if call[0] == "yulsn-codegen"] == ["fetch", "check", "generate"]
    # only the step that reads the account has the key, and only the one that pushes has the token
    assert {(call[0], call[1], *call[-1]) for call in calls if call[-1]} == {
        ("yulsn-codegen", "fetch", KEY),
        ("gh", "auth", TOKEN),
        ("gh", "pr", TOKEN),
    }


def test_the_action_opens_a_pull_request_and_fails_for_a_removed_field(
    runner: Runner, sandbox: RunningSandbox, builtin: AccountSchema
) -> None:
    sandbox.change_account(without_field(builtin))
    assert run_action(runner) == 1
    gone = builtin.owners["Contacts"][0].name
    assert re.search(rf'^-    \w+: .*field\(name="{gone}"', pushed(runner), re.MULTILINE)
    assert ["gh", "pr", "create"] in [call[:3] for call in runner.calls()]
    assert {call[1] for call in runner.calls() if KEY in call[-1]} == {"fetch"}


def test_the_workflow_and_the_action_have_the_same_steps() -> None:
    """They differ in how the tool is installed, and in what a user of the action can set."""
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    own = {step["name"]: step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    steps = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
    others = {step["name"]: step["run"].replace('"$BRANCH"', "yulsn-schema") for step in steps if "run" in step}
    assert list(own) == list(others)
    assert [name for name in own if own[name] != others[name]] == ["Install yulsn-codegen"]
