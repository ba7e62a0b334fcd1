"""Large accounts: what is loaded and stored does not grow with them; `make bench` measures the time."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.cli import Run

TABLES, FIELDS, VALUES = 8, 20, 5000
TYPES = ("String", "Number", "DateTimeOffset", "Decimal", "Boolean")
OWNERS = ("Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores")
IMPORT = "import yulsn_client"
CLIENT = "from yulsn_client import Client; client = Client('key', base_url='http://127.0.0.1:1')"

Generate = Callable[[Mapping[str, Any]], Path]


def account(tables: int, *contact_fields: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot of an account whose tables have all types, labels here and there, and allowed values."""
    fields = [
        {
            "name": f"Field {place}",
            "type": TYPES[place % len(TYPES)],
            "label": None if place % 3 else f"The field of place {place}",
            "values": ["red", "green"] if place % 10 == 0 else None,
        }
        for place in range(FIELDS)
    ]
    writes = {"create": True, "update": True, "delete": True}
    return {
        "format": 1,
        "owners": {owner: list(contact_fields) if owner == "Contacts" else [] for owner in OWNERS},
        "tables": [
            {
                "id": number,
                "name": f"Table {number}",
                "label": None,
                "description": None,
                "writes": writes,
                "fields": fields,
            }
            for number in range(1, tables + 1)
        ],
        "order_types": [],
        "point_types": [],
        "patch_fields": [],
    }


@pytest.fixture
def generate(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Generate:
    """Generate a package from a snapshot file, as users do, and return its folder."""
    monkeypatch.chdir(tmp_path)

    def generate(snapshot: Mapping[str, Any]) -> Path:
        number = len(list(tmp_path.iterdir()))
        source, output = tmp_path / f"{number}.json", tmp_path / f"{number}"
        source.write_text(json.dumps(snapshot), encoding="utf-8")
        code, _, errors = run("generate", "--account", source, "--out", output)
        assert code == 0, errors
        return output

    return generate


def loaded(output: Path, code: str) -> list[str]:
    """Return the modules that a program has imported when it ends, in a separate interpreter."""
    program = f"import json, sys; sys.path.insert(0, {str(output)!r})\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    names: list[str] = json.loads(done.stdout)
    return names


def test_the_number_of_imported_modules_does_not_grow_with_the_tables(generate: Generate) -> None:
    none, one, many = generate(account(0)), generate(account(1)), generate(account(TABLES))
    assert len(list((many / "yulsn_client" / "tables").glob("table_*.py"))) == TABLES
    for code in (IMPORT, CLIENT, f"{CLIENT}; client.contacts; client.tables", "import yulsn_client.models"):
        assert loaded(many, code) == loaded(none, code), code
    for code in (f"{CLIENT}; client.tables.table_1", "from yulsn_client.tables.table_1 import Table1Table"):
        assert loaded(many, code) == loaded(one, code), code
    last = f"table_{TABLES}"
    assert [name for name in loaded(many, f"{CLIENT}; client.tables.{last}") if ".tables.table_" in name] == [
        f"yulsn_client.tables.{last}"
    ]


def strings(path: Path) -> list[str]:
    """Return all strings in a Python file, including docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_a_long_list_of_allowed_values_is_not_duplicated(generate: Generate) -> None:
    values = [f"Warehouse no. {number:06}" for number in range(VALUES)]
    output = generate(account(0, {"name": "Warehouse", "type": "String", "label": None, "values": values}))
    code = [text for path in output.rglob("*.py") for text in strings(path)]
    for value in (values[20], values[-1]):  # docstrings name the first few
        assert sum(value in text for text in code) <= 1
    program = """
from yulsn_client._runtime.errors import InvalidBodyError
from yulsn_client._runtime.model import encode
from yulsn_client.models import ContactPatch

encode(ContactPatch(warehouse="Warehouse no. 004999"))
try:
    encode(ContactPatch(warehouse="Warehouse no. 005000"))
except InvalidBodyError as error:
    assert "4980 more" in str(error) and len(str(error)) < 2000, error
else:
    raise SystemExit("an unlisted value was sent")
"""
    loaded(output, program)
