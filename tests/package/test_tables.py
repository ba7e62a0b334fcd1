"""The account's own tables through both clients: the paths, the names on the wire, and the typed rows."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest
from yulsn_client import BulkError, NotFoundError

from .conftest import KEY, Flavour, Make, Playback
from .expect import Is, check, moment, same_json
from .test_calls import PAGING, assert_twins, methods

READS = {"list_ids", "find_by_secret", "find_by_external_id", "list_after", "get", "get_many", *PAGING}
CREATES, UPDATES, DELETES = {"create", "create_many"}, {"patch"}, {"delete"}
SPRING = moment("2024-04-01T08:00:00.5+02:00")


@dataclass(frozen=True)
class Table:
    """A table: attribute, path, methods, a value for each field by attribute, and the same values as JSON."""

    attribute: str
    path: str
    methods: set[str]
    values: Mapping[str, Any]
    wire: str

    @property
    def row(self) -> str:
        """A row as the API answers it."""
        return f"""{{
            "Id": 8, "Secret": "9b1d", "ExternalId": null, "Name": "Ål", "Created": "2024-05-06T10:08:14.1957879+02:00",
            "LastModified": "2024-05-06T10:08:14.1957879Z", {self.wire}
        }}"""

    @property
    def wanted(self) -> Is:
        """The same row, typed."""
        return Is(
            self.model("Row"),
            id=8,
            secret="9b1d",
            external_id=None,
            name="Ål",
            created=moment("2024-05-06T10:08:14.195788+02:00"),
            last_modified=moment("2024-05-06T10:08:14.195788+00:00"),
            **self.values,
        )

    def model(self, kind: str) -> Any:
        """A model class of the table: Row, Create or Patch."""
        module = importlib.import_module(f"yulsn_client.tables.{self.attribute}")
        return getattr(module, self.attribute.title().replace("_", "") + kind)


TABLES = [
    Table(
        "bikes",
        "/api/v1/table/Bikes",
        READS | CREATES | UPDATES | DELETES,
        {
            "bought": SPRING,
            "contact_id": 4711,
            "electric": False,
            "frame_number": "WBK-1",
            "gears": 21,
            "price": Decimal("12345678901234567.89"),
            "type": "ladcykel",
        },
        """"Bought": "2024-04-01T08:00:00.500000+02:00", "Contact Id": 4711, "Electric": false, "Frame Number": "WBK-1",
           "Gears": 21, "Price": 12345678901234567.89, "Type": "ladcykel" """,
    ),
    Table(
        "cykelruter",
        "/api/v1/table/Cykelruter",
        READS | CREATES | UPDATES | DELETES,
        {
            "asfalt": True,
            "beskrivelse": "Langs åen",
            "hoejdemeter": -3,
            "laengde_km": Decimal("42.1950000000000000001"),
            "svaerhedsgrad": "svær",
            "aabner": SPRING,
        },
        """"Asfalt": true, "Beskrivelse": "Langs åen", "Højdemeter": -3, "Længde (km)": 42.1950000000000000001,
           "Sværhedsgrad": "svær", "Åbner": "2024-04-01T08:00:00.500000+02:00" """,
    ),
    Table(
        "loyalty_cards",
        "/api/v1/table/Loyalty%20Cards",
        READS | CREATES | UPDATES,
        {
            "balance": Decimal("0.10"),
            "blocked": True,
            "card_level": "silver",
            "contact_id": None,
            "issued": SPRING,
            "stamps": 9,
        },
        """"Balance": 0.10, "Blocked": true, "Card Level": "silver", "Contact Id": null,
           "Issued": "2024-04-01T08:00:00.500000+02:00", "Stamps": 9 """,
    ),
    Table(
        "newsletter_signups",
        "/api/v1/table/Newsletter%20Signups",
        READS,
        {
            "confirmed": True,
            "consent_text": "Ja tak",
            "e_mail": "ada@example.com",
            "reminders_sent": 0,
            "score": Decimal("99.5"),
            "signed_up": SPRING,
            "source": "forside",
        },
        """"Confirmed": true, "Consent Text": "Ja tak", "E-mail": "ada@example.com", "Reminders Sent": 0, "Score": 99.5,
           "Signed Up": "2024-04-01T08:00:00.500000+02:00", "Source": "forside" """,
    ),
    Table(
        "service_visits",
        "/api/v1/table/Service%20Visits",
        READS | CREATES | UPDATES | DELETES,
        {
            "bike_id": 3,
            "hours": Decimal("1.25"),
            "mechanic": "Åse",
            "status": "i gang",
            "under_warranty": None,
            "from_": SPRING,
            "to": None,
        },
        """"Bike Id": 3, "Hours": 1.25, "Mechanic": "Åse", "Status": "i gang", "Under Warranty": null,
           "from": "2024-04-01T08:00:00.500000+02:00", "to": null """,
    ),
]
Act = Callable[[Any, Table], Any]


@dataclass(frozen=True)
class Use:
    """One use of a method of a table; `path` comes behind the table's, `many` and `one` say what is answered."""

    method: str
    act: Act
    http: str
    path: str = ""
    sends: Callable[[Table], str] | None = None
    answer: Callable[[Table], str] = lambda table: ""
    value: Callable[[Table], Any] = lambda table: None
    missing: bool = False


def one(table: Table) -> str:
    return table.row


def many(table: Table) -> str:
    return f"[{table.row}, {table.row}]"


def typed(table: Table) -> Any:
    return table.wanted


