"""Uses of fields in code that are found by name: attributes, arguments and strings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from yulsn_codegen.client.naming import Alias
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.usage.find import find_usages

from .shop import DOCUMENT, LOCK, SIZE, SIZE_REMOVED, SIZE_WIDENED, VISITS, check


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
            "shoe_size"

        def use(store: Store, visit: ServiceVisitsRow, path: str, shoe: Shoe, unknown):
            print(store.shoe_size, visit.shoe_size, path.shoe_size, shoe.shoe_size, os.shoe_size)
            print(Foot(3).shoe_size, Shoe(shoe_size=39).shoe_size)
            ServiceVisitsCreate(shoe_size=39)
            made = ServiceVisitsCreate()
            shoe_size = made.shoe_size
            with Shoe() as other:
                print(other.shoe_size, unknown.shoe_size)  #! shoe_size
            unknown = Shoe()
            return shoe_size
        """,
    )


def test_a_field_is_found_by_its_names_in_strings_and_keywords(tmp_path: Path) -> None:
    check(
        tmp_path,
        SIZE_REMOVED,
        """
        from typing import Literal
        from shop_client import Client
        from shop_client.models import Contact, ContactBatchPatch, ContactPatch

        NAMES = ["first_name", "shoe_size"]  #! shoe_size
        WIRE_NAME = "Shoe Size"  #! Shoe Size
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
        print([getattr(contact, name) for name in ("id", "shoe_size")])  #! shoe_size
        frame = read(client.contacts)
        print(frame["Shoe Size"], frame[["Id", "Shoe Size"]])  #! Shoe Size, Shoe Size
        frame.rename(columns={"Shoe Size": "size"}).groupby(by=WIRE_NAME)  #! Shoe Size
        frame.assign(shoe_size=39)  #! shoe_size
        ContactPatch(**dict(shoe_size=39))  #! shoe_size
        ContactPatch(**{"shoe_size": 39})  #! shoe_size
        print("Shoe Sizes", f"Shoe Size {1}")
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


def test_a_deprecated_alias_is_found_like_the_name(tmp_path: Path) -> None:
    lock = replace(LOCK, aliases=(Alias("Contacts", "foot", "Shoe Size"), Alias("", "visits", "Service Visits")))
    (tmp_path / "app.py").write_text(
        "from shop_client import Client\n"
        "print(Client().contacts.get(1).foot)\n"
        "print(Client().contacts.get(1).shoe_size)\n"
        "print(Client().tables.visits)\n"
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
