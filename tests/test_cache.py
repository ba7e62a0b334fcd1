"""The cache returns what was written or nothing, and never uses a folder that others can write to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.systems import needs_modes
from yulsn_codegen import cache

VALUE = {"text": "\u00e6\n", "list": [1, None]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "deep" / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(path))
    return path


def test_a_value_is_stored_by_its_kind_and_key(folder: Path) -> None:
    assert cache.read("types", "a") is None
    cache.write("types", "a", VALUE)
    assert cache.read("types", "a") == VALUE
    assert cache.read("types", "b") is None
    assert cache.read("outputs", "a") is None


def test_a_value_replaces_the_previous_one_and_leaves_no_other_file(folder: Path) -> None:
    for value in (VALUE, 5):
        cache.write("types", "a", value)
    assert cache.read("types", "a") == 5
    assert [path.name for path in folder.iterdir()] == ["types-a.json"]


def test_a_folder_is_filled_once(folder: Path) -> None:
    filled: list[Path] = []

    def fill(target: Path) -> None:
        (target / "file").write_text("content")
        filled.append(target)

    made = [cache.folder("templates", "a", fill) for _ in range(2)]
    assert made == [folder / "templates-a"] * 2
    assert len(filled) == 1
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*")] == ["templates-a", "templates-a/file"]


def test_a_folder_is_removed_if_filling_it_fails(folder: Path) -> None:
    def fill(target: Path) -> None:
        (target / "file").write_text("content")
        raise OSError

    assert cache.folder("templates", "a", fill) is None
    assert list(folder.iterdir()) == []


def test_old_folders_of_a_kind_are_removed(folder: Path) -> None:
    for number in range(12):
        assert cache.folder("templates", str(number), lambda target: None)
        os.utime(folder / f"templates-{number}", (number, number))
    assert len(list(folder.iterdir())) <= 9
    assert (folder / "templates-11").is_dir()


def test_old_entries_of_a_kind_are_removed(folder: Path) -> None:
    cache.write("outputs", "a", VALUE)
    for number in range(20):
        cache.write("types", str(number), number)
        os.utime(folder / f"types-{number}.json", (number, number))
    assert len(list(folder.glob("types-*"))) <= 9
    assert cache.read("types", "19") == 19
    assert cache.read("outputs", "a") == VALUE


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b"0\n{}", "cut short", "changed"])
def test_a_damaged_entry_is_not_used(folder: Path, damage: bytes | str) -> None:
    cache.write("types", "a", VALUE)
    (entry,) = folder.iterdir()
    content = entry.read_bytes()
    if isinstance(damage, str):
        damage = content[:-1] if damage == "cut short" else content.replace(b"list", b"mist")
    entry.write_bytes(damage)
    assert cache.read("types", "a") is None
    cache.write("types", "a", VALUE)
    assert cache.read("types", "a") == VALUE


def test_concurrent_writers_leave_a_complete_entry(folder: Path) -> None:
    values = ["a" * 100_000, "b" * 100_000]

    def write(value: str) -> None:
        for _ in range(20):
            cache.write("types", "a", value)

    threads = [threading.Thread(target=write, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for _ in range(50):
        assert cache.read("types", "a") in (None, *values)
    for thread in threads:
        thread.join()
    assert cache.read("types", "a") in values


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_nothing_is_cached_if_no_folder_can_be_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" if place == "a file" else tmp_path / "file" / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(path))
    cache.write("types", "a", VALUE)
    assert cache.read("types", "a") is None


@needs_modes
def test_only_the_user_can_access_the_folder(folder: Path) -> None:
    cache.write("types", "a", VALUE)
    assert folder.stat().st_mode & 0o777 == 0o700


@needs_modes
@pytest.mark.parametrize("why", ["others may write", "another owner", "a link"])
def test_a_folder_that_others_can_write_to_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    cache.write("types", "a", VALUE)
    if why == "others may write":
        folder.chmod(0o722)
    elif why == "another owner":
        monkeypatch.setattr(os, "geteuid", lambda: os.stat(folder).st_uid + 1)
    else:
        folder.rename(folder.with_name("real"))
        folder.symlink_to(folder.with_name("real"))
    assert cache.read("types", "a") is None


@needs_modes
@pytest.mark.parametrize("home", [None, "", "relative", "a file"])
def test_without_a_home_directory_the_cache_is_a_private_folder_or_disabled(tmp_path: Path, home: str | None) -> None:
    """As in a container whose user has no entry in the user database."""
    code = (
        "import json, os, pwd, sys\n"
        "def missing(*_): raise KeyError('no such user')\n"
        "pwd.getpwuid = pwd.getpwnam = missing\n"
        "from yulsn_codegen import cache\n"
        "cache.write('types', 'a', 5)\n"
        "print(json.dumps([str(cache._location()), cache.read('types', 'a')]))\n"
    )
    (tmp_path / "file").write_text("")
    if home == "a file":
        home = str(tmp_path / "file")
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)} | ({} if home is None else {"HOME": home})
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    place, value = json.loads(done.stdout)
    assert os.path.isabs(place)
    if home == str(tmp_path / "file"):
        assert value is None
    else:
        assert (Path(place).parent, value) == (tmp_path, 5)


def test_the_tests_do_not_use_the_cache_of_the_user() -> None:
    assert Path(os.environ[cache.VARIABLE]).is_relative_to(Path(__file__).parents[1])
