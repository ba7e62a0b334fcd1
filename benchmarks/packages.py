"""Measure what the generated package costs by the size of its account, as ratios of large accounts to small ones.

Each package is in the site-packages folder of its own environment, and compiled, as pip would have installed it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from accounts import FIRST, THEN, snapshot, with_values
from processes import Command, Cost, Side, best, cost, head, in_turns, say

if TYPE_CHECKING:
    from generator import Bench

FEW, MANY = 5, 5000

_TIMED = """
import sys, time
begun = time.perf_counter()
{code}
print(time.perf_counter() - begun, sum(name.startswith("yulsn_client") for name in sys.modules), len(sys.modules))
"""
_CLIENT = 'from yulsn_client import Client\nclient = Client("key", base_url="http://127.0.0.1:1")'
_TABLE = f"{_CLIENT}\nclient.tables.{{table}}"
_PROGRAM = """
from yulsn_client import Client

with Client("key") as client:
    contact = client.contacts.get(1)
    for row in client.tables.{table}.iterate():
        print(contact.email, row.id, row.{field})
"""
_LISTED = """
import json, sys, time
from yulsn_client._runtime.model import decode, encode
from yulsn_client.models import Contact, ContactPatch

contact = {{
    **dict.fromkeys(("Secret", "RegistrationSource", "RegistrationIp"), "x"),
    **dict.fromkeys(("RegistrationDateTime", "LastModified"), "2024-05-06T10:08:14+02:00"),
    **dict.fromkeys(("EmailConfirmed", "PhoneConfirmed"), False),
    "Id": 1, "Version": "AAAA", "Warehouse": "Warehouse no. {listed:06}",
}}
contacts = json.dumps([contact] * 1000).encode()
patches = [ContactPatch(warehouse="Warehouse no. {listed:06}") for _ in range(1000)]
wrong = ContactPatch(warehouse="Warehouse no. {listed:06}?")
drift = []

def reading():
    decode(list[Contact], contacts, lambda *what: drift.append(what))

def writing():
    for patch in patches:
        encode(patch)

def refusing():
    try:
        encode(wrong)
    except ValueError:
        return
    raise SystemExit("an unlisted value was accepted")

reading()
if drift:
    raise SystemExit(f"the listing is not what the model reads without oddities: {{drift}}")
times = []
for _ in range(15):
    begun = time.perf_counter()
    {what}()
    times.append(time.perf_counter() - begun)
