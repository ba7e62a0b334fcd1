"""What type checkers report about the package, about correct uses of it, and about mistakes.

Each tool looks at everything at once: the package and the right uses must give it nothing to say, the wrong ones
exactly what their comments say.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from reference.made import all_programs

from .conftest import GENERATED, REPOSITORY

USES = Path(__file__).with_name("types")
PACKAGE = GENERATED / "yulsn_client"
MARK = re.compile(r"# error: (?P<pyright>[^|]+?) \| (?P<mypy>.+)$")
SAID = re.compile(r"(?P<file>.+?):(?P<line>\d+): error: (?P<text>.*?)(?:  \[(?P<rule>[\w-]+)\])?$")

# Of a file and a line: the rules that are broken there.
Findings = dict[tuple[Path, int], set[str]]


def marked(tool: str) -> Findings:
    """What the comments in the uses say that a tool should find."""
    found: Findings = {}
    for file in sorted(USES.glob("*.py")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            mark = MARK.search(line)
            assert bool(mark) is ("# error:" in line), f"{file.name}:{number}: the comment is not understood"
            if mark:
                found[file.resolve(), number] = set(mark[tool].split(", "))
    return found


def shown(findings: Findings) -> list[str]:
    return [f"{file}:{line}: {', '.join(sorted(rules))}" for (file, line), rules in sorted(findings.items())]


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), f"{done.stdout}\n{done.stderr}"
    return done.stdout


def pyright() -> Findings:
    """Run pyright, strict, over the package and the uses."""
    output = run(
        "pyright", "--project", str(USES), "--pythonpath", sys.executable, "--outputjson",
        PYRIGHT_PYTHON_IGNORE_WARNINGS="1",
    )  # fmt: skip
    report = json.loads(output)
    assert report["summary"]["filesAnalyzed"] >= len(list(PACKAGE.rglob("*.py"))) + len(list(USES.glob("*.py")))
    found: Findings = defaultdict(set)
    for said in report["generalDiagnostics"]:
        found[Path(said["file"]).resolve(), said["range"]["start"]["line"] + 1].add(said.get("rule") or said["message"])
    return found


def programs(folder: Path, page: str) -> Path:
    """The programs in a page of the package, as a file."""
    blocks = re.findall(r"^```python\n(.*?)^```$", (GENERATED / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks
    file = folder / f"{page.removesuffix('.md').lower()}.py"
    file.write_text("\n".join(blocks), encoding="utf-8")
    return file


def samples(folder: Path) -> Path:
    """The samples that the reference shows, as functions in a file."""
    file = folder / "samples.py"
    file.write_text(all_programs(), encoding="utf-8")
    return file


def mypy(folder: Path) -> Findings:
    """Run mypy --strict over the package, its pages, the samples of the reference and the uses."""
    pages = [*(str(programs(folder, page)) for page in ("README.md", "AGENTS.md")), str(samples(folder))]
    output = run(
        "mypy", "--strict", "--config-file=", "--python-version=3.11", "--no-error-summary",
        "--no-color-output", "--no-pretty", str(PACKAGE), str(USES), *pages, MYPYPATH=str(GENERATED),
    )  # fmt: skip
    found: Findings = defaultdict(set)
    for line in output.splitlines():
        if said := SAID.match(line):
            found[(REPOSITORY / said["file"]).resolve(), int(said["line"])].add(said["rule"] or said["text"])
    return found


def compare(found: Findings, wanted: Findings) -> None:
    """Fail with the missing and the unexpected errors."""
    missing = sorted(set(shown(wanted)) - set(shown(found)))
    unexpected = sorted(set(shown(found)) - set(shown(wanted)))
    assert (missing, unexpected) == ([], [])


def test_pyright_reports_exactly_the_wrong_uses() -> None:
    compare(pyright(), marked("pyright"))


def test_mypy_reports_exactly_the_wrong_uses(tmp_path: Path) -> None:
    compare(mypy(tmp_path), marked("mypy"))


@pytest.mark.parametrize("tool", ["pyright", "mypy"])
def test_there_are_wrong_uses_to_report(tool: str) -> None:
    assert len(marked(tool)) > 80
