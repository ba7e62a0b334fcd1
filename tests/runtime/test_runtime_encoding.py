"""Writing JSON: exact, and checked against its type before it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from runtime.errors import InvalidBodyError, YulsnError
from runtime.model import encode
from samples import Contact, ContactPatch, LineCreate, Odd, OrderCreate, Town

GOOD = LineCreate(price=Decimal("1.10"), quantity=Decimal(2))
ENDLESS: list[Any] = []
ENDLESS.append({"a": ENDLESS})


def refused(body: object) -> str:
    with pytest.raises(InvalidBodyError) as caught:
        encode(body)
    assert isinstance(caught.value, YulsnError)
    assert isinstance(caught.value, ValueError)
    return str(caught.value)


def test_decimals_are_written_as_exact_numbers() -> None:
    big = Decimal("12345678901234567890.123456789012345678901234567890")
    assert encode(ContactPatch(balance=big)) == b'{"Balance":12345678901234567890.123456789012345678901234567890}'
    assert encode(ContactPatch(balance=Decimal("1E+500"))) == b'{"Balance":1E+500}'


def test_lists_and_plain_values_can_be_bodies() -> None:
    assert encode([GOOD, GOOD]) == b'[{"Price":1.10,"Quantity":2},{"Price":1.10,"Quantity":2}]'
    assert encode([1, 2]) == b"[1,2]"
    assert encode("\ud800") == b'"\\ud800"'
    assert (
        encode({"Keys": ["a"], "Fields": {"Balance": Decimal("0.10")}}) == b'{"Keys":["a"],"Fields":{"Balance":0.10}}'
    )


def test_bytes_and_date_times_have_the_format_of_the_server() -> None:
    patch = ContactPatch(logo=b"\x00\x01", since=datetime(2024, 1, 2, tzinfo=UTC))
    assert encode(patch) == b'{"Logo":"AAE=","Since":"2024-01-02T00:00:00Z"}'


def test_extra_is_sent() -> None:
    patch = ContactPatch.from_dict({"Email": "a@b.c", "Shoe Size": 40}, allow_extra=True)
    assert encode(patch) == b'{"Email":"a@b.c","Shoe Size":40}'


def test_text_is_not_accepted_as_a_decimal() -> None:
    assert "balance" in refused(ContactPatch(balance="1.50"))  # type: ignore[arg-type]


def test_wire_names_are_sent() -> None:
    body = encode(Odd(quoted="q", usual="u"))
    assert b'"say \\"hi\\"":"q"' in body
    assert "\ue000say".encode() not in body


def test_an_unlisted_value_is_reported_with_its_property_and_a_suggestion() -> None:
    text = refused(ContactPatch(size="large"))  # type: ignore[arg-type]
    assert "ContactPatch.size ('Size' on the wire)" in text
    assert "'large' is not one of the allowed values 'S', 'M', 'Large'; did you mean 'Large'?" in text


def test_a_long_list_of_allowed_values_is_checked_and_shortened() -> None:
    assert encode(Town(name="Town 59")) == b'{"Town Name":"Town 59"}'
    assert encode(Town(name=None)) == b'{"Town Name":null}'
    assert encode(Town()) == b"{}"
    text = refused(Town(name="Town 599"))
    assert "Town.name ('Town Name' on the wire)" in text
    assert "and 40 more; did you mean 'Town 59'?" in text


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (ContactPatch(email="x" * 21), r"ContactPatch.email \('Email' on the wire\): .* length <= 20"),
        (ContactPatch(email=5), r"email .*: Expected `str \| null`, got `int`"),  # type: ignore[arg-type]
        (ContactPatch(balance=Decimal("NaN")), r"balance .*: NaN cannot be represented in JSON"),
        (ContactPatch(balance=Decimal("-Infinity")), r"balance .*: -Infinity cannot be represented in JSON"),
        (ContactPatch(balance="x"), r"balance .*: Expected `Decimal`, got `str`"),  # type: ignore[arg-type]
        (LineCreate(price=None, quantity=Decimal(1)), r"price .*: Expected `decimal`, got `null`"),  # type: ignore[arg-type]
        (OrderCreate(lines=[GOOD, LineCreate(price=Decimal("Infinity"), quantity=Decimal(1))]), r"lines.*\[1\]\.price"),
        (
            OrderCreate(lines=[], info={"deep": [float("nan")]}),
            r"info .*\['deep'\]\[0\]: nan cannot be represented in JSON",
        ),
        (OrderCreate(lines=[], info=object()), r"info .*: Encoding objects of type object"),
        ([GOOD, LineCreate(price=True, quantity=Decimal(1))], r"list\[1\]\.price"),  # type: ignore[arg-type]
        ({"a": float("inf")}, r"dict\['a'\]: inf cannot be represented in JSON"),
        ({"a": object()}, "Encoding objects of type object"),
        (ContactPatch(since=date(2025, 1, 31)), r"since .*: Expected `datetime`, got `date`"),  # type: ignore[arg-type]
        (ENDLESS, "list: is nested too deeply, or contains itself"),
    ],
)
def test_an_invalid_value_is_reported_with_its_property(body: Any, problem: str) -> None:
    with pytest.raises(InvalidBodyError, match=problem):
        encode(body)


def test_all_problems_are_reported_together_without_values() -> None:
    with pytest.raises(InvalidBodyError) as caught:
        encode(ContactPatch(email="private@example.com.x", balance="private"))  # type: ignore[arg-type]
    assert len(caught.value.problems) == 2
    assert "private" not in str(caught.value)


def test_a_missing_required_property_is_refused() -> None:
    text = refused(Contact.from_json(b'{"Id":1}'))
    assert "secret" in text
    assert "version" in text
