"""The generated package builds to a wheel that works in an otherwise empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT / "generated")
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_depends_only_on_httpx2_and_msgspec(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode())
    required = metadata.get_all("Requires-Dist") or []
    needed = [requirement.split(">")[0].split("=")[0] for requirement in required if "extra ==" not in requirement]
    assert sorted(needed) == ["httpx2", "msgspec"]
    assert metadata.get_all("Provides-Extra") == ["arrow", "otel", "sync"]
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_wheel_holds_the_whole_package_and_marks_it_as_typed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("yulsn_client/")}
    files = {
        path.relative_to(ROOT / "generated").as_posix()
        for path in (ROOT / "generated" / "yulsn_client").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == files
    assert "yulsn_client/py.typed" in names


def test_a_gitignore_in_the_repository_does_not_affect_the_wheel(wheel: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "generated", repository / "crm", ignore=shutil.ignore_patterns("__pycache__"))
    (repository / ".git").mkdir()
    (repository / ".gitignore").write_text("models/\n*.json\ntables/\n_runtime\n")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", repository / "crm")
    (built,) = (tmp_path / "dist").glob("*.whl")  # made from the sdist
    with zipfile.ZipFile(built) as archive, zipfile.ZipFile(wheel) as expected:
        assert sorted(archive.namelist()) == sorted(expected.namelist())


def test_a_checkout_that_converts_line_endings_leaves_the_files_unchanged(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generated", tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__", "[a-z]*.py"))
    git = ("git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@example.com")
    run(*git, "init", "--quiet", cwd=tmp_path / "source")
    run(*git, "add", "--all", "--force", cwd=tmp_path / "source")
    run(*git, "commit", "--quiet", "--message", "x", cwd=tmp_path / "source")
    run(*git, "clone", "--quiet", "source", "clone", cwd=tmp_path)
    for path in ("pyproject.toml", "yulsn.lock.json", "yulsn_client/account.json", "README.md"):
        assert (tmp_path / "clone" / path).read_bytes() == (ROOT / "generated" / path).read_bytes()


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment")
    python = tmp_path / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    quick = ("--quiet", "--disable-pip-version-check", "--no-compile")
    run(sys.executable, "-m", "pip", "--python", python, "install", *quick, wheel)
    program = (
        "from yulsn_client import Client\n"
        "from yulsn_client.models import ContactPatch\n"
        "with Client('key', base_url='http://127.0.0.1:9') as client:\n"
        "    print(client.tables.bikes, ContactPatch(class_='gold').to_json().decode())\n"
    )
    shown = run(python, "-I", "-c", program, cwd=tmp_path)
    assert "BikesTable" in shown
    assert '{"class":"gold"}' in shown
