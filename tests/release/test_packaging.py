"""`build`: a reproducible wheel and sdist with nothing but the files that the lock lists."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.cli import Run
from support.outputs import PACKAGE, first, unpack
from yulsn_codegen.output.lock import LOCK_NAME, Lock
from yulsn_codegen.output.verify import require_genuine
from yulsn_codegen.release import packaging
from yulsn_codegen.release.packaging import build_output
from yulsn_codegen.text.errors import InputError, Problem, UnwritableError

RUN = packaging._run
WHEEL, SDIST = "shop_client-1.0.0-py3-none-any.whl", "shop_client-1.0.0.tar.gz"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return unpack(first(), tmp_path / "output")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archives of the shop's package, built from a folder that contains more."""
    folder = tmp_path_factory.mktemp("built")
    source = unpack(first(), folder / "source")
    (source / "LICENSE").write_text("not of the package")
    (source / "dist").mkdir()
    (source / "dist" / "older.whl").write_text("not of the package")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packaging, "_run", build_here)
        build_output(source, folder / "dist", genuine(source), check=False)
    return folder / "dist"


def build_here(command: Sequence[str], what: str) -> None:
    """Run a build with the installed hatchling instead of in isolated environments."""
    *build, option, made, source = command
    RUN([*build, "--no-isolation", option, made, source], what)


def genuine(folder: Path) -> Callable[[Lock], None]:
    """Verify the shop's package as the command does, but do not generate it again."""
    return lambda lock: require_genuine(folder, lock, lambda: first().files)


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_exactly_a_wheel_and_an_sdist_are_built(built: Path) -> None:
    assert sorted(hashes(built)) == [WHEEL, SDIST]


def test_the_folder_the_time_and_the_umask_do_not_change_the_archives(
    built: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "_run", build_here)
    for number, path in enumerate(sorted(output.rglob("*"))):
        os.utime(path, (number, number))
        if path.is_file():
            path.chmod(0o600 if number % 2 else 0o666)
    before = os.umask(0o077)
    try:
        done = build_output(output, tmp_path / "dist", genuine(output), check=False)
    finally:
        os.umask(before)
    assert hashes(tmp_path / "dist") == hashes(built)
    assert {path.name: sha256 for path, sha256 in done.files} == hashes(built)


def test_the_archives_contain_only_the_files_of_the_lock(built: Path) -> None:
    listed = set(first().lock.files)
    with zipfile.ZipFile(built / WHEEL) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == {path for path in listed if path.startswith(f"{PACKAGE}/")}
    with tarfile.open(built / SDIST) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert names == {*listed, LOCK_NAME, "PKG-INFO"}


def test_an_edited_or_missing_file_exits_with_5_and_nothing_is_built(output: Path, tmp_path: Path, run: Run) -> None:
    (output / PACKAGE / "client.py").write_text("mine = 1\n")
    (output / PACKAGE / "types.py").unlink()
    code, _, errors = run("build", "--out", output, "--target", tmp_path / "dist")
    assert code == 5
    assert "client.py: was edited by hand" in errors
    assert "types.py: is missing" in errors
    assert not (tmp_path / "dist").exists()


def test_a_lock_without_files_exits_with_5(output: Path, tmp_path: Path, run: Run) -> None:
    lock = json.loads((output / LOCK_NAME).read_text(encoding="utf-8"))
    (output / LOCK_NAME).write_text(json.dumps({**lock, "files": {}}), encoding="utf-8")
    code, _, error = run("build", "--out", output, "--target", tmp_path / "dist")
    assert code == 5
    assert "pyproject.toml: is not a generated file" in error
    assert not (tmp_path / "dist").exists()


def test_a_folder_without_a_lock_exits_with_2(tmp_path: Path, run: Run) -> None:
    code, _, errors = run("build", "--out", tmp_path, "--target", tmp_path / "dist")
    assert code == 2
    assert LOCK_NAME in errors
    assert not (tmp_path / "dist").exists()


def failing(command: object, what: str) -> None:
    raise InputError(Problem(what, "failed"))


def test_a_failed_build_leaves_no_files(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(InputError, match="the build: failed"):
        build_output(output, tmp_path / "dist", genuine(output), check=False)
    assert not (tmp_path / "dist").exists()


def archives(command: list[str], what: str) -> None:
    """Write two files instead of building them, and fail at every later command."""
    if what != "the build":
        failing(command, what)
    made = Path(command[command.index("--outdir") + 1])
    made.mkdir()
    (made / "a.whl").write_text("wheel")
    (made / "b.tar.gz").write_text("sdist")


def test_a_wheel_that_fails_its_check_is_not_kept(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "_run", archives)
    with pytest.raises(InputError, match="the installation: failed"):
        build_output(output, tmp_path / "dist", genuine(output))
    assert not (tmp_path / "dist").exists()


def test_earlier_archives_are_kept_if_copying_fails(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "_run", archives)
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "a.whl").write_text("older")
    copy = shutil.copyfile

    def full(source: Path, target: Path) -> object:
        if target.name == "b.tar.gz":
            raise OSError(28, "No space left on device", str(target))
        return copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(UnwritableError, match="No space left"):
        build_output(output, dist, genuine(output), check=False)
    assert [(path.name, path.read_text()) for path in dist.iterdir()] == [("a.whl", "older")]


def test_a_target_that_is_a_file_is_refused(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "_run", archives)
    (tmp_path / "dist").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        build_output(output, tmp_path / "dist", genuine(output), check=False)


def test_a_missing_temporary_folder_is_reported(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(UnwritableError, match="temporary folder: cannot be written"):
        build_output(output, tmp_path / "dist", genuine(output), check=False)


def test_a_python_that_cannot_install_pip_is_reported(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_ensurepip(folder: Path, *, with_pip: bool) -> None:
        assert with_pip
        raise subprocess.CalledProcessError(1, ["python", "-m", "ensurepip"])

    monkeypatch.setattr(packaging, "_run", archives)
    monkeypatch.setattr(packaging, "find_spec", lambda _: None)
    monkeypatch.setattr(venv, "create", without_ensurepip)
    with pytest.raises(InputError, match="neither pip nor a working ensurepip"):
        build_output(output, tmp_path / "dist", genuine(output))


def test_build_checks_the_wheel_in_an_empty_environment(output: Path, tmp_path: Path, run: Run) -> None:
    code, said, errors = run("build", "--out", output, "--target", tmp_path / "dist", "-o", "json")
    assert (code, errors) == (0, "")
    assert {Path(item["file"]).name: item["sha256"] for item in json.loads(said)} == hashes(tmp_path / "dist")
