"""Mistakes that generated clients are known for, one test each, with both clients over real HTTP."""

from __future__ import annotations

import json
import types
import typing
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from yulsn_client import UNSET, InvalidBodyError, models
from yulsn_client.models import (
    Contact,
    ContactBatchPatch,
    ContactPatch,
    EmailDispatchCreate,
    EmailDispatchStatus,
    OrderLine,
)
from yulsn_client.tables.bikes import BikesCreate, BikesRow

from .conftest import KEY, Flavour, Playback
from .rows.contacts import CONTACT
from .test_calls import methods, resources

COPENHAGEN = timezone(timedelta(hours=2))
MOMENT = datetime(2024, 5, 6, 10, 8, 14, 195787, COPENHAGEN)
ROW: dict[str, Any] = {
    "Id": 8,
    "Secret": "s",
    "Created": "2024-05-06T10:08:14.195787+02:00",
    "LastModified": "2024-05-06T10:08:14.195787-03:30",
    **dict.fromkeys(("Bought", "Contact Id", "Electric", "Frame Number", "Gears", "Price", "Type")),
}
# The same row on each path: as expected, with a new property, and with a value of another type.
PATHS = {"fast": {}, "unknown": {"New": 1}, "tolerant": {"Frame Number": 7}}


def row(**members: str) -> str:
    """A row as JSON; members are JSON text, which keeps their digits."""
    plain = {name: json.dumps(value) for name, value in ROW.items()} | members
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in plain.items()) + "}"