print(min(times))
"""


def importing(bench: Bench) -> None:
    """Print how long importing takes with no table and with many, in a new interpreter each time."""
    large = bench.sizes[-1]
    homes = {tables: _home(bench.package(snapshot(tables), str(tables)), bench.work) for tables in (0, 1, large)}
    programs = {
        "none": (homes[0], _CLIENT),
        "many": (homes[large], _CLIENT),
        "one, used": (homes[1], _TABLE.format(table=_table(1))),
        "many, one used": (homes[large], _TABLE.format(table=_table(1))),
    }
    modules = {name: _printed(home, _TIMED.format(code=code))[1:] for name, (home, code) in programs.items()}
    found = in_turns(
        8 if bench.quick else 25,
        {name: _timed(home, _TIMED.format(code=code)) for name, (home, code) in programs.items()},
    )
    head(f"Importing and making a client ({best(found['none']) * 1000:.0f} ms with no table)")
    say(f"{large} tables / none", found["many"], found["none"], "aim: about 1")
    say(
        f"reaching one table as well: of {large} tables / of one",
        found["many, one used"],
        found["one, used"],
        "about 1",
    )
    for name, (own, every) in modules.items():
        print(f"  modules loaded, {name + ':':<20}{own:5.0f} of the package, {every:5.0f} in all")


def checking(bench: Bench) -> None:
    """Print how long type checkers take for a small program, without and with a cache."""
    small, large = 1, bench.sizes[-1]
    mypy: dict[str, list[Cost]] = {}
    pyright: dict[str, list[Cost]] = {}
    for tables in (small, large):
        home = _home(bench.package(snapshot(tables), str(tables)), bench.work)
        program = bench.work / f"program-{tables}.py"
        program.write_text(_PROGRAM.format(table=_table(1), field=_field(0)), encoding="utf-8")
        cache = bench.work / f"mypy-{tables}"
        command: Command = [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            home,
            "--cache-dir",
            cache,
            program,
        ]
        rounds = 1 if bench.quick else 2
        for _ in range(rounds):
            shutil.rmtree(cache, ignore_errors=True)
            mypy.setdefault(f"first {tables}", []).append(cost(command, bench.work))
            mypy.setdefault(f"again {tables}", []).append(cost(command, bench.work))
        others: Command = [sys.executable, "-m", "pyright", "--pythonpath", home, program]
        pyright[str(tables)] = [cost(others, bench.work) for _ in range(rounds)]
    head(f"Type checking a program of six lines that uses one table, of {large} tables / of {small}")
    for run, note in (("first", "with no cache"), ("again", "with its cache")):
        ours, base = mypy[f"{run} {large}"], mypy[f"{run} {small}"]
        say(f"mypy {note} ({best(ours):.2f} s / {best(base):.2f} s)", ours, base)
    ours, base = pyright[str(large)], pyright[str(small)]
    say(f"pyright ({best(ours):.2f} s / {best(base):.2f} s)", ours, base)


def lists(bench: Bench) -> None:
    """Print what a long list of allowed values costs in size, and when importing, reading and writing."""
    packages = {count: bench.package(with_values(count), f"values-{count}") for count in (FEW, MANY)}
    homes = {count: _home(package, bench.work) for count, package in packages.items()}
    sizes = {count: _size(package) for count, package in packages.items()}
    raw = sum(len(value) for value in with_values(MANY)["owners"]["Contacts"][0]["values"])
    print(f"\nA contact field with {MANY:,} allowed values of 20 characters ({raw / 1024:.0f} KiB), or with {FEW}")
    print(f"  {'.py files of the package':<74} {sizes[MANY] / sizes[FEW]:7.2f}   ({MANY:,} / {FEW})")
    print(f"  {'what the list adds to them / the list itself':<74} {(sizes[MANY] - sizes[FEW]) / raw:7.2f}")
    for path in sorted(packages[MANY].rglob("*")):
        if path.is_file() and (times := path.read_text(encoding="utf-8", errors="replace").count(f"{MANY // 2:06}")):
            where = path.relative_to(packages[MANY]).as_posix()
            if path.suffix != ".pyc":
                print(f"  stored {times} times in {where} of {path.stat().st_size / 1024:.0f} KiB")
    rounds = 4 if bench.quick else 12
    code = _TIMED.format(code="import yulsn_client.models.contacts")
    loading = in_turns(rounds, {str(count): _timed(home, code) for count, home in homes.items()})
    head(f"Time with {MANY:,} values / with {FEW}")
    ms = best(loading[str(FEW)]) * 1000
    say(f"importing the models of contacts ({ms:.1f} ms)", loading[str(MANY)], loading[str(FEW)], "aim: about 1")
    for what, title in (
        ("reading", "reading 1,000 contacts"),
        ("writing", "checking and writing 1,000 patches"),
        ("refusing", "refusing one value"),
    ):
        found = in_turns(
            max(3, rounds // 3),
            {str(count): _timed(home, _LISTED.format(listed=count // 2, what=what)) for count, home in homes.items()},
        )
        say(f"{title} ({best(found[str(FEW)]) * 1000:.2f} ms)", found[str(MANY)], found[str(FEW)], "aim: about 1")


def _timed(python: Path, code: str) -> Side:
    """Return a side that runs a program, which prints its seconds first."""
    return lambda: Cost(_printed(python, code)[0])


def _size(package: Path) -> int:
    return sum(path.stat().st_size for path in package.rglob("*.py"))


def _table(number: int) -> str:
    """Return the Python name of a table that `accounts` makes up."""
    return f"{FIRST[number % 10]}_{THEN[number // 10 % 10]}_{number}".lower()


def _field(place: int) -> str:
    return f"{FIRST[place % 10]}_{THEN[place // 10 % 10]}".lower()


def _home(output: Path, work: Path) -> Path:
    """Return the interpreter of an environment with the package, which uses the dependencies of this environment."""
    folder = work / f"environment-{output.name}"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        (site,) = folder.glob("lib/python*/site-packages")
        (site / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        shutil.copytree(output / "yulsn_client", site / "yulsn_client")
        subprocess.run([python, "-m", "compileall", "-q", site / "yulsn_client"], check=True)
    return python


def _printed(python: Path, code: str) -> Sequence[float]:
    """Return the numbers that a program prints in a new interpreter."""
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [float(number) for number in done.stdout.split()]
