"""Uses of allowed values, tables and the account's lists in code."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange

from .shop import GOLD_REMOVED, MECHANIC, SIZE, VISITS, check, usages


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
                self.client.tables["service_visits"]

        def of(unknown):
            unknown.tables.service_visits.get(1)  #! service_visits
            tables.service_visits  #! service_visits
        """,
    )


def test_a_table_with_a_new_converter_affects_calls_that_write(tmp_path: Path) -> None:
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
            print(PointCreate(type="web"), order.id == "web")
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
def test_an_order_or_point_type_is_found_where_it_is_passed(tmp_path: Path, change: SchemaChange, text: str) -> None:
    check(tmp_path, change, text)
