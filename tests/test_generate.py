"""From an account to its package: the same account gives the same bytes, and every string survives."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.accounts import HOSTILE, account, field, table
from support.generating import Unpack, python, tailored
from yulsn_codegen.account.schema import EMPTY, OWNERS, AccountSchema, FieldType, TableWrites
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot, snapshot
from yulsn_codegen.client import naming
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.validate import read_rows
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.plan import plan
from yulsn_codegen.rendering.environment import markdown
from yulsn_codegen.rendering.render import ERRORS
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.hashing import digest

CONTROLS = re.compile(r"[^\x20-\x7e\n\xa0-\u200a\u2010-\u2027\u2030-\u205e\u2070-\ufefe\uff00-\U0010ffff]")
KINDS = list(FieldType)
SAMPLES: Mapping[FieldType, object] = {
    FieldType.STRING: 'any "text"',
    FieldType.BOOLEAN: True,
    FieldType.NUMBER: 7,
    FieldType.DATE_TIME_OFFSET: "2024-01-31T10:00:00+01:00",
    FieldType.DECIMAL: 12.5,
    FieldType.UNKNOWN: {"any": ["JSON"]},
}


def hostile() -> AccountSchema:
    """An account in which every string is hostile."""
    named = [field(text, KINDS[number % len(KINDS)], label=text) for number, text in enumerate(HOSTILE)]
    valued = [field(f"values {number}", label=text[::-1], values=[text, "x"]) for number, text in enumerate(HOSTILE)]
    contacts = [
        *named,
        *valued,
        field("all values", values=HOSTILE),
        field("many values", values=[*HOSTILE, *(f"x{number}" for number in range(60))]),
        field("some numbers", FieldType.NUMBER, values=["1", "2"]),
    ]
    data = snapshot(
        account(
            contacts,
            [
                table(number, text, *named[number : number + 3], writes=TableWrites(delete=False))
                for number, text in enumerate(HOSTILE)
            ],
            order_types=HOSTILE,
            point_types=[*HOSTILE, *(f"x{number}" for number in range(60))],
            patch_fields=HOSTILE,
            Orders=named,
            OrderLines=valued[:5],
            ContactCompanies=named[:5],
            Stores=valued[5:],
        )
    )
    for number, one in enumerate(data["tables"]):  # type: ignore[arg-type, var-annotated]
        one["label"], one["description"] = HOSTILE[number], HOSTILE[-number]
    return parse_snapshot(data, "hostile")


ROUND_TRIP = r"""
import importlib, json, pkgutil, sys
from pathlib import Path
import hostile_client, hostile_client.models, hostile_client.tables, hostile_client.types
from hostile_client._runtime.errors import InvalidBodyError
from hostile_client._runtime.encoding import encode
from hostile_client._runtime.lenient import fit

for module in pkgutil.walk_packages(hostile_client.__path__, "hostile_client."):
    importlib.import_module(module.name)
checked = 0
for place, attributes, samples in json.loads(Path("expected.json").read_text("utf-8")):
    module, name = place.rsplit(".", 1)
    model = getattr(importlib.import_module("hostile_client." + module), name)
    for wire, attribute in attributes.items():
        sample = samples[wire]
        text = json.dumps({wire: sample})
        for made in (model.from_json(text), model.from_json(text.encode()), fit(model, {wire: sample})):
            assert wire not in made.extra, (place, wire)
            assert getattr(made, attribute) is not None, (place, wire)
            assert made.to_dict()[wire] == sample, (place, wire, made.to_dict())
            assert json.loads(made.to_json())[wire] == sample, (place, wire)
        checked += 1
    every = fit(model, samples)
    assert not every.extra
    assert every == model.from_json(json.dumps(samples))
    assert {wire: every.to_dict()[wire] for wire in samples} == samples
many = hostile_client.models.ContactPatch(many_values="x59")
assert json.loads(encode(many)) == {"many values": "x59"}
for wrong in ({"many_values": "x60"}, {"all_values": "unlisted"}, {"some_numbers": 3}, {"many_values": 5}):
    try:
        encode(hostile_client.models.ContactPatch(**wrong))
    except InvalidBodyError:
        continue
    raise SystemExit(f"{wrong} was not refused")
client = hostile_client.Client(api_key="key", base_url="http://127.0.0.1:9")
tables = [name for name in vars(type(client.tables)) if not name.startswith("_")]
for name in tables:
    getattr(client.tables, name)