def test_path_parameters_are_escaped(flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    flavour.run(flavour.client.dynamic_table_entities.list_ids("a/b c?d"))
    assert server.request.target == "/api/v1/table/a%2Fb%20c%3Fd"


@pytest.mark.parametrize(("name", "sent"), [("..", "%2E%2E"), ("æ#&+;=", "%C3%A6%23%26%2B%3B%3D"), ("%2F", "%252F")])
def test_a_path_parameter_cannot_add_segments(name: str, sent: str, flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    flavour.run(flavour.client.dynamic_table_entities.list_ids(name))
    assert server.request.target == f"/api/v1/table/{sent}"


def test_date_times_in_queries_are_rfc_3339_with_the_plus_escaped(flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    flavour.run(flavour.client.points.list_by_period("bonus", MOMENT, MOMENT))
    query = server.request.target.partition("?")[2]
    assert "from=2024-05-06T10%3A08%3A14.195787%2B02%3A00" in query


def test_an_empty_list_is_sent_and_read_as_such(flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    assert flavour.run(flavour.client.contacts.list_ids()) == []
    assert flavour.run(flavour.client.contacts.find_by_field("Shoe Size", "43")) == []
    server.play('{"Updated": [], "NotFound": []}')
    patch = ContactBatchPatch(key_type="Id", keys=[], fields={})
    found = flavour.run(flavour.client.contacts.patch_many(patch))
    assert (found.updated, found.not_found) == ([], [])
    assert json.loads(server.request.body) == {"KeyType": "Id", "Keys": [], "Fields": {}}
    assert EmailDispatchCreate(email_campaign_id=1, segment_ids=[]).to_dict()["SegmentIds"] == []


@pytest.mark.filterwarnings("ignore::yulsn_client.SchemaDriftWarning")
@pytest.mark.parametrize("name", ["Id", "Secret", "Version", "EmailConfirmed", "LastModified", "RegistrationDateTime"])
def test_a_null_in_a_required_property_does_not_fail(name: str, flavour: Flavour, server: Playback) -> None:
    answer = json.loads(CONTACT) | {name: None}
    server.play(json.dumps(answer))
    contact = flavour.run(flavour.client.contacts.get(1))
    assert type(contact) is Contact
    assert contact.to_dict()[name] is None


def test_the_key_is_in_no_repr(flavour: Flavour) -> None:
    client = flavour.client
    for thing in (client, client.contacts, client.with_options(timeout=1), client._transport, vars(client)):
        assert KEY not in repr(thing)


def test_a_call_returns_its_type_or_raises_an_error(flavour: Flavour) -> None:
    names = vars(models) | {name: getattr(models, name) for name in models.__all__}
    for attribute, resource in resources(flavour.client):
        for name, method in methods(resource).items():
            scope = {**method.__globals__, **names}
            returns = typing.get_type_hints(method, scope)["return"]
            parts = typing.get_args(returns) if isinstance(returns, types.UnionType) else (returns,)
            for part in parts:
                kind = typing.get_origin(part) or part
                assert not (isinstance(kind, type) and issubclass(kind, BaseException)), f"{attribute}.{name}"
                assert getattr(kind, "__name__", "") not in ("Error", "Response"), f"{attribute}.{name}"


def test_an_unlisted_value_is_refused_with_the_allowed_values_and_a_suggestion(
    flavour: Flavour, server: Playback
) -> None:
    server.play(CONTACT)
    with pytest.raises(InvalidBodyError) as caught:
        flavour.run(flavour.client.contacts.patch(1, ContactPatch.from_json(b'{"class":"golden"}')))
    assert "'golden' is not one of the allowed values 'bronze', 'silver', 'gold'; did you mean 'gold'?" in str(
        caught.value
    )
    assert server.asked == []


def test_absent_null_and_empty_text_are_distinct(flavour: Flavour, server: Playback) -> None:
    server.play(CONTACT)
    flavour.run(flavour.client.contacts.patch(1, ContactPatch(phone="", shoe_size=None, first_name=UNSET)))
    assert server.request.body == b'{"Phone":"","Shoe Size":null}'


@pytest.mark.filterwarnings("ignore::yulsn_client.SchemaDriftWarning")
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_decimals_are_exact_in_both_directions_on_every_decoding_path(
    path: dict[str, Any], flavour: Flavour, server: Playback
) -> None:
    digits = "12345678901234567890.123456789012345678900"
    server.play(row(**{name: json.dumps(value) for name, value in path.items()}, Price=digits))
    found = flavour.run(flavour.client.tables.bikes.get(8))
    assert type(found) is BikesRow
    assert str(found.price) == digits
    assert f'"Price":{digits}'.encode() in found.to_json()
    flavour.run(flavour.client.tables.bikes.create(BikesCreate(price=found.price)))
    assert server.asked[-1].body == f'{{"Price":{digits}}}'.encode()


@pytest.mark.filterwarnings("ignore::yulsn_client.SchemaDriftWarning")
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_date_times_keep_their_offset_and_microseconds(
    path: dict[str, Any], flavour: Flavour, server: Playback
) -> None:
    server.play(row(**{name: json.dumps(value) for name, value in path.items()}))
    found = flavour.run(flavour.client.tables.bikes.get(8))
    assert found.created.isoformat() == "2024-05-06T10:08:14.195787+02:00"
    assert found.last_modified.isoformat() == "2024-05-06T10:08:14.195787-03:30"
    flavour.run(flavour.client.tables.bikes.create(BikesCreate(bought=found.last_modified)))
    assert server.asked[-1].body == b'{"Bought":"2024-05-06T10:08:14.195787-03:30"}'


def test_base64_is_encoded_and_decoded_as_bytes(flavour: Flavour, server: Playback) -> None:
    server.play(json.dumps(json.loads(CONTACT) | {"Version": "AAAAAAAAB9E="}))
    found = flavour.run(flavour.client.contacts.get(1))
    assert found.version == b"\0\0\0\0\0\0\x07\xd1"
    flavour.run(flavour.client.contacts.patch(1, ContactPatch(version=found.version)))
    assert server.asked[-1].body == b'{"Version":"AAAAAAAAB9E="}'


@pytest.mark.filterwarnings("ignore::yulsn_client.SchemaDriftWarning")
@pytest.mark.parametrize(
    ("sent", "value", "name"),
    [
        (100, 100, "WAITING"),
        ("Waiting", 100, "WAITING"),
        ("endedByHtmlAndText", 502, "ENDED_BY_HTML_AND_TEXT"),
        (999, 999, "UNKNOWN_999"),
    ],
)
def test_an_enum_is_read_from_its_number_or_name(
    sent: object, value: int, name: str, flavour: Flavour, server: Playback
) -> None:
    dispatch = {
        "Id": 1, "Planned": ROW["Created"], "PlannedUtc": "2024-05-06T08:08:14", "EmailCampaignId": 1,
        "EmailCampaignName": "x", "Subject": "x", "Preheader": None, "Status": sent, "Type": 1, "Sent": 1,
        "Delivered": 1, "Opens": 1, "Clicks": 1, "DeliveryRatio": 1, "OpenedRatio": 1, "ClickRatio": 1,
    }  # fmt: skip
    server.play(json.dumps([dispatch]))
    (found,) = flavour.run(flavour.client.email_dispatches.list())
    assert (found.status, found.status.value, found.status.name) == (value, value, name)
    assert isinstance(found.status, EmailDispatchStatus)


def test_decimals_are_not_rounded_like_floats() -> None:
    line = OrderLine.from_json(b'{"Id":1,"OrderId":1,"Quantity":0.1,"Price":3.3,"PriceTotal":0.33,"LastModified":"x"}')
    assert line.quantity * line.price == Decimal("0.33") == line.price_total
