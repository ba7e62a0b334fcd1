"""No hostile account makes generated code have an effect or lose a field; `make fuzz` tries many more."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from yulsn_codegen.account.snapshot import parse_snapshot
from yulsn_codegen.client import build
from yulsn_codegen.client.naming import Names, decide
from yulsn_codegen.description import document

from .accounts import Data, account, field, laid_out, table, texts
from .attempts import shrunk
from .harness import BrokenError, check, generated, judge
from .strategies import accounts
from .texts import PACKAGE
from .tricks import NAMES, TRICKS

TESTS = Path(__file__).parents[1]
POSITIONS = (
    *("field name", "field label", "allowed value", "server type", "table name", "table label", "table description"),
    *("order_types", "point_types", "patch_fields", "extra key", "extra value"),
)
Record = Callable[[str, object], None]
LAID_OUT = laid_out()


# --- every trick, and many by chance ---


def test_every_trick_is_used_in_every_position() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for data in LAID_OUT:
        for position, text in texts(data):
            found[position].add(text if isinstance(text, str) else "")
    assert found.keys() == set(POSITIONS)
    for position in POSITIONS:
        assert not set(TRICKS.values()) - found[position], position
    assert not set(NAMES) - found["field name"]
    assert sum(len(data["tables"]) + len(data["owners"]) for data in LAID_OUT) >= 200


@pytest.mark.parametrize("data", LAID_OUT, ids=range(len(LAID_OUT)))
def test_no_trick_has_an_effect_or_loses_a_field(data: Data) -> None:
    tried = check(data)
    assert len(tried.schemas) == len(data["tables"]) + len(data["owners"])
    assert tried.trips > 2 * tried.fields


def test_no_random_account_has_an_effect_or_loses_a_field(tmp_path: Path, record_property: Record) -> None:
    limits = ["--schemas", "60", "--seconds", "300", "--seed", "20240506", "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "hostile", *limits]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    said = re.fullmatch(
        r"(\d+) hostile schemas in \d+ generations, \d+ fields round-tripped: all passed \(seed 20240506, \d+ s\)\n",
        done.stdout,
    )
    assert said, done.stdout
    record_property("schemas", int(said[1]))
    assert int(said[1]) >= 60


# --- names stay ---

# Shrinking an account takes hypothesis too long.
UNSHRUNK = settings(
    deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
STATIC = build.static_names(document.load())


def named(data: Data, pins: Names) -> Names:
    return decide(parse_snapshot(data, "hostile"), STATIC, pins).names


def flat(names: Names) -> dict[tuple[str, str], str]:
    """Return all names by scope and wire name."""
    scopes = {**names.owners, "the tables": names.tables}
    scopes |= {f"table {wire}": fields for wire, fields in names.table_fields.items()}
    return {(scope, wire): name for scope, own in scopes.items() for wire, name in own.items()}


def changed(one: Data, other: Data, chance: random.Random) -> Data:
    """Return an account without some of its fields and tables, with some of another account's, in random order."""

    def mixed(first: list[Data], second: list[Data]) -> list[Data]:
        kept = {item["name"]: item for item in [*first, *second] if chance.random() < 0.6}
        return chance.sample(list(kept.values()), len(kept))

    def mixed_fields(item: Data) -> Data:
        return {**item, "fields": mixed(item["fields"], chance.choice(other["tables"])["fields"])}

    tables = mixed(one["tables"], other["tables"])
    return {
        **one,
        "owners": {owner: mixed(fields, other["owners"][owner]) for owner, fields in one["owners"].items()},
        "tables": [{**mixed_fields(item), "id": number} for number, item in enumerate(tables)],
    }


@settings(UNSHRUNK, max_examples=8)
@given(accounts(6), accounts(6), st.integers(0, 2**32))
def test_names_never_change_and_are_never_reused(one: Data, other: Data, seed: int) -> None:
    chance = random.Random(seed)
    names, data = named(one, Names()), one
    for _ in range(4):
        data = changed(data, chance.choice([one, other]), chance)
        before, names = names, named(data, names)
        assert flat(before).items() <= flat(names).items()  # including removed ones
        for fields in (*names.owners.values(), *names.table_fields.values(), names.tables):
            assert len({name.casefold() for name in fields.values()}) == len(fields)
    assert named(one, names) == names


