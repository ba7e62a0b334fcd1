"""Names: every wire name becomes a valid identifier, none is lost, and none changes because of another."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.accounts import HOSTILE, account, field, table
from support.generating import python
from yulsn_codegen.account.schema import AccountField, FieldType
from yulsn_codegen.client import build, identifiers
from yulsn_codegen.client.identifiers import attribute, class_name, identifier, module, parameter, suffix
from yulsn_codegen.client.naming import Names, decide
from yulsn_codegen.description.document import Document

ANY_TEXT = st.text(st.characters())  # surrogates are among them
CLOSE = st.text("aA1 _-.!æ\u00b2", max_size=6)  # many of these become the same identifier
WIRE = st.one_of(ANY_TEXT, CLOSE, st.sampled_from(HOSTILE), st.sampled_from([*keyword.kwlist, *identifiers._SHADOWING]))
GOOD = re.compile(r"[a-z][a-z0-9_]*")

GENERATED = Path(__file__).parents[2] / "generated"


@given(WIRE)
def test_an_identifier_is_ascii_snake_case_and_not_a_keyword(text: str) -> None:
    for make in (identifier, attribute, parameter, module):
        name = make(text)
        assert GOOD.fullmatch(name)
        assert not keyword.iskeyword(name)
        assert unicodedata.normalize("NFKC", name) == name
        assert len(name) < 90
        assert make(text) == name


@given(WIRE)
def test_an_attribute_does_not_shadow_names_that_its_model_needs(text: str) -> None:
    assert attribute(text) not in identifiers.MODEL_ATTRIBUTES
    assert attribute(text) not in identifiers._SHADOWING


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("Favourite Colour", "favourite_colour"),
        ("FirstName", "first_name"),
        ("extOrderId", "ext_order_id"),
        ("HTTPServer", "http_server"),
        ("Shoe-Size", "shoe_size"),
        ("Fødselsdag", "foedselsdag"),
        ("Ærø Å", "aeroe_aa"),
        ("ÆØÅ", "ae_oe_aa"),
        ("Areal m²", "areal_m2"),
        ("\uff26\uff4f\uff4f", "foo"),
        ("\ufb01lm", "film"),
        ("Größe", "grosse"),
        ("name\0", "name"),
        ("__class__", "class_"),
        ("class", "class_"),
        ("None", "none"),
        ("2nd choice", "field_2nd_choice"),
        ("_private", "private"),
        ("a\u202eb", "ab"),
        ("a\nb", "a_b"),
        ("", "field_e3b0c4"),
        ("!?", "field_" + suffix("!?")),
        ("\ud800", "field_" + suffix("\ud800")),
        ("str", "str_"),
        ("list", "list_"),
        ("datetime", "datetime_"),
        ("extra", "extra_"),
        ("to_json", "to_json_"),
        ("from_dict", "from_dict_"),
        ("field", "field_"),
        ("match", "match"),
        ("type", "type"),
    ],
)
def test_an_attribute_is_spelled_like_its_wire_name(wire: str, name: str) -> None:
    assert attribute(wire) == name


def test_an_emoji_becomes_a_name() -> None:
    assert GOOD.fullmatch(attribute("\U0001f600"))
    assert attribute("\U0001f600") != attribute("\U0001f601")


def test_a_very_long_name_is_truncated_and_made_unique_by_a_hash_of_all_of_it() -> None:
    one, other = attribute("x" * 10_000), attribute("x" * 9_999 + "y")
    assert one != other
    assert one.startswith("x" * 60 + "_")
    assert len(one) == 67


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("Service Visits", "service_visits"),
        ("con", "con_"),
        ("NUL", "nul_"),
        ("com1", "com1_"),
        ("LPT9", "lpt9_"),
        ("aux", "aux_"),
        ("list", "list_"),
        ("Print", "print_"),
        ("class", "class_"),
        ("2024", "table_2024"),
        ("", "table_e3b0c4"),
        ("../x", "x"),
        ("Cached Property", "cached_property_"),
        ("Async Cars", "table_async_cars"),
        ("Æblegrød", "aeblegroed"),
    ],
)
def test_a_module_name_is_a_valid_file_name_on_every_system(wire: str, name: str) -> None:
    assert module(wire) == name


@pytest.mark.parametrize(
    ("wire", "name"),
    [("self", "self_"), ("after", "after_"), ("page_size", "page_size_"), ("lastId", "last_id"), ("from", "from_")],
)
def test_a_parameter_does_not_shadow_the_other_parameters_of_its_method(wire: str, name: str) -> None:
    assert parameter(wire) == name


def test_the_attributes_of_the_base_model_are_reserved() -> None:
    reserved = python(
        Path(__file__).parents[2] / "generated", "from yulsn_client._runtime.model import RESERVED; print(*RESERVED)"
    ).split()
    assert {name for name in reserved if not name.startswith("_")} == identifiers.MODEL_ATTRIBUTES


# --- deciding ---


def contact_names(
    wire: list[str], pins: Mapping[str, str] | None = None, static: Mapping[str, str] | None = None
) -> dict[str, str]:
    decided = decide(
        account([field(name) for name in wire]), {"Contacts": static or {}}, Names(owners={"Contacts": pins or {}})
    )
    return dict(decided.names.owners["Contacts"])


UNIQUE_WIRE = st.lists(WIRE, unique=True, max_size=12)
STATIC = {"Email": "email", "Id": "id", "A": "a"}


@given(UNIQUE_WIRE)
def test_every_field_has_a_unique_name_that_no_static_property_has(wire: list[str]) -> None:
    names = contact_names(wire, static=STATIC)
    assert set(names) == set(wire) - set(STATIC)
    assert len(set(names.values())) == len(names)
    assert not set(names.values()) & set(STATIC.values())
    assert all(GOOD.fullmatch(name) and not keyword.iskeyword(name) for name in names.values())


@given(UNIQUE_WIRE.flatmap(lambda wire: st.tuples(st.just(wire), st.permutations(wire))))
def test_names_do_not_depend_on_the_order_of_the_fields(orders: tuple[list[str], list[str]]) -> None:
    assert contact_names(orders[0], static=STATIC) == contact_names(orders[1], static=STATIC)


@given(UNIQUE_WIRE, UNIQUE_WIRE)
def test_pins_prevent_every_change_of_a_name(before: list[str], after: list[str]) -> None:
    pins = contact_names(before, static=STATIC)
    names = contact_names(after, pins, STATIC)
    assert {wire: names[wire] for wire in pins} == pins
    assert len(set(names.values())) == len(names)
    assert contact_names(before, names, STATIC) == names


@given(UNIQUE_WIRE, UNIQUE_WIRE, UNIQUE_WIRE)
def test_a_name_is_never_reused_for_another_field(first: list[str], second: list[str], third: list[str]) -> None:
    pins: dict[str, str] = {}
    given_to: dict[str, str] = {}
    for wire in (first, second, third):
        pins = contact_names(wire, pins)
        for one, name in pins.items():
            assert given_to.setdefault(name, one) == one


def test_the_field_spelled_in_plain_words_keeps_the_name() -> None:
    names = contact_names(["Shoe-Size", "Shoe Size", "Shoe.Size"])
    assert names == {
        "Shoe Size": "shoe_size",
        "Shoe-Size": f"shoe_size_{suffix('Shoe-Size')}",
        "Shoe.Size": f"shoe_size_{suffix('Shoe.Size')}",
    }


def test_two_fields_spelled_in_plain_words_both_get_a_suffix() -> None:
    names = contact_names(["Shoe Size", "ShoeSize"])
    assert set(names.values()) == {f"shoe_size_{suffix('Shoe Size')}", f"shoe_size_{suffix('ShoeSize')}"}


def test_a_field_is_named_as_its_pin_says() -> None:
    assert contact_names(["Shoe Size", "Other"], {"Shoe Size": "size"}) == {"Shoe Size": "size", "Other": "other"}


def test_a_new_field_does_not_take_a_pinned_name() -> None:
    names = contact_names(["Shoe Size", "Shoe-Size"], {"Shoe-Size": "shoe_size"})
    assert names == {"Shoe-Size": "shoe_size", "Shoe Size": f"shoe_size_{suffix('Shoe Size')}"}


def test_the_name_of_a_removed_field_stays_reserved_until_it_returns() -> None:
    tombstone = contact_names([], {"Shoe-Size": "shoe_size"})
    assert tombstone == {"Shoe-Size": "shoe_size"}
    names = contact_names(["Shoe Size"], tombstone)
    assert names["Shoe Size"] == f"shoe_size_{suffix('Shoe Size')}"
    assert contact_names(["Shoe-Size"], names)["Shoe-Size"] == "shoe_size"


def test_a_field_that_equals_a_suffixed_name_keeps_it() -> None:
    taken = f"shoe_size_{suffix('Shoe-Size')}"
    names = contact_names(["Shoe Size", "Shoe-Size", taken])
    assert names[taken] == taken
    assert names["Shoe-Size"] == f"shoe_size_{suffix('Shoe-Size', 12)}"


def test_fields_with_colliding_suffixes_get_distinct_names() -> None:
    seen: dict[str, str] = {}
    for number in count():
        # unlike wire names that become the same identifier
        wire = "a" + "".join("-."[number >> bit & 1] for bit in range(24))
        other = seen.setdefault(suffix(wire), wire)
        if other != wire:
            break
    names = contact_names([wire, other])
    assert len(set(names.values())) == 2
    assert names == contact_names([other, wire])


def test_a_static_property_keeps_its_name_and_the_field_gets_a_suffix() -> None:
    decided = decide(account([field("E-mail"), field("email")]), {"Contacts": {"Email": "email"}}, Names())
    names = decided.names.owners["Contacts"]
    assert names == {"E-mail": "e_mail", "email": f"email_{suffix('email')}"}
    assert decided.notes == (f"Contacts: 'email' is named {names['email']}, because email is already taken.",)


def test_a_new_static_property_takes_the_name_of_a_pinned_field() -> None:
    decided = decide(
        account([field("note")]),
        {"Contacts": {"Note": "note"}},
        Names(owners={"Contacts": {"note": "note", "gone": "x"}}),
    )
    assert decided.names.owners["Contacts"] == {"note": f"note_{suffix('note')}", "gone": "x"}
    assert len(decided.notes) == 1


def test_a_field_named_exactly_like_a_static_property_is_reported_and_gets_no_name() -> None:
    decided = decide(account([field("Email")]), {"Contacts": {"Email": "email"}}, Names())
    assert decided.names.owners["Contacts"] == {}
    assert decided.notes == ("Contacts: the dynamic field 'Email' is the static property with the same name.",)


def test_owners_and_tables_have_separate_namespaces() -> None:
    schema = account(
        [field("A-b")], [table(1, "A-b", field("A-b")), table(2, "C", field("A-b"))], Stores=[field("A b")]
    )
    names = decide(schema, {}, Names()).names
    assert (names.owners["Contacts"], names.owners["Stores"]) == ({"A-b": "a_b"}, {"A b": "a_b"})
    assert names.tables == {"A-b": "a_b", "C": "c"}
    assert names.table_fields == {"A-b": {"A-b": "a_b"}, "C": {"A-b": "a_b"}}


def test_a_removed_table_and_its_fields_remain_as_tombstones() -> None:
    before = decide(account(tables=[table(1, "Cars", field("Doors"))]), {}, Names()).names
    gone = decide(account(), {}, before).names
    assert gone.tables == {"Cars": "cars"}
    assert gone.table_fields == {"Cars": {"Doors": "doors"}}
    back = decide(account(tables=[table(9, "Cars", field("doors")), table(2, "cars")]), {}, gone).names
    assert back.tables == {"Cars": "cars", "cars": f"cars_{suffix('cars')}"}
    assert back.table_fields["Cars"] == {"Doors": "doors", "doors": f"doors_{suffix('doors')}"}


@given(UNIQUE_WIRE)
def test_tables_have_unique_modules_and_classes(wire: list[str]) -> None:
    schema = account(tables=[table(number, name) for number, name in enumerate(wire)])
    names = decide(schema, {}, Names()).names.tables
    assert set(names) == set(wire)
    assert len(set(names.values())) == len(wire)
    classes = [f"{prefix}{class_name(name)}" for name in names.values() for prefix in ("", "Async")]
    assert len(set(classes)) == len(classes)


def test_tables_with_colliding_class_names_get_distinct_names() -> None:
    names = decide(account(tables=[table(1, "Cars 1"), table(2, "Cars1")]), {}, Names()).names.tables
    assert len({class_name(name) for name in names.values()}) == 2
    assert (
        decide(account(tables=[table(2, "Cars1")]), {}, Names(tables={"Cars 1": "cars_1"})).names.tables["Cars1"]
        != "cars1"
    )


def test_the_static_names_of_an_owner_are_those_of_its_reads_and_writes(description: Document) -> None:
    static = build.static_names(description)
    assert set(static) == {"Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"}
    assert static["Orders"]["ExtOrderId"] == "ext_order_id"
    assert static["DynamicTable"]["Id"] == "id"


def test_no_two_static_properties_share_an_attribute(description: Document) -> None:
    for owner, names in build.static_names(description).items():
        assert len(set(names.values())) == len(names), owner


def test_names_do_not_depend_on_the_type_of_a_field() -> None:
    one = account([AccountField("x y", FieldType.NUMBER)])
    other = account([AccountField("x y", FieldType.STRING, "label", ("a",))])
    assert decide(one, {}, Names()) == decide(other, {}, Names())
