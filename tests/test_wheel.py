"""A wheel that is built from a copy of the sources and unpacked elsewhere generates the same package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.systems import MINIMAL_ENVIRONMENT
from yulsn_codegen import cache
from yulsn_codegen.account import schema as account
from yulsn_codegen.description import document
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.text.hashing import digest_of

ROOT = Path(__file__).parents[1]
BASE = {**MINIMAL_ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1", cache.VARIABLE: os.devnull}
SOURCES = ("pyproject.toml", "hatch_build.py", "README.md", "examples", "generator", "spec", "templates")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what is in the wheel, as an installation would."""
    base = tmp_path_factory.mktemp("wheel")
    sources = base / "sources"
    sources.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, sources / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, sources / name)
    arguments = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(base / "dist"),
        str(sources),
    ]
    built = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stderr + built.stdout
    (wheel,) = (base / "dist").glob("*.whl")
    assert wheel.name.startswith("yulsn_codegen-")
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(base / "site")
    shutil.rmtree(sources)
    return base / "site"


def command(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # -P keeps the working directory off the path; PYTHONPATH precedes the editable install
    path = os.pathsep.join((str(cwd), str(installed)))
    environment = {**BASE, "PYTHONPATH": path}
    arguments = (sys.executable, "-P", "-m", "yulsn_codegen", *arguments)
    return subprocess.run(arguments, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_the_wheel_contains_the_spec_and_templates_but_no_tests(installed: Path) -> None:
    files = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    package = "yulsn_codegen"
    for folder, place in (("spec", "_spec"), ("templates", "_templates")):
        source = ROOT / folder
        expected = {
            f"{package}/{place}/{path.relative_to(source).as_posix()}"
            for path in source.rglob("*")
            if path.is_file() and not re.search(r"/(\.|__pycache__)", path.relative_to(ROOT).as_posix())
        }
        assert {path for path in files if path.startswith(f"{package}/{place}/")} == expected
    prepared = ("description", "types", "fingerprints", "modules", "templates")
    made_ahead = {f"{package}/_prepared/{name}.json" for name in prepared}
    assert made_ahead | {f"{package}/sandbox/account.json", f"{package}/cli/__init__.py"} <= files
    assert {path.split("/")[0].split("-")[0] for path in files} == {package}


def test_the_prepared_bundle_matches_the_spec_in_the_wheel(installed: Path) -> None:
    kept = json.loads((installed / "yulsn_codegen/_prepared/description.json").read_bytes())
    assert kept["digest"] == digest_of(installed / "yulsn_codegen/_spec", "*.yaml")
    assert kept["root"] == document.bundle(ROOT / "spec").root


def test_an_installed_wheel_generates_the_same_package(installed: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    code = "import yulsn_codegen; print(yulsn_codegen.__file__)"
    where = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**BASE, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert where.startswith(str(installed))
    done = command(installed, tmp_path, "generate", "--sandbox")
    assert done.returncode == 0, done.stderr
    out, golden = tmp_path / "generated", ROOT / "generated"
    made = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    expected = {
        path.relative_to(golden).as_posix(): path.read_bytes()
        for path in golden.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert made.keys() == expected.keys()
    assert [path for path in made if made[path] != expected[path] and path != LOCK_NAME] == []
    assert made[LOCK_NAME] == expected[LOCK_NAME]
    again = command(installed, tmp_path, "generate", "--sandbox")
    assert again.stdout.endswith(" is up to date: nothing changed.\n")
    assert {path: path.stat().st_mtime_ns for path in installed.rglob("*")} == before


def test_an_installed_wheel_does_not_import_datamodel_code_generator(installed: Path, tmp_path: Path) -> None:
    """Importing it is slow, so the types that it makes are prepared when the wheel is built."""
    (tmp_path / "datamodel_code_generator.py").write_text("raise RuntimeError('it was imported')\n", encoding="utf-8")
    kinds = ("String", "Boolean", "Number", "DateTimeOffset", "Decimal")
    lists: tuple[list[str] | None, ...] = (None, [], ["1", "2"], [str(number) for number in range(60)])
    fields = [
        {"name": f"{kind} {number}", "type": kind, "values": lists[number]} for kind in kinds for number in range(4)
    ]
    data = {
        "format": 1,
        "owners": dict.fromkeys(account.OWNERS, fields),
        "tables": [{"id": 1, "name": "Table", "writes": {}, "fields": fields}],
    }
    for name, types in (("listed", ["a", "b"]), ("unlisted", []), ("long", [str(number) for number in range(60)])):
        given = {**data, **dict.fromkeys(("order_types", "point_types", "patch_fields"), types)}
        (tmp_path / f"{name}.json").write_text(json.dumps(given), encoding="utf-8")
        done = command(installed, tmp_path, "generate", "--account", f"{name}.json", "--out", name)
        assert done.returncode == 0, done.stderr
        assert "Wrote" in done.stdout


def test_the_spec_in_the_wheel_is_valid(installed: Path, tmp_path: Path) -> None:
    done = command(installed, tmp_path, "validate")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The description is valid: ")


def test_the_wheel_contains_the_reference_viewer_and_stays_small(installed: Path) -> None:
    (wheel,) = (installed.parent / "dist").glob("*.whl")
    assert wheel.stat().st_size < 8_000_000
    place = Path("yulsn_codegen", "reference", "assets")
    names = {path.name for path in (ROOT / "generator" / place).iterdir()}
    assert {path.name for path in (installed / place).iterdir()} == names
