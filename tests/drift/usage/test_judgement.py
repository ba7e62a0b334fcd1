"""What pyright adds: the types of a consumer's objects, and new errors. It runs once, over one consumer."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.accounts import account, field, table
from yulsn_codegen.account.schema import AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.check import report_on, with_usages
from yulsn_codegen.drift.changes import Severity
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.findings import Report, Usage
from yulsn_codegen.drift.usage.find import BY_PYRIGHT
from yulsn_codegen.generate import generate

LEVEL, SIZE, HEIGHT = field("class", values=("bronze", "gold")), field("Shoe Size"), field("Height", FieldType.NUMBER)
MECHANIC, GEARS = field("Mechanic"), field("Gears", FieldType.NUMBER)


def shop(fields: Sequence[object], tables: Sequence[AccountTable], *order_types: str) -> AccountSchema:
    return account(tuple(fields), tuple(tables), order_types=order_types)  # type: ignore[arg-type]


BEFORE = shop(
    (LEVEL, SIZE, HEIGHT),
    (table(3, "Visits", MECHANIC, SIZE), table(4, "Bikes", GEARS), table(5, "Old")),
    "web",
    "shop",
)
AFTER = shop(
    (replace(LEVEL, values=("bronze",)), replace(HEIGHT, type=FieldType.DECIMAL)),
    (replace(table(3, "Visits", SIZE), writes=TableWrites(delete=False)), table(4, "Bikes", GEARS)),
    "shop",
)
CHANGES = {
    ("Contacts", "Shoe Size", "field-removed"): "SIZE_REMOVED",
    ("Contacts", "Height", "number-to-decimal"): "HEIGHT_WIDENED",
    ("Contacts", "class", "value-removed"): "GOLD_REMOVED",
    ("Visits", "Mechanic", "field-removed"): "MECHANIC_REMOVED",
    ("Visits", None, "delete-converted"): "VISITS_CONVERTED",
    ("Old", None, "table-removed"): "OLD_REMOVED",
    ("", None, "order-type-removed"): "WEB_REMOVED",
}

# A comment names the change that affects its line. `error` before it means that pyright objects to the line.
FILES = {
    "objects.py": """
        from dataclasses import replace
        from elsewhere import frobnicate
        from shop_client import Client
        from shop_client.models import Contact, ContactPatch
        from shop_client.tables.visits import VisitsRow

        class Foot:
            def __init__(self, size: str):
                self.shoe_size = size
                print(self.shoe_size)

        class Shop:
            def __init__(self, client: Client) -> None:
                self.own = client.tables
                self.feet = [Foot("39")]
                self.contacts = [client.contacts.get(1)]

            def use(self, store, unknown):
                print([foot.shoe_size for foot in self.feet])
                for number, contact in enumerate(self.contacts):
                    print(number, contact.shoe_size if contact else None)  #! error SIZE_REMOVED
                for visit in self.own.visits.iterate():
                    print(visit.shoe_size)
                    print(visit.mechanic)  #! error MECHANIC_REMOVED
                bike = self.own.bikes.get(5)
                print(bike.mechanic)
                print(unknown.shoe_size, frobnicate().mechanic)  #! SIZE_REMOVED, MECHANIC_REMOVED
                self.own.visits.delete(5)  #! error VISITS_CONVERTED
                self.own.bikes.delete(5)
                self.own.old.delete(5)  #! error OLD_REMOVED

        def change(client: Client, contact: Contact) -> None:
            patch = ContactPatch(
                first_name="Ada",
                shoe_size="39",  #! error SIZE_REMOVED
            )
            patch.shoe_size = "40"  #! error SIZE_REMOVED
            replace(patch, shoe_size="40")  #! SIZE_REMOVED
            patch.class_ = "gold"  #! error GOLD_REMOVED
            if contact.class_ == "gold":  #! GOLD_REMOVED
                client.orders.list_by_contact(5, order_type="web")  #! error WEB_REMOVED
            "gold" == Foot("gold").class_
        """,
    "numbers.py": """
        from shop_client.models import Contact, ContactPatch

        def half(height: int) -> int:
            return height // 2

        def use(contact: Contact) -> None:
            print(contact.height)  #! HEIGHT_WIDENED
            half(contact.height or 0)  #! error HEIGHT_WIDENED
            ContactPatch(height=5)
            found = half("æ\\N{GRINNING FACE}😀", contact.shoe_size)  # type: ignore  #! error SIZE_REMOVED
        """,
    "later.py": """
        from numbers_of import double, height_of
        from shop_client import Client

        found = height_of(Client())
        assert found is not None
        double(found)
        """,
    "numbers_of.py": """
        from shop_client import Client
        def double(value: int) -> int: ...
        def height_of(client: Client): return client.contacts.get(1).height  #! HEIGHT_WIDENED
        """,
    "odd [1] æ{x}.py": """
        from shop_client.models import Contact

        def use(contact: Contact) -> None:
            print(contact.shoe_size)  #! error SIZE_REMOVED
        """,
    "hidden.py": """
        # pyright: basic, reportAttributeAccessIssue=false
        from shop_client.models import Contact

        def use(contact: Contact) -> None:
            print(contact.shoe_size)  #! SIZE_REMOVED
        """,
}
if sys.platform == "linux":  # other systems refuse such names
    FILES["odd *?[1]\udcff.py"] = FILES["odd [1] æ{x}.py"].replace("error ", "")
SETTINGS = '{"typeCheckingMode": "off", "ignore": ["**"], "venvPath": "/", "reportAttributeAccessIssue": false}'


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("consumer")
    for name, text in FILES.items():
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    (folder / "pyrightconfig.json").write_text(SETTINGS)
    (folder / "pyproject.toml").write_text('[tool.pyright]\nignore = ["**"]\n')
    lock = generate(BEFORE, "shop_client").lock
    found = report_on(compare(BEFORE, AFTER), old="old", new="new", fail_on=Severity.WARNING)
    return with_usages(found, lock, AFTER, [folder])


def affected(report: Report, name: str) -> dict[int, set[str]]:
    """The affected lines of a file, each with the changes and with whether pyright objects."""
    lines: dict[int, set[str]] = {}
    for finding in report.findings:
        change = finding.change
        what = CHANGES[change.place.owner, change.place.field, change.rule.id]
        for usage in finding.usages:
            if Path(usage.file).name == name:
                lines.setdefault(usage.line, set()).add(f"error {what}" if usage.error else what)
    return lines


@pytest.mark.parametrize("name", FILES)
def test_exactly_the_lines_that_use_a_changed_field_are_found(name: str, report: Report) -> None:
    text = textwrap.dedent(FILES[name]).lstrip("\n")
    wanted = {
        number: set(mark[1].split(", "))
        for number, line in enumerate(text.splitlines(), 1)
        if (mark := re.search(r"#! (.*)", line))
    }
    assert affected(report, name) == wanted


def test_a_new_error_that_names_no_change_is_a_note(report: Report) -> None:
    checked, error = report.notes
    assert checked == BY_PYRIGHT
    assert re.search(r'later\.py:6: new type error, which no single change explains: Argument of type "Decimal"', error)


def test_an_error_is_located_at_its_column(report: Report) -> None:
    text = FILES["numbers.py"].splitlines()[10]
    assert usage_in(report, "numbers.py", 10).column == text.index("shoe_size") - 7


def usage_in(report: Report, name: str, line: int) -> Usage:
    usages = (usage for finding in report.findings for usage in finding.usages)
    return next(usage for usage in usages if Path(usage.file).name == name and usage.line == line)
