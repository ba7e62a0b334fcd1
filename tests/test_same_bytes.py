"""The same account gives the same bytes, regardless of process, machine and input order."""

from __future__ import annotations

import functools
import glob
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yulsn_codegen
from support.systems import MINIMAL_ENVIRONMENT
from yulsn_codegen import cache
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot, snapshot
from yulsn_codegen.generate import Generated, generate

BASE = {
    **MINIMAL_ENVIRONMENT,
    "PYTHONDONTWRITEBYTECODE": "1",
    cache.VARIABLE: os.environ[cache.VARIABLE],
}
GENERATOR = Path(yulsn_codegen.__file__).parents[1]
# the dependencies that determine the output: other versions may write other bytes
DECIDING = ("anyascii", "black", "datamodel-code-generator", "griffelib", "jinja2")
TRAP = 'raise ImportError("a module of the current folder was imported")\n'
REVERSED = """
import os

class Entries:
    def __init__(self, *arguments):
        with scandir(*arguments) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self):
        return self.entries
    def __next__(self):
        return next(self.entries)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def close(self):
        pass

scandir, listdir = os.scandir, os.listdir
os.scandir = Entries
os.listdir = lambda *arguments: sorted(listdir(*arguments), reverse=True)
"""


@dataclass(frozen=True)
class Variation:
    """An unusual condition under which a package is generated.

    files: files in the current folder. site: a `sitecustomize` module. umask: -1 for the usual one.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    umask: int = -1
    order: int | None = None
    line_end: str = "\n"


VARIATIONS = {
    "hash seed 0": Variation({"PYTHONHASHSEED": "0"}),
    "hash seed 4242": Variation({"PYTHONHASHSEED": "4242"}),
    "locale C without UTF-8": Variation({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "locale POSIX, UTF-8 forced": Variation({"LC_ALL": "POSIX", "PYTHONUTF8": "1"}),
    "Turkish locale": Variation({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),  # where it is not installed: C
    "latin-1 on the standard streams": Variation({"PYTHONIOENCODING": "latin-1"}),
    "14 hours ahead": Variation({"TZ": "Pacific/Kiritimati"}),
    "half an hour behind": Variation({"TZ": "America/St_Johns"}),
    "settings of other tools": Variation(
        files={
            "pyproject.toml": "[tool.black]\nline-length = 40\nskip-string-normalization = true\n"
            "[tool.datamodel-codegen]\nsnake-case-field = true\nuse-union-operator = false\n",
            ".editorconfig": "root = true\n[*]\nend_of_line = crlf\nindent_size = 2\nmax_line_length = 40\n",
            "templates/pyproject.toml.jinja": "stray\n",
        }
    ),
    "modules named like others": Variation(
        files={f"{name}.py": TRAP for name in ("black", "jinja2", "json", "yulsn_codegen", "spec", "templates")}
    ),
    "folders listed backwards": Variation(site=REVERSED),
    "files for nobody else": Variation(umask=0o077),
    "order of the input": Variation(order=1),
    "another order of the input": Variation(order=4242),
    "line ends of Windows": Variation(line_end="\r\n"),
}
RUNS = (
    (
        "hash seed 0",
        "locale C without UTF-8",
        "14 hours ahead",
        "settings of other tools",
        "files for nobody else",
        "another order of the input",
    ),
    (
        "hash seed 4242",
        "Turkish locale",
        "latin-1 on the standard streams",
        "half an hour behind",
        "modules named like others",
        "folders listed backwards",
    ),
    ("locale POSIX, UTF-8 forced", "order of the input", "line ends of Windows"),
)


def shuffled(data: Any, order: random.Random) -> Any:
    """Return a snapshot with its keys, fields, tables and types in another order; allowed values keep theirs."""
    if isinstance(data, dict):
        keys = list(data)
        order.shuffle(keys)
        return {key: data[key] if key == "values" else shuffled(data[key], order) for key in keys}
    if isinstance(data, list):
        items = [shuffled(item, order) for item in data]
        order.shuffle(items)
        return items
    return data


def made(account: AccountSchema, place: Path, names: Sequence[str], python: str = sys.executable) -> dict[str, bytes]:
    """Return the package that `yulsn-codegen generate` writes in a separate process under these variations."""
    variations = [VARIATIONS[name] for name in names]
    home, site = place / "current", place / "site"
    for folder in (home, site):
        folder.mkdir(parents=True)
    data, environment, umask = snapshot(account), dict(BASE), -1
    end = "\n"
    for one in variations:
        environment |= one.environment
        umask = max(umask, one.umask)
        end = max(end, one.line_end)
        if one.order is not None:
            data = shuffled(data, random.Random(one.order))
        if one.site:
            (site / "sitecustomize.py").write_text(one.site, encoding="utf-8")
        for path, text in one.files.items():
            (home / path).parent.mkdir(exist_ok=True)
            (home / path).write_text(text, encoding="utf-8")
    (home / "account.json").write_bytes(
        json.dumps(data, indent=1, ensure_ascii=False).replace("\n", end).encode("utf-8")
    )
    environment["PYTHONPATH"] = os.pathsep.join([str(site), str(GENERATOR)])
    done = subprocess.run(
        [python, "-P", "-m", "yulsn_codegen", "generate", "--account", "account.json", "--out", "out"],
        cwd=home,
        env=environment,
        umask=umask,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    out = home / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def others(found: Mapping[str, bytes], generated: Generated) -> list[str]:
    """Return the paths that differ: in only one of the two packages, or with different bytes."""
    expected = {path: text.encode("utf-8") for path, text in generated.files.items()}
    return sorted(path for path in found.keys() | expected if found.get(path) != expected.get(path))


@pytest.mark.parametrize("names", RUNS, ids=["process", "machine", "input"])
def test_the_environment_does_not_change_a_byte(
    names: Sequence[str], builtin: AccountSchema, generated: Generated, tmp_path: Path
) -> None:
    if differing := others(made(builtin, tmp_path / "all", names), generated):
        alone = {name: others(made(builtin, tmp_path / name, [name]), generated) for name in names}
        pytest.fail(f"{differing} differ; of one variation alone: { {k: v for k, v in alone.items() if v} }")


def test_every_variation_is_covered() -> None:
    assert sorted(name for names in RUNS for name in names) == sorted(VARIATIONS)


def test_generating_again_from_the_lock_changes_no_byte(builtin: AccountSchema, generated: Generated) -> None:
    assert generate(builtin, "yulsn_client", generated.lock).files == generated.files


MINORS = range(11, 15)  # of Python 3


@functools.cache
def pythons() -> dict[str, str]:
    """Return the interpreters of other versions that are installed: per version the path of one."""
    found: dict[str, str] = {}
    for minor in MINORS:
        name = f"3.{minor}"
        places = [
            shutil.which(f"python{name}"),
            *sorted(glob.glob(f"{Path.home()}/.pyenv/versions/{name}.*/bin/python")),
        ]
        for place in places:
            if minor != sys.version_info.minor and place and ready(place, name):
                found.setdefault(name, place)
    return found


def ready(python: str, name: str) -> bool:
    """Return whether an interpreter runs, is of a version, and has the dependencies that decide the output."""
    code = (
        "import sys, black, jinja2, datamodel_code_generator, httpx2, click\n"
        "from importlib.metadata import version\n"
        "print('%d.%d' % sys.version_info[:2], *map(version, sys.argv[1:]))"
    )
    done = subprocess.run([python, "-c", code, *DECIDING], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.split() == [name, *map(version, DECIDING)]


@pytest.mark.parametrize("name", [f"3.{minor}" for minor in MINORS if minor != sys.version_info.minor])
def test_another_version_of_python_writes_the_same_bytes(
    name: str, builtin: AccountSchema, generated: Generated, tmp_path: Path
) -> None:
    """To test a version, put a virtual environment of it with this project's dependencies first on PATH.

    Without one, that version is covered by its own test run, which compares with the bytes of `generated/`.
    """
    if name not in pythons():
        pytest.skip(f"there is no Python {name} with the same versions of {', '.join(DECIDING)}")
    assert others(made(builtin, tmp_path, [], pythons()[name]), generated) == []


def test_the_order_of_a_snapshot_does_not_matter(builtin: AccountSchema, generated: Generated) -> None:
    data = snapshot(builtin)
    assert list(shuffled(data, random.Random(1))) != list(data)
    for seed in range(20):
        again = parse_snapshot(shuffled(data, random.Random(seed)), "shuffled")
        assert dump_snapshot(again) == generated.files["account.json"]
