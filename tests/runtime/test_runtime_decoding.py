"""Reading JSON: strictly where it fits, tolerantly where it does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import DecodeError
from runtime.model import decode
from samples import Contact, Line, Odd, OddHolder, Order, Status

CONTACT = {
    "Id": 1,
    "Secret": "s",
    "Version": "AAE=",
    "Email": "ada@example.com",
    "EmailConfirmed": True,
    "LastModified": "2024-05-06T10:08:14.1957879+01:00",
    "Balance": 12.10,
    "Favourite Colour": "red",
    "Anything": {"deep": [1.5, None]},
}


def decoded(kind: Any, data: object) -> tuple[Any, list[tuple[str, str]]]:
    """Return the decoded value, and the kinds and places of the drift that was reported."""
    oddities: list[tuple[str, str]] = []
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return decode(kind, text, lambda kind, place, _: oddities.append((kind, place))), oddities


@pytest.mark.parametrize("extra", [{}, {"New": 0.30000000000000000001}], ids=["strict", "tolerant"])
def test_both_paths_read_the_same_values(extra: dict[str, Any]) -> None:
    contact, _ = decoded(Contact, {**CONTACT, **extra})
    assert contact.id == 1
    assert contact.version == b"\x00\x01"
    assert contact.last_modified == datetime(2024, 5, 6, 10, 8, 14, 195788, timezone(timedelta(hours=1)))
    assert contact.last_modified.utcoffset() == timedelta(hours=1)
    assert contact.balance == Decimal("12.1")
    assert contact.anything == {"deep": [Decimal("1.5"), None]}
    assert isinstance(contact.anything["deep"][0], Decimal)


@pytest.mark.parametrize("unknown", [b"", b',"New":1'], ids=["strict", "tolerant"])
@pytest.mark.parametrize(
    "number", ["0.1", "12345678901234567890.123456789012345678901234567890", "5", "1E+500", "-0.00"]
)
def test_decimals_are_exact_on_both_paths(number: str, unknown: bytes) -> None:
    line = decode(Line, b'{"Id":1,"Price":' + number.encode() + unknown + b"}")
    assert isinstance(line.price, Decimal)
    assert str(line.price) == str(Decimal(number))


def test_unknown_properties_are_kept_in_extra_and_reported_once() -> None:
    contacts, oddities = decoded(list[Contact], [{**CONTACT, "New": "x"}] * 3)
    assert [contact.extra for contact in contacts] == [{"New": "x"}] * 3
    assert contacts[0].email == "ada@example.com"
    assert oddities == [("unknown", "Contact.New")]


def test_unknown_properties_are_kept_at_every_depth() -> None:
    line = {"Id": 2, "Price": 1, "Sku": "a"}
    data = {
        "Id": 1,
        "Status": 100,
        "Lines": [line],
        "ByName": {"x": line},
        "Parent": {"Id": 0, "Status": 100, "Odd": 1},
    }
    order, oddities = decoded(Order, data)
    assert order.lines[0].extra == order.by_name["x"].extra == {"Sku": "a"}
    assert order.lines[0].price == Decimal(1)
    assert isinstance(order.lines[0].price, Decimal)
    assert order.parent.extra == {"Odd": 1}
    assert order.extra == {}
    assert set(oddities) == {("unknown", "Line.Sku"), ("unknown", "Order.Odd")}


def test_properties_match_case_insensitively_where_nothing_matches_exactly() -> None:
    line, oddities = decoded(Line, {"id": 1, "PRICE": 2.5})
    assert (line.id, line.price, line.extra) == (1, Decimal("2.5"), {})
    assert {kind for kind, _ in oddities} == {"case"}
    line, _ = decoded(Line, {"Id": 1, "id": 2, "Price": 1})
    assert (line.id, line.extra) == (1, {"id": 2})


def test_an_unexpected_null_is_none() -> None:
    contact, oddities = decoded(Contact, {**CONTACT, "EmailConfirmed": None, "LastModified": None})
    assert contact.email_confirmed is None
    assert contact.last_modified is None
    assert contact.email == "ada@example.com"
    assert oddities == [("null", "Contact.EmailConfirmed"), ("null", "Contact.LastModified")]


def test_a_missing_required_property_is_none() -> None:
    contact, oddities = decoded(Contact, {"Id": 1})
    assert (contact.id, contact.secret, contact.email) == (1, None, None)
    assert ("missing", "Contact.Secret") in oddities


def test_a_value_of_another_type_is_kept_unchanged() -> None:
    contact, oddities = decoded(Contact, {**CONTACT, "Id": "five", "Version": "no base64!", "Balance": [1]})
    assert (contact.id, contact.version, contact.balance) == ("five", "no base64!", [1])
    assert contact.favourite_colour == "red"
    assert {kind for kind, _ in oddities} == {"type"}


def test_an_unknown_enum_number_is_kept_as_a_member() -> None:
    order, _ = decoded(Order, {"Id": 1, "Status": 777})
    assert isinstance(order.status, Status)
    assert order.status == 777
    assert order.status.name == "UNKNOWN_777"


@pytest.mark.parametrize("name", ["EndedByUnknown", "endedbyunknown", "ENDED_BY_UNKNOWN"])
def test_an_enum_is_read_by_name(name: str) -> None:
    assert decoded(Order, {"Id": 1, "Status": name})[0].status is Status.ENDED_BY_UNKNOWN


def test_an_unknown_enum_name_is_kept_as_text() -> None:
    order, oddities = decoded(Order, {"Id": 1, "Status": "Exploded"})
    assert order.status == "Exploded"
    assert oddities == [("member", "Order.Status(Exploded)")]


def test_integers_written_as_fractions_are_read_as_integers() -> None:
    line, oddities = decoded(Line, b'{"Id":5.0,"Price":1}')
    assert (line.id, type(line.id)) == (5, int)
    assert oddities == []
    assert decode(Line, b'{"Id":1e999999,"Price":1}').id == Decimal("1e999999")


def test_the_maximum_date_time_of_the_server_is_read() -> None:
    contact, oddities = decoded(Contact, {**CONTACT, "LastModified": "9999-12-31T23:59:59.9999999+00:00"})
    assert contact.last_modified == datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)
    assert oddities == []


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (int, b"5", 5),
        (int | str, b'"queued"', "queued"),
        (Decimal | None, b"null", None),
        (Decimal | None, b"0.10", Decimal("0.10")),
        (Decimal, b"7", Decimal(7)),
        (list[str], b'["a"]', ["a"]),
        (list[str], b'["a",5,null]', ["a", 5, None]),
        (dict[str, int], b'{"a":1}', {"a": 1}),
        (dict[str, Any], b'{"a":{"b":1.5}}', {"a": {"b": Decimal("1.5")}}),
        (list[Contact], b"[]", []),
        (Contact | None, b"null", None),
        (Literal["a", "b"], b'"c"', "c"),
        (Status, b'"waiting"', Status.WAITING),
        (Any, b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (str, b'"cut \\ud83d"', "cut \ud83d"),
        (str, b'"whole \\ud83d\\ude00, \\\\ud83d"', "whole \U0001f600, \\ud83d"),
    ],
)
def test_every_type_can_be_decoded(kind: Any, text: bytes, value: Any) -> None:
    found = decode(kind, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "invalid JSON"),
        (b"<html>", "invalid JSON"),
        (b'{"Id":1', "invalid JSON"),
        (b'{"Id":NaN}', "NaN is not JSON"),
        (b'{"Id":-Infinity}', "Infinity is not JSON"),
        (b'{"Id":"\xff"}', "invalid JSON"),
        (b'{"Id":1} x', "invalid JSON"),
        (b'{"A":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
        (b"[]", "expected an object, got an array"),
        (b"null", "expected an object, got null"),
        (b'"x"', "expected an object, got a string"),
    ],
)
def test_an_invalid_document_raises_a_decode_error(text: bytes, problem: str) -> None:
    with pytest.raises(DecodeError, match=problem) as caught:
        decode(Contact, text)
    assert caught.value.body == text


def test_numbers_beyond_every_limit_are_kept() -> None:
    found: Any = decode(Any, b"[" + b"1" * 5000 + b",1e99999999999999999999,-2]")
    assert found == [Decimal("1" * 5000), "1e99999999999999999999", -2]


def test_names_that_msgspec_refuses_are_read() -> None:
    wire = {'say "hi"': "a", "a\\b%22": 1, "two\nlines": 0.1, "\ue000x": "p", "Usual": "u", "\ue000usual": 1}
    odd, _ = decoded(Odd, wire)
    assert (odd.quoted, odd.backslash, odd.line, odd.private, odd.usual) == ("a", 1, Decimal("0.1"), "p", "u")
    assert odd.extra == {"\ue000usual": 1}
    holder, _ = decoded(list[OddHolder], [{"Odd": wire}])
    assert holder[0].odd == odd


def test_an_encoded_name_on_the_wire_is_not_decoded() -> None:
    holder, _ = decoded(OddHolder, {"Odd": {"\ue000say %22hi%22": "forged"}})
    assert holder.odd.quoted is None
    assert holder.odd.extra == {"\ue000say %22hi%22": "forged"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = st.sampled_from(["Id", "id", "Status", "Lines", "ByName", "Parent", "Price", "New"])
OBJECTS = st.recursive(
    st.dictionaries(MEMBERS, JSON, max_size=5),
    lambda inner: st.dictionaries(MEMBERS, inner | st.lists(inner, max_size=3) | JSON, max_size=5),
    max_leaves=6,
)


@given(OBJECTS)
def test_every_object_is_decoded_without_losses(data: dict[str, Any]) -> None:
    text = json.dumps(data).encode()
    order = decode(Order, text)
    assert isinstance(order, Order)
    assert Order.from_json(order.to_json()) == order
    exact: Any = decode(Any, text)
    written = order.to_dict()
    for name, value in exact.items():
        if name not in Order.__struct_encode_fields__ and name.title() not in Order.__struct_encode_fields__:
            assert written[name] == value