@settings(UNSHRUNK, max_examples=8)
@given(accounts(8), st.integers(0, 2**32))
def test_names_do_not_depend_on_the_order_of_fields_or_tables(data: Data, seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(items: list[Any]) -> list[Any]:
        return chance.sample(items, len(items))

    owners = {owner: shuffled(fields) for owner, fields in data["owners"].items()}
    tables = [{**item, "fields": shuffled(item["fields"])} for item in shuffled(data["tables"])]
    assert named({**data, "owners": owners, "tables": tables}, Names()) == named(data, Names())


# --- the harness finds problems ---

SMALL = account(
    {"Contacts": [field("Shoe Size", "Number")]},
    [table(7, "Cars", [field("Doors", "Number"), field("Wheels", "Number"), field("Fuel", values=["gas", "none"])])],
    order_types=["webshop"],
)
CARS = f"{PACKAGE}/tables/cars.py"
Files = dict[str, str]


@pytest.fixture(scope="module")
def small() -> Files:
    """Return a package without modules that take long to import and do not depend on the account."""
    files = generated(SMALL).files
    left_out = re.compile(rf"{PACKAGE}/(resources/|models/[^_c]|client\.py)")
    return {path: text for path, text in files.items() if not left_out.match(path)}


def test_the_harness_accepts_a_correct_package(small: Files) -> None:
    tried = judge(small, SMALL)
    assert (len(tried.schemas), tried.fields, tried.trips) == (2, 4, 3 * 3 + 4)


SIDE_EFFECTS = {
    "a builtin": "import builtins\nbuiltins.PWNED = 1",
    "a builtin, replaced": "import builtins\nbuiltins.len = lambda _: 0",
    "a file that is written": "open('PWNED', 'w')",
    "a file that is read": "open('../expected.json')",
    "a folder that is listed": "import os\nos.listdir('..')",
    "a command": "import os\nos.system('true')",
    "a program": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
    "a socket": "import socket\nsocket.socket()",
    "an import": "import wave",
    "code": "eval(\"__import__('builtins')\")",
    "more code": "exec('x = 1\\ny = lambda: x')",
    "foreign functions": "import ctypes",
    "output": "print('x')",
    "output of errors": "import sys\nsys.stderr.write('x')",
    "a warning": "import warnings\nwarnings.warn('x')",
    "the environment": "import os\nos.environ['PWNED'] = '1'",
    "the search path": "import sys\nsys.path.append('x')",
    "a thread": "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
    "something at the end": "import atexit\natexit.register(print)",
    "a signal": "import signal\nsignal.signal(signal.SIGTERM, lambda *_: None)",
    "another module": "import json\njson.loads = len",
    "the runtime": "from .._runtime import wire\nwire.EXTRA = 'extra'",
    "the end of the process": "import os\nos._exit(0)",
    "an exception": "raise SystemExit",
    "a name": "left_over = 1",
    "a function": "def left_over(): ...",
}


@pytest.mark.parametrize("code", SIDE_EFFECTS.values(), ids=SIDE_EFFECTS)
def test_the_harness_detects_effects_of_an_import(small: Files, code: str) -> None:
    with pytest.raises(BrokenError):
        judge({**small, CARS: f"{small[CARS]}\n\n{code}\n"}, SMALL)


def swapped(text: str) -> str:
    names = json.loads(text)
    fields = names["names"]["table_fields"]["Cars"]
    fields["Doors"], fields["Wheels"] = fields["Wheels"], fields["Doors"]
    return json.dumps(names, indent=2) + "\n"


FAULTS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a field that is lost": (CARS, lambda text: re.sub(r"^    doors: .*\n", "", text, flags=re.M), "has no ['Doors']"),
    "a field of another name": (CARS, lambda text: text.replace("    doors:", "    gates:"), "has no ['Doors']"),
    "another wire name": (CARS, lambda text: text.replace('name="Doors"', 'name="doors"'), "'Doors'"),
    "a wire name with a space": (CARS, lambda text: text.replace('name="Doors"', 'name="Doors "'), "is extra"),
    "names that are swapped": ("yulsn.lock.json", swapped, "doors is None, not 7"),
    "another type": (CARS, lambda text: text.replace("fuel: str |", "fuel: int |"), "is read as [('type'"),
    "a value that is gone": (CARS, lambda text: text.replace('Literal["gas", "none"]', 'Literal["gas"]'), "none"),
    "another path": (CARS, lambda text: text.replace("/api/v1/table/Cars", "/api/v1/table/Boats"), "calls '/api"),
    "a call too few": (CARS, lambda text: re.sub(r"(?s)^_GET: .*?\)\n", "", text, flags=re.M), "calls, not 11"),
    "a type's value": (f"{PACKAGE}/types.py", lambda text: text.replace("webshop", "shop"), "types.OrderType is"),
    "no Python": (CARS, lambda text: text + '"""', "cannot be read back"),
    "a bad escape": (CARS, lambda text: text + '"\\z"\n', "cannot be read back"),
    "a character": (CARS, lambda text: text + "# \u202e\n", "holds ['\\u202e']"),
    "another account": ("account.json", lambda text: text.replace("Doors", "doors"), "is not the account"),
    "no JSON": (f"{PACKAGE}/account.json", lambda text: text + "}", "cannot be read back"),
    "no TOML": ("pyproject.toml", lambda text: text + "[", "cannot be read back"),
    "another table of TOML": ("pyproject.toml", lambda text: text + "[tool.x]\n", "is not as its template"),
    "markup": ("README.md", lambda text: text + "\n<b>x</b>\n", "has html_inline"),
    "a link": ("CHANGELOG.md", lambda text: text + "\n[x](y)\n", "has link_open"),
    "a row too few": ("README.md", lambda text: text.replace("| Shoe Size |", "Shoe Size "), "are shown, or are not"),
}


@pytest.mark.parametrize(("path", "change", "message"), FAULTS.values(), ids=FAULTS)
def test_the_harness_detects_lost_fields(small: Files, path: str, change: Callable[[str], str], message: str) -> None:
    text = change(small[path])
    assert text != small[path]
    with pytest.raises(BrokenError, match=re.escape(message)):
        judge({**small, path: text}, SMALL)


@pytest.mark.parametrize("path", ["../PWNED.py", "/tmp/PWNED/x.py", f"{PACKAGE}/tables/Cars.py", f"{PACKAGE}/x.pth"])
def test_the_harness_detects_a_path_outside_the_package(small: Files, path: str) -> None:
    with pytest.raises(BrokenError):
        judge({**small, path: ""}, SMALL)


def test_a_failing_account_is_shrunk_to_its_cause() -> None:
    data = LAID_OUT[0]

    def is_broken(data: Data) -> bool:
        return any(text == TRICKS["quote"] for position, text in texts(data) if position == "field name")

    least = shrunk(data, is_broken, 60.0)
    assert [text for position, text in texts(least) if position == "field name"] == [TRICKS["quote"]]
    assert len(json.dumps(least)) < 500
