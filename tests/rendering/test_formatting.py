"""Formatting: black's own text, whoever does the work and wherever it is called from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from yulsn_codegen.rendering import formatting
from yulsn_codegen.rendering.formatting import format_files, format_python
from yulsn_codegen.text.hashing import digest

FEWEST = 300  # characters for a second process; the real number would make black the most of these tests
MANY = {
    f"module_{number}.py": "".join(f"value_{line}   =  '{'x' * number * 20}'\n" for line in range(4))
    for number in range(12)
}


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands of the other processes."""
    commands: list[list[str]] = []
    run = subprocess.run

    def counted(command: list[str], **options: object) -> object:
        commands.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(formatting, "_FEWEST_FOR_PROCESSES", FEWEST)
    return commands


def test_many_files_are_shared_out_and_come_back_as_they_went(processes: list[list[str]]) -> None:
    assert sum(map(len, MANY.values())) > 3 * FEWEST
    assert format_files(MANY) == {path: format_python(text) for path, text in MANY.items()}
    assert len(processes) == 2


def test_a_few_files_need_no_other_process(processes: list[list[str]]) -> None:
    assert format_files({"a.py": "x  = 'é'\n", "b.md": "x  = 1\n"}) == {"a.py": 'x = "é"\n', "b.md": "x  = 1\n"}
    assert format_files({}) == {}
    assert processes == []


def test_texts_beyond_ascii_survive_the_other_process(processes: list[list[str]]) -> None:
    files = {f"{number}.py": f"x  =  'æ漢\U0001f600\u2028'  # {'y' * 400}\n" for number in range(3)}
    assert format_files(files) == {path: format_python(text) for path, text in files.items()}
    assert len(processes) == 2


@pytest.mark.parametrize("broken", ["exits", "prints", "cannot be started"])
def test_where_no_other_process_can_be_had_this_one_does_it_all(
    processes: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str
) -> None:
    program = tmp_path / "python"
    if broken != "cannot be started":
        program.write_text("#!/bin/sh\n" + ("exit 3" if broken == "exits" else "echo no json"), encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    assert format_files(MANY) == {path: format_python(text) for path, text in MANY.items()}
    assert len(processes) == 2


@pytest.mark.parametrize("executable", ["sys.executable", "'/nowhere/python'"])
def test_the_package_need_not_be_installed_and_black_not_imported_before(tmp_path: Path, executable: str) -> None:
    """As when the wheel is built: what imports it has only put its folder on the path."""
    program = tmp_path / "program.py"
    program.write_text(
        f"import sys\nsys.path[:0] = [{str(Path(formatting.__file__).parents[2])!r}]\n"
        "from yulsn_codegen.rendering import formatting\nformatting.os.cpu_count = lambda: 3\n"
        f"formatting._FEWEST_FOR_PROCESSES = {FEWEST}\n"
        f"run, sys.executable = formatting.subprocess.run, {executable}\n"
        "def told(*arguments, **options):\n    sys.stdout.write('asked\\n')\n    return run(*arguments, **options)\n"
        "formatting.subprocess.run = told\n"
        "files = {f'{n}.py': 'x  = 1\\n' * 60 for n in range(3)}\n"
        "print({*map(len, formatting.format_files(files).values())})\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(program)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "asked\nasked\n{360}\n"


def test_what_is_known_is_not_formatted_again() -> None:
    known = "what an earlier run made of it\n"
    files = format_files({"a.py": "x  = 1\n", "b.py": "y  = 1\n"}, {digest("x  = 1\n"): known})
    assert files == {"a.py": known, "b.py": "y = 1\n"}


def test_it_works_in_a_program_without_a_guarded_main_module(tmp_path: Path) -> None:
    """A pool of processes of the standard library imports the main module anew, and would run it again."""
    program = tmp_path / "program.py"
    program.write_text(
        "print('once')\nfrom yulsn_codegen.rendering import formatting\nformatting.os.cpu_count = lambda: 3\n"
        f"formatting._FEWEST_FOR_PROCESSES = {FEWEST}\n"
        "files = {f'{n}.py': 'x  = 1\\n' * 60 for n in range(3)}\n"
        "print({*map(len, formatting.format_files(files).values())})\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert done.stdout == "once\n{360}\n"
