"""An account, changes of it, and code of a consumer to find their uses in."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path

from support.schemas import contacts, field
from yulsn_codegen import __version__
from yulsn_codegen.account.schema import AccountTable, FieldType
from yulsn_codegen.client import build, naming
from yulsn_codegen.description.document import load
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.usage.find import BY_NAME, Usages, find_usages
from yulsn_codegen.output.lock import Lock

DOCUMENT = load()
SHOP = replace(
    contacts(
        field("class", values=("bronze", "gold")),
        field("Shoe Size", FieldType.NUMBER, values=("39", "40")),
        order_types=("web", "shop"),
        point_types=("bonus",),
        patch_fields=("class", "FirstName"),
        tables=(
            AccountTable(3, "Service Visits", fields=(field("Shoe Size", FieldType.NUMBER), field("Mechanic"))),
            AccountTable(4, "Bikes", fields=(field("Gears", FieldType.NUMBER),)),
        ),
    ),
)
NAMES = naming.decide(SHOP, build.static_names(DOCUMENT), naming.Names()).names
LOCK = Lock(__version__, "shop_client", "1.0.0", "", SHOP, NAMES, {})

SIZE = Place("Contacts", "Contacts", field="Shoe Size")
LEVEL = Place("Contacts", "Contacts", field="class")
VISITS = Place("table Service Visits", "Service Visits", table=True)
MECHANIC = replace(VISITS, field="Mechanic")
SIZE_REMOVED = SchemaChange(rules.FIELD_REMOVED, SIZE, "Number", None)
SIZE_WIDENED = SchemaChange(rules.NUMBER_TO_DECIMAL, SIZE, "Number", "Decimal")
GOLD_REMOVED = SchemaChange(rules.VALUE_REMOVED, LEVEL, "gold", None)


def usages(folder: Path, *changes: SchemaChange, **files: str) -> Usages:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    return find_usages(changes, LOCK, DOCUMENT, [folder])


def check(folder: Path, change: SchemaChange, text: str) -> None:
    """Check that the change affects exactly the lines marked with `#!`, at the names given after the mark."""
    text = textwrap.dedent(text)
    wanted = [
        (number, named)
        for number, line in enumerate(text.splitlines(), 1)
        if (mark := re.search(r"#! (.*)", line))
        for named in mark[1].split(", ")
    ]
    found = usages(folder, change, app=text)
    assert set(found.notes) <= {BY_NAME}
    lines = text.splitlines()
    for usage in found.of.get(change.fingerprint, ()):
        column = usage.column - 1
        assert lines[usage.line - 1][column:].lstrip("\"'").startswith(usage.attribute), usage
    actual = sorted((usage.line, usage.attribute) for usage in found.of.get(change.fingerprint, ()))
    assert actual == sorted(wanted)