def new(table: Table) -> Any:
    return table.model("Create")(external_id=None, name="Ål", **table.values)


def change(table: Table) -> Any:
    return table.model("Patch")(name="Ål", **table.values)


USES = [
    Use("list_ids", lambda t, _: t.list_ids(), "GET", answer=lambda _: "[1, 2]", value=lambda _: [1, 2]),
    Use("find_by_secret", lambda t, _: t.find_by_secret("9/b"), "GET", "?secret=9%2Fb", None, one, typed, True),
    Use("find_by_external_id", lambda t, _: t.find_by_external_id("æ 1"), "GET", "?externalId=%C3%A6%201", None, one,
        typed, True),
    Use("list_after", lambda t, _: t.list_after(7), "GET", "?lastId=7", None, many, lambda t: [t.wanted] * 2),
    Use("list_after", lambda t, _: t.list_after(7, take=2), "GET", "?lastId=7&take=2", None, many,
        lambda t: [t.wanted] * 2),
    Use("get", lambda t, _: t.get(8), "GET", "/8", None, one, typed),
    Use("create", lambda t, table: t.create(new(table)), "POST", "",
        lambda table: f'{{"ExternalId": null, "Name": "Ål", {table.wire}}}', one, typed),
    Use("create", lambda t, table: t.create(table.model("Create")()), "POST", "", lambda _: "{}", one, typed),
    Use("create_many", lambda t, table: t.create_many([new(table), table.model("Create")()]), "POST", "/Bulk",
        lambda table: f'[{{"ExternalId": null, "Name": "Ål", {table.wire}}}, {{}}]'),
    Use("patch", lambda t, table: t.patch(8, change(table)), "PATCH", "/8",
        lambda table: f'{{"Name": "Ål", {table.wire}}}', one, typed),
    Use("delete", lambda t, _: t.delete(8), "DELETE", "/8", None, one, typed),
]  # fmt: skip
USED = [(table, use) for table in TABLES for use in USES if use.method in table.methods]


@pytest.mark.parametrize(("table", "use"), USED, ids=[f"{table.attribute}.{use.method}" for table, use in USED])
def test_a_table_sends_its_name_and_reads_its_rows(table: Table, use: Use, flavour: Flavour, server: Playback) -> None:
    server.play(use.answer(table))
    value = flavour.run(use.act(getattr(flavour.client.tables, table.attribute), table))
    asked = server.request
    assert (asked.method, asked.target) == (use.http, table.path + use.path)
    check(use.value(table), value)
    if use.sends is None:
        assert asked.body == b""
    else:
        assert same_json(asked.body, use.sends(table)), asked.body.decode()


@pytest.mark.parametrize(("table", "use"), USED, ids=[f"{table.attribute}.{use.method}" for table, use in USED])
def test_a_missing_row_is_none_or_an_error(table: Table, use: Use, flavour: Flavour, server: Playback) -> None:
    server.play('{"Message": "No such row."}', status=404)
    resource = getattr(flavour.client.tables, table.attribute)
    if use.missing:
        assert flavour.run(use.act(resource, table)) is None
    else:
        kind = BulkError if use.method == "create_many" else NotFoundError
        with pytest.raises(kind, match=rf"tables\.{table.attribute}\.{use.method}.*No such row"):
            flavour.run(use.act(resource, table))


def test_a_patch_sends_null_and_leaves_out_what_is_unset(flavour: Flavour, server: Playback) -> None:
    from yulsn_client.tables.cykelruter import CykelruterPatch

    server.play(TABLES[1].row)
    flavour.run(flavour.client.tables.cykelruter.patch(8, CykelruterPatch(aabner=None, beskrivelse="", hoejdemeter=0)))
    assert same_json(server.request.body, '{"Åbner": null, "Beskrivelse": "", "Højdemeter": 0}')


def test_the_client_has_the_tables_of_the_account(flavour: Flavour) -> None:
    tables = flavour.client.tables
    found = {name for name, value in vars(type(tables)).items() if isinstance(value, cached_property)}
    assert found == {table.attribute for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.attribute)
def test_writes_through_a_converter_have_no_methods(table: Table, flavour: Flavour) -> None:
    resource = getattr(flavour.client.tables, table.attribute)
    upserts = {"upsert", "upsert_many"} if table.methods >= CREATES | UPDATES else set[str]()
    assert methods(type(resource)).keys() == table.methods | upserts | {"search", "count", "to_arrow"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.attribute)
def test_every_method_of_a_table_is_tested(table: Table) -> None:
    assert {use.method for _, use in USED} | PAGING | {"get_many"} >= table.methods


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.attribute)
def test_only_possible_writes_have_models(table: Table) -> None:
    module = importlib.import_module(f"yulsn_client.tables.{table.attribute}")
    made = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    prefix = table.attribute.title().replace("_", "")
    wanted = {"Row": READS, "Create": CREATES, "Patch": UPDATES}
    assert made == {prefix + kind for kind, uses in wanted.items() if uses <= table.methods} | {
        f"{prefix}Field",
        f"{prefix}Table",
        f"Async{prefix}Table",
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.attribute)
def test_sync_and_async_tables_have_the_same_methods(table: Table, server: Playback, flavours: Make) -> None:
    sync, asynchronous = (
        type(getattr(flavours(name, server.url, KEY).client.tables, table.attribute)) for name in ("sync", "async")
    )
    assert asynchronous.__name__ == f"Async{sync.__name__}"
    assert_twins(methods(sync), methods(asynchronous))
