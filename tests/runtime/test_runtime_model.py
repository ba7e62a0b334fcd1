"""Models: their round trips, `extra`, copies, reprs; and the open enum."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.model import RESERVED, UNSET, Model, OpenIntEnum, encoded_name, wire_name
from samples import Contact, ContactPatch, Line, Login, Odd, Order, Status

LINE = Line.from_json(b'{"Id":1,"Price":0.10,"Sku":"a","Weight":1.50}')


def test_a_generated_subclass_inherits_the_options_of_the_base() -> None:
    config = Contact.__struct_config__
    assert config.forbid_unknown_fields
    assert config.dict


def test_extra_is_empty_without_unknown_properties_and_read_only_with_them() -> None:
    assert Line(id=1, price=Decimal(1)).extra == {}
    with pytest.raises(TypeError):
        LINE.extra["Sku"] = "b"  # type: ignore[index]


@pytest.mark.parametrize(
    "twin",
    [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model)), lambda model: model.__replace__()],
    ids=["copy", "deepcopy", "pickle", "replace"],
)
def test_copies_keep_extra(twin: Any) -> None:
    found = twin(LINE)
    assert found == LINE
    assert found is not LINE
    assert found.extra == {"Sku": "a", "Weight": Decimal("1.50")}


def test_equality_includes_extra() -> None:
    assert Line(id=1, price=Decimal("0.10")) != LINE
    assert object() != LINE
    assert Line.from_json(LINE.to_json()) == LINE


def test_unknown_properties_are_written_back() -> None:
    assert LINE.to_json() == b'{"Id":1,"Price":0.10,"Sku":"a","Weight":1.50}'
    assert LINE.to_dict() == {"Id": 1, "Price": Decimal("0.10"), "Sku": "a", "Weight": Decimal("1.50")}
    order = Order(id=1, status=Status.WAITING, lines=[LINE])
    assert b'"Sku":"a"' in order.to_json()


def test_unset_properties_are_omitted_and_null_ones_written() -> None:
    patch = ContactPatch(email=None)
    assert patch.to_json() == b'{"Email":null}'
    assert patch.to_dict() == {"Email": None}
    assert ContactPatch.from_dict({}).email is UNSET


def test_to_dict_has_the_content_of_the_json() -> None:
    patch = ContactPatch(
        balance=Decimal("1.10"), logo=b"\x00\x01", since=datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    )
    expected = {"Balance": Decimal("1.10"), "Logo": "AAE=", "Since": "2024-01-02T00:00:00+02:00"}
    assert patch.to_dict() == expected
    assert json.loads(patch.to_json(), parse_float=Decimal) == expected


def test_to_dict_refuses_other_kinds_of_names() -> None:
    with pytest.raises(ValueError, match="by must be 'wire' or 'python', not 'alias'"):
        ContactPatch().to_dict(by="alias")  # type: ignore[arg-type]


def test_from_dict_accepts_python_values_and_other_mappings() -> None:
    since = datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    patch = ContactPatch.from_dict({"Balance": 5, "Logo": b"ab", "Since": since, "Email": "a@b.c"})
    assert patch == ContactPatch(balance=Decimal(5), logo=b"ab", since=since, email="a@b.c")
    assert isinstance(patch.balance, Decimal)
    nested = Order.from_dict({"Id": 1.0, "Status": "Waiting", "Lines": [LINE, {"Id": 2, "Price": 0.5}]}, lax=True)
    assert nested.id == 1
    assert nested.lines == [LINE, Line(id=2, price=Decimal("0.5"))]


def test_from_dict_refuses_arguments_that_are_not_mappings() -> None:
    with pytest.raises(TypeError, match="list"):
        Line.from_dict([])  # type: ignore[arg-type]


def test_names_that_msgspec_refuses_are_read_and_written_unchanged() -> None:
    odd = Odd(quoted="q", backslash=2, line=Decimal("0.30"), private="p")
    wire = {'say "hi"': "q", "a\\b%22": 2, "two\nlines": Decimal("0.30"), "\ue000x": "p", "Usual": None}
    assert odd.to_dict() == wire
    assert json.loads(odd.to_json(), parse_float=Decimal) == wire
    assert Odd.from_dict(wire) == Odd.from_json(odd.to_json()) == odd


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_an_encoded_name_is_reversible_and_accepted_by_msgspec(name: str) -> None:
    encoded = encoded_name(name)
    assert wire_name(encoded) == name
    assert encoded == name or encoded.startswith("\ue000")
    model = msgspec.defstruct("Named", [("value", int, msgspec.field(name=encoded))], bases=(Model,), kw_only=True)
    assert json.loads(model(value=1).to_json()) == {name: 1}  # type: ignore[attr-defined]


@given(
    st.builds(
        Contact,
        id=st.integers(-(2**31), 2**31 - 1),
        secret=st.text(st.characters(codec="utf-8")),
        version=st.binary(),
        email=st.none() | st.text(st.characters(codec="utf-8")),
        email_confirmed=st.booleans(),
        last_modified=st.datetimes(
            timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
        ),
        balance=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
        anything=st.none() | st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers()),
    ),
    st.booleans(),
)
def test_every_contact_round_trips(contact: Contact, tolerant: bool) -> None:
    if tolerant:
        contact = Contact.from_dict({**contact.to_dict(), "New one": Decimal("0.10")})
        assert contact.extra
    for twin in (Contact.from_json(contact.to_json()), Contact.from_dict(contact.to_dict())):
        assert twin == contact
        assert twin.last_modified.utcoffset() == contact.last_modified.utcoffset()
        assert str(twin.balance) == str(contact.balance)


def test_an_invalid_decimal_is_written_back_as_its_text() -> None:
    assert json.loads(Line.from_json(b'{"Id":1,"Price":"NaN"}').to_json()) == {"Id": 1, "Price": "NaN"}


def test_a_misspelled_property_name_is_refused() -> None:
    patch = ContactPatch()
    patch.email = "a@b.c"
    with pytest.raises(AttributeError, match="ContactPatch has no property 'emial'"):
        patch.emial = "a@b.c"  # type: ignore[attr-defined]


def test_a_repr_shows_set_properties_and_no_password() -> None:
    assert repr(ContactPatch(email="a@b.c")) == "ContactPatch(email='a@b.c')"
    assert repr(LINE) == "Line(id=1, price=Decimal('0.10'), extra={'Sku': 'a', 'Weight': Decimal('1.50')})"
    assert "hunter2" not in repr(Login(password="hunter2", ip="::1"))


def test_reserved_names_are_those_of_the_base_class() -> None:
    assert {"extra", "from_json", "to_json", "from_dict", "to_dict"} <= RESERVED
    assert not any(name.startswith("__") for name in RESERVED)


class TestOpenIntEnum:
    def test_an_unknown_number_becomes_a_member_that_equals_it(self) -> None:
        member = Status(7)
        assert member == 7
        assert hash(member) == hash(Status(7))
        assert member == Status(7)
        assert (member.name, member.value) == ("UNKNOWN_7", 7)

    def test_unknown_members_are_not_added_to_the_enum(self) -> None:
        Status(8)
        assert {member.value for member in Status} == {100, 500}
        assert 8 not in Status._value2member_map_

    @pytest.mark.parametrize("value", [Status.WAITING, Status(-3)])
    def test_members_survive_copies(self, value: OpenIntEnum) -> None:
        for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert twin == value
            assert type(twin) is Status
            assert twin.name == value.name

    @pytest.mark.parametrize("value", ["Nothing", None, 1.5, True, [1]])
    def test_a_value_that_is_neither_a_number_nor_a_name_is_refused(self, value: Any) -> None:
        with pytest.raises(ValueError, match="is not a valid Status"):
            Status(value)
