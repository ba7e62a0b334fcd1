"""Usage analysis finds exactly the marked lines of a consumer's code."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.schemas import contacts, field
from yulsn_codegen import __version__
from yulsn_codegen.account.schema import AccountTable, FieldType
from yulsn_codegen.client import build, naming
from yulsn_codegen.client.naming import Alias
from yulsn_codegen.description.document import load
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.findings import Usage
from yulsn_codegen.drift.usage.find import Usages, find_usages
from yulsn_codegen.output.lock import Lock
from yulsn_codegen.text.errors import InputError

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
    assert found.notes == ()
    lines = text.splitlines()
    for usage in found.of.get(change.fingerprint, ()):
        column = usage.column - 1
        assert lines[usage.line - 1][column:].lstrip("\"'").startswith(usage.attribute), usage
    assert sorted((usage.line, usage.attribute) for usage in found.of.get(change.fingerprint, ())) == sorted(wanted)


def test_reads_and_writes_of_a_field_are_found(tmp_path: Path) -> None:
    check(
        tmp_path,
        SIZE_REMOVED,
        """
        from dataclasses import replace
        import shop_client.models as m
        from shop_client import AsyncClient, Client as Shop
        from shop_client.models import Contact, ContactPatch
        from shop_client.models.contacts import ContactCreate as New

        with Shop() as client:
            ada = client.contacts.find_by_email("ada@example.com")
            print(ada.shoe_size if ada else None)  #! shoe_size
            print("æøå", f"{ada.shoe_size}")  #! shoe_size
            client.contacts.patch(ada.id, ContactPatch(shoe_size=39, class_="gold"))  #! shoe_size
            client.contacts.create(New(**{"shoe_size": 39}))  #! shoe_size
            m.ContactUpdate(
                first_name="Ada",
                shoe_size=39,  #! shoe_size
            )
            patch = m.ContactPatch()
            patch.shoe_size = 39  #! shoe_size
            patch.shoe_size += 1  #! shoe_size
            del patch.shoe_size  #! shoe_size
            replace(patch, shoe_size=4)  #! shoe_size
            getattr(ada, "shoe_size")  #! shoe_size
            setattr(patch, "shoe_size", 39)  #! shoe_size

        def sizes(contacts: list[Contact], other):
            for contact in contacts:
                yield contact.shoe_size  #! shoe_size
            yield from (one.shoe_size for one in contacts if one.shoe_size)  #! shoe_size, shoe_size
            yield [each.shoe_size for number, each in enumerate(contacts)]  #! shoe_size
            yield other.shoe_size  #! shoe_size
            yield (contacts[0]
                   .shoe_size)  #! shoe_size
            match contacts[0]:
                case Contact(shoe_size=39):  #! shoe_size
                    pass

        async def later() -> "Contact | None":
            async with AsyncClient() as client:
                return await client.contacts.get(5)

        async def use():
            print((await later()).shoe_size)  #! shoe_size
        """,
    )


def test_attributes_of_other_objects_are_not_fields(tmp_path: Path) -> None:
    check(
        tmp_path,
        SIZE_REMOVED,
        """
        import os
        from elsewhere import Shoe
        from shop_client import Client
        from shop_client.models import ContactPatch, Store
        from shop_client.tables.service_visits import ServiceVisitsCreate, ServiceVisitsRow

        class Foot:
            def __init__(self, width: float):
                self.shoe_size = width
                print(self.shoe_size)

        def use(client: Client, store: Store, visit: ServiceVisitsRow, path: str, shoe: Shoe):
            print(store.shoe_size, visit.shoe_size, path.shoe_size, shoe.shoe_size, os.shoe_size)
            print(Foot(3).shoe_size, Shoe(shoe_size=39).shoe_size)
            ServiceVisitsCreate(shoe_size=39)
            for row in client.tables.service_visits.iterate():
                print(row.shoe_size)
            print(client.stores.get(5).shoe_size)
            shoe_size = {"shoe_size": 39, "Shoe Size": 40}["Shoe Size"]
            return shoe_size
        """,
    )


def test_a_field_is_found_by_its_wire_name_where_the_client_accepts_one(tmp_path: Path) -> None:
    check(
        tmp_path,
        SIZE_REMOVED,
        """
        from typing import Literal
        from shop_client import Client
        from shop_client.models import Contact, ContactBatchPatch, Store

        client = Client()
        client.contacts.find_by_field("Shoe Size", "39")  #! Shoe Size
        client.contacts.find_by_field(value="39", field="Shoe Size")  #! Shoe Size
        contact = client.contacts.get(1)
        contact.extra["Shoe Size"]  #! Shoe Size
        contact.to_dict().get("Shoe Size")  #! Shoe Size
        data = contact.to_dict()
        data["Shoe Size"] = 1  #! Shoe Size
        Contact.from_dict({"Id": 1, "Shoe Size": 39})  #! Shoe Size
        ContactBatchPatch(ids=[1], fields={"Shoe Size": 39})  #! Shoe Size
        ByField = Literal["class", "Shoe Size"]  #! Shoe Size
        client.stores.get(5).extra["Shoe Size"]
        Store.from_dict({"Shoe Size": 39})
        print("Shoe Size", {"Shoe Size": 1})
        """,
    )


def test_a_change_that_is_harmless_for_writing_affects_only_reads(tmp_path: Path) -> None:
    check(
        tmp_path,
        SIZE_WIDENED,
        """
        from shop_client import Client
        from shop_client.models import ContactPatch

        client = Client()
        patched = client.contacts.patch(1, ContactPatch(shoe_size=39))
        print(patched.shoe_size)  #! shoe_size
        """,
    )


def test_a_value_is_found_where_it_is_used_with_its_field(tmp_path: Path) -> None:
    check(
        tmp_path,
        GOLD_REMOVED,
        """
        from typing import Literal
        from shop_client import Client
        from shop_client.models import ContactPatch

        BEST = "gold"
        Level = Literal["bronze", "gold"]  #! gold
        client = Client()
        contact = client.contacts.get(1)
        client.contacts.patch(1, ContactPatch(class_="gold"))  #! gold
        client.contacts.patch(1, ContactPatch(class_="bronze"))
        client.contacts.patch(1, ContactPatch(first_name="gold"))
        client.contacts.patch(1, ContactPatch(class_="gold" if contact.id else "bronze"))  #! gold
        if contact.class_ == "gold" or contact.class_ in ("bronze", "gold"):  #! gold, gold
            print("gold", contact.class_)
        match contact.class_:
            case "bronze" | "gold":  #! gold
                pass
        patch = ContactPatch()
        patch.class_ = "gold"  #! gold
        client.contacts.find_by_field("class", "gold")  #! gold
        client.contacts.find_by_field("Other", "gold")
        """,
    )
    (usage,) = usages(
        tmp_path,
        GOLD_REMOVED,
        app="from shop_client.models import ContactPatch\nBEST = 'gold'\nContactPatch(class_=BEST)\n",
    ).of[GOLD_REMOVED.fingerprint]
    assert (usage.line, usage.attribute) == (3, "gold")


def test_a_value_of_a_number_field_is_found_as_an_integer(tmp_path: Path) -> None:
    check(
        tmp_path,
        SchemaChange(rules.VALUE_REMOVED, SIZE, "39", None),
        """
        from shop_client.models import ContactPatch
        ContactPatch(shoe_size=39)  #! 39
        ContactPatch(shoe_size=40, first_name="39")
        """,
    )


def test_a_table_is_found_by_its_attribute_its_module_and_its_wire_name(tmp_path: Path) -> None:
    check(
        tmp_path,
        SchemaChange(rules.TABLE_REMOVED, VISITS, 3, None),
        """
        import shop_client.tables.service_visits as visits  #! service_visits
        from shop_client import Client, tables
        from shop_client.tables import service_visits  #! service_visits
        from shop_client.tables.service_visits import ServiceVisitsRow  #! service_visits

        class Workshop:
            def __init__(self, client: Client):
                self.client = client
                self.own = client.tables

            def visit(self):
                self.client.tables.service_visits.get(1)  #! service_visits
                self.own.service_visits.get(1)  #! service_visits
                self.client.tables.bikes.get(1)
                self.client.dynamic_table_entities.get("Service Visits", 5)  #! Service Visits
                self.client.dynamic_table_entities.get(table_name="Service Visits", id=5)  #! Service Visits
                self.client.dynamic_table_entities.get("Bikes", 5)
                self.client.service_visits

        def of(unknown):
            unknown.tables.service_visits.get(1)  #! service_visits
            tables.service_visits  #! service_visits
        """,
    )


def test_a_table_that_moved_behind_a_converter_affects_calls_that_write(tmp_path: Path) -> None:
    check(
        tmp_path,
        SchemaChange(rules.CREATE_CONVERTED, VISITS, "direct", "converter"),
        """
        from shop_client import Client
        from shop_client.tables.service_visits import ServiceVisitsCreate, ServiceVisitsTable

        client = Client()
        visits = client.tables.service_visits
        visits.create(ServiceVisitsCreate())  #! create
        client.tables.service_visits.create_many([])  #! create_many
        visits.delete(5)
        visits.get(5)
        client.tables.bikes.create(None)
        client.dynamic_table_entities.create("Service Visits", {})  #! Service Visits
        client.dynamic_table_entities.get("Service Visits", 5)

        def use(table: ServiceVisitsTable):
            table.create(ServiceVisitsCreate())  #! create
        """,
    )


def test_a_field_of_a_table_is_found_only_in_its_own_rows(tmp_path: Path) -> None:
    check(
        tmp_path,
        SchemaChange(rules.FIELD_REMOVED, MECHANIC, "String", None),
        """
        from shop_client import Client
        from shop_client.tables.service_visits import ServiceVisitsPatch, ServiceVisitsRow
        from shop_client.tables.bikes import BikesRow

        def use(client: Client, row: ServiceVisitsRow | None, bike: BikesRow):
            print(row.mechanic, bike.mechanic)  #! mechanic
            visits = client.tables.service_visits
            visits.patch(5, ServiceVisitsPatch(mechanic="Bo"))  #! mechanic
            print([visit.mechanic for page in visits.pages() for visit in page])  #! mechanic
            found = visits.find_by_external_id("x")
            if found:
                print(found.mechanic)  #! mechanic
            client.dynamic_table_entities.get("Service Visits", 5).extra["Mechanic"]  #! Mechanic
        """,
    )


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            SchemaChange(rules.ORDER_TYPE_REMOVED, Place("order types"), "web", None),
            """
            from typing import Literal
            from shop_client import Client
            from shop_client.models import OrderCreate, PointCreate
            Kind = Literal["web"]  #! web
            client = Client()
            client.orders.create(OrderCreate(type="web"))  #! web
            client.orders.list_by_contact(5, order_type="web")  #! web
            client.points.list_after(0, type="web")
            order = client.orders.get(5)
            print(order.type == "web", order.ext_order_id == "web")  #! web
            PointCreate(type="web")
            """,
        ),
        (
            SchemaChange(rules.POINT_TYPE_CASE_CHANGED, Place("point types"), "bonus", "Bonus"),
            """
            from shop_client import Client
            client = Client()
            client.points.list_sums_by_contact("bonus")  #! bonus
            client.orders.list_by_contact(5, order_type="bonus")
            for point in client.points.iterate():
                if point.type == "bonus":  #! bonus
                    pass
            """,
        ),
        (
            SchemaChange(rules.PATCH_FIELD_REMOVED, Place("patchable fields"), "FirstName", None),
            """
            from shop_client import Client
            from shop_client.models import Contact, ContactBatchPatch
            Client().contacts.patch_many(ContactBatchPatch(ids=[1], fields={"FirstName": "Ada"}))  #! FirstName
            Contact.from_dict({"FirstName": "Ada"})
            """,
        ),
    ],
    ids=["order type", "point type", "patchable field"],
)
def test_a_name_in_a_list_of_the_account_is_found_where_it_is_passed(
    tmp_path: Path, change: SchemaChange, text: str
) -> None:
    check(tmp_path, change, text)


def test_order_lines_are_inferred_from_their_order(tmp_path: Path) -> None:
    names = replace(NAMES, owners={**NAMES.owners, "OrderLines": {"Colour": "colour"}})
    (tmp_path / "app.py").write_text(
        "from shop_client import Client\n"
        "for order in Client().orders.list_by_contact(1):\n"
        "    print(order.colour)\n"
        "    for line in order.order_lines or []:\n"
        "        print(line.colour)\n"
    )
    change = SchemaChange(rules.FIELD_REMOVED, Place("OrderLines", "OrderLines", field="Colour"), "String", None)
    found = find_usages([change], replace(LOCK, names=names), DOCUMENT, [tmp_path])
    assert [usage.line for usage in found.of[change.fingerprint]] == [5]


def test_a_deprecated_alias_is_found_like_the_name(tmp_path: Path) -> None:
    lock = replace(LOCK, aliases=(Alias("Contacts", "foot", "Shoe Size"), Alias("", "visits", "Service Visits")))
    (tmp_path / "app.py").write_text(
        "from shop_client import Client\n"
        "print(Client().contacts.get(1).foot)\n"
        "print(Client().contacts.get(1).shoe_size)\n"
        "print(Client().tables.visits.get(1).foot)\n"
    )
    removed = SchemaChange(rules.TABLE_REMOVED, VISITS, 3, None)
    found = find_usages([SIZE_REMOVED, removed], lock, DOCUMENT, [tmp_path])
    assert [usage.line for usage in found.of[SIZE_REMOVED.fingerprint]] == [2, 3]
    assert [usage.line for usage in found.of[removed.fingerprint]] == [4]


@pytest.mark.parametrize(
    "change",
    [
        SchemaChange(rules.FIELD_ADDED, replace(SIZE, field="Hat Size"), None, "Number"),
        SchemaChange(rules.FIELD_LABEL_CHANGED, SIZE, "a", "b"),
        SchemaChange(rules.TABLE_LABEL_CHANGED, VISITS, "a", "b"),
        SchemaChange(
            rules.FIELD_REMOVED, replace(SIZE, field="FirstName"), "String", None
        ),  # same wire name as a static property
        SchemaChange(rules.ACCOUNT_DETAILS_CHANGED, Place("account"), {"k": 1}, None),
    ],
    ids=lambda change: str(change.rule.id),
)
def test_a_harmless_change_affects_nothing(tmp_path: Path, change: SchemaChange) -> None:
    check(
        tmp_path,
        change,
        """
        from shop_client import Client
        contact = Client().contacts.get(1)
        print(contact.shoe_size, contact.first_name, contact.hat_size)
        Client().tables.service_visits.get(1)
        """,
    )


# files


def test_only_files_connected_to_the_package_by_imports_are_analysed(tmp_path: Path) -> None:
    found = usages(
        tmp_path,
        SIZE_REMOVED,
        app="from shop_client import Client\nimport greeting\ngreeting.greet(Client().contacts.get(1))\n",
        greeting="from words import size\ndef greet(contact): print(size(contact))\n",
        words="def size(contact): return contact.shoe_size\n",
        feet="def measure(foot): return foot.shoe_size\n",
    )
    assert [Path(usage.file).name for usage in found.of[SIZE_REMOVED.fingerprint]] == ["words.py"]


def test_folders_are_searched_except_for_third_party_and_generated_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "import shop_client\ndef f(x): x.shoe_size\n"
    for name in ("b/c", "a", ".hidden", "__pycache__", "env", "out", "site-packages"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "app.py").write_text(text)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "out" / "yulsn.lock.json").touch()
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path, Path("a/app.py"), Path("b")])
    assert found.of[SIZE_REMOVED.fingerprint] == (
        Usage("a/app.py", 2, 13, "shoe_size"),
        Usage("b/c/app.py", 2, 13, "shoe_size"),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"def (:\n",
        b"\xff\xfe",
        b"# coding: nonsense\n",
        b"x = '\0'\n",
        b"import shop_client\nx = " + b"(" * 5000,
        b"import shop_client\nx = " + b"-" * 100_000 + b"1\n",
        b"import shop_client\nx = y" + b".shoe_size" * 3000 + b"\n",
    ],
)
def test_a_file_that_cannot_be_parsed_is_a_note(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text("import shop_client\ndef f(x): x.shoe_size\n")
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path])
    assert [Path(usage.file).name for usage in found.of[SIZE_REMOVED.fingerprint]] == ["good.py"]
    (note,) = found.notes
    assert "bad.py was skipped: " in note


def test_any_declared_encoding_and_line_ending_is_supported(tmp_path: Path) -> None:
    text = "# coding: latin-1\r\nimport shop_client\r\nx = '\f\x85'\r\ndef f(æ): 'øå'; æ.shoe_size  # \\d '\\d'\r\n"
    (tmp_path / "app.py").write_bytes(text.encode("latin-1"))
    (usage,) = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path]).of[SIZE_REMOVED.fingerprint]
    assert (usage.line, usage.column) == (4, 19)


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: does not exist"):
        find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path / "nowhere"])


def test_long_chains_of_calls_take_linear_time(tmp_path: Path) -> None:
    found = usages(
        tmp_path,
        SIZE_REMOVED,
        app="import shop_client\ndef f(q):\n    return q" + ".where(x=1)" * 80 + ".shoe_size\n",
    )
    assert len(found.of[SIZE_REMOVED.fingerprint]) == 1


ALL = [
    SIZE_REMOVED,
    SIZE_WIDENED,
    GOLD_REMOVED,
    SchemaChange(rules.TABLE_REMOVED, VISITS, 3, None),
    SchemaChange(rules.DELETE_CONVERTED, VISITS, "direct", "converter"),
    SchemaChange(rules.ORDER_TYPE_REMOVED, Place("order types"), "web", None),
]
PIECES = st.sampled_from(
    [
        "import shop_client", "from shop_client import *", "from . import shop_client", "client = Client()",
        "x = client.tables", "x = x.service_visits", "x = x.get(5)", "x.shoe_size", "x = lambda self, *a, **k: self.b",
        "class A(B, metaclass=C): self = 1", "x: Literal['gold'] = 1", "x = [i async for i in x]", "del x.shoe_size",
        "for x.shoe_size in x: pass", "with x as (a, *b): pass", "a, (b, *c) = enumerate(x)", "x.find_by_field()",
        "getattr(x)", "cast()", "replace()", "match x:\n  case A(shoe_size=_, b=[*_, {'c': d, **e}]): pass",
        "x = (y := z.shoe_size)", "def f(self, /, a: 'b[', *, c=1) -> 'd e': return self.f()", "x[1:2] = f'{x!r:{y}}'",
        "from shop_client.tables.service_visits import A as B", "x.extra[1]['Shoe Size']", "x = {**y, 'a': 1}",
        "try:\n  pass\nexcept* A as e:\n  e.shoe_size", "global x", "x.y.z: int", "async def f(): await (yield)",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_no_code_makes_the_analysis_fail(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    file = tmp_path_factory.mktemp("app") / "app.py"
    file.write_text("import shop_client\n" + "\n".join(pieces) + "\n")
    find_usages(ALL, LOCK, DOCUMENT, [file])