client.close()
print(checked, len(tables))
"""


def test_hostile_strings_do_not_break_the_package(description: Document, unpack: Unpack) -> None:
    schema = hostile()
    made = generate(schema, "hostile_client")
    for path, text in made.files.items():
        assert path.isascii()
        if not path.startswith("hostile_client/_runtime/"):
            assert not CONTROLS.search(text), path
        if path.endswith(".py"):
            compile(text, path, "exec")
    names = made.lock.names
    expected: list[tuple[str, Mapping[str, str], dict[str, object]]] = []
    for owner in OWNERS:
        samples = {one.name: one.values[0] if one.values else SAMPLES[one.type] for one in schema.owners[owner]}
        assert set(names.owners[owner]) == set(samples)
        carriers = [name for name, item in description.schemas.items() if item.get("x-dynamic-owner") == owner]
        expected += [(f"models.{name}", names.owners[owner], samples) for name in carriers]
    classes = tailored(description, schema).schemas
    for one in schema.tables:
        samples = {column.name: SAMPLES[column.type] for column in one.fields}
        home = f"tables.{names.tables[one.name]}"
        own = [name for name, item in classes.items() if item.get("x-table", {}).get("name") == one.name]
        assert len(own) == 3
        expected += [(f"{home}.{name}", names.table_fields[one.name], samples) for name in own]
    folder = unpack(made.files)
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    checked, tables = map(int, python(folder, ROUND_TRIP).split())
    assert checked == sum(len(samples) for _, _, samples in expected)
    assert tables == len(HOSTILE)


def test_the_package_of_an_empty_account_type_checks(unpack: Unpack) -> None:
    made = generate(EMPTY, "empty_client")
    assert made.notes == ()
    assert "The account has none." in made.files["README.md"]
    folder = unpack(made.files)
    code = "import empty_client as e; c = e.Client(api_key='k'); c.contacts, c.tables; c.close(); print(e.__version__)"
    assert python(folder, code) == "1.0.0\n"
    (folder / "use.py").write_text(
        "from empty_client import Client\n"
        "from empty_client.models import ContactPatch\n"
        'def use(client: Client) -> int: return client.contacts.patch(5, ContactPatch(first_name="Ada")).id\n'
    )
    arguments = ["--strict", "--no-error-summary", "use.py", "empty_client"]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_every_row_is_a_method_of_the_package() -> None:
    rows = [method.row for resource in plan(EMPTY).api.resources for method in resource.methods]
    assert sorted(rows) == sorted(row.name for row in read_rows(shipped("spec")))


def test_every_table_is_a_resource_without_writes_that_a_converter_handles() -> None:
    boats, cars = plan(
        account(tables=[table(1, "Cars", writes=TableWrites(delete=False)), table(2, "Boats")])
    ).api.tables
    assert (cars.name, cars.class_name, cars.label, cars.absent) == ("cars", "CarsTable", "Cars", ("delete",))
    assert boats.absent == ()
    assert {method.name for method in boats.methods} - {method.name for method in cars.methods} == {"delete"}


def test_a_field_that_is_a_static_property_is_generated_once() -> None:
    tree = plan(account([field("Email", FieldType.NUMBER)])).api
    (contact,) = (model for model in tree.models() if model.name == "Contact")
    assert [(one.name, one.dynamic) for one in contact.fields if one.wire == "Email"] == [("email", False)]


def test_the_package_exports_every_error_of_its_runtime() -> None:
    code = (
        "from yulsn_client._runtime import errors; base = errors.YulsnError\n"
        "print(*sorted(n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, base)))"
    )
    assert python(Path(__file__).parents[1] / "generated", code).split() == sorted(ERRORS)


@given(st.text(st.characters()))
def test_a_string_in_markdown_is_one_line_of_inert_text(text: str) -> None:
    shown = markdown(text)
    assert not CONTROLS.search(shown)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`*_\[\]<>!#]", shown)


class TestPins:
    """Names across runs."""

    def test_a_new_field_does_not_rename_existing_ones(self, generated: Generated) -> None:
        pins = naming.Names(owners={"Contacts": {"Shoe-Size": "shoe_size"}})
        schema = account([field("Shoe Size"), field("Shoe-Size")])
        made = generate(schema, "client", replace(generated.lock, names=pins))
        assert made.lock.names.owners["Contacts"]["Shoe-Size"] == "shoe_size"
        assert 'shoe_size: str | UnsetType | None = field(name="Shoe-Size"' in made.files["client/models/contacts.py"]
        (note,) = made.notes
        assert note.startswith("Contacts: 'Shoe Size' is named shoe_size_")


def test_a_package_contains_its_snapshot_and_schema_fingerprint(generated: Generated, builtin: AccountSchema) -> None:
    assert generated.files["account.json"] == dump_snapshot(builtin)
    fingerprint = digest(dump_snapshot(builtin))[:12]
    assert f'_fingerprint = "{fingerprint}"' in generated.files["yulsn_client/client.py"]
    assert json.loads(generated.files[LOCK_NAME])["account"] == snapshot(builtin)
