"""Paging through a listing by id, with both clients: which requests are sent, and that nothing is lost or repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from yulsn_client import DecodeError

from .conftest import Flavour, Playback

Walk = Callable[..., Any]
POINT = {
    "Type": "bonus",
    "Amount": 1,
    "Sum": 1,
    "DateTime": "2024-05-06T10:08:14+02:00",
    "IsCanceller": False,
}
EVENT = {"Created": "2024-05-06T10:08:14+02:00", "ContactId": 1, "Type": "Visit"}
ROW = {"Secret": "s", "Created": "2024-05-06T10:08:14+02:00", "LastModified": "2024-05-06T10:08:14+02:00"}

# What walks, what an item looks like, the path, and the query before and after the cursor.
WALKS: dict[str, tuple[dict[str, Any], Walk, str]] = {
    "events": (EVENT, lambda c, **o: c.contact_events.iterate(type="Visit", **o), "ContactEvents?type=Visit&lastId="),
    "points": (POINT, lambda c, **o: c.points.iterate(**o), "Points?lastId="),
    "receivers": ({}, lambda c, **o: c.email_dispatch_receiver.iterate(**o), "EmailDispatchReceiver?lastId="),
    "entities": (ROW, lambda c, **o: c.dynamic_table_entities.iterate("A b", **o), "table/A%20b?lastId="),
    "table": (ROW, lambda c, **o: c.tables.loyalty_cards.iterate(**o), "table/Loyalty%20Cards?lastId="),
}


def page(item: dict[str, Any], *ids: int | str) -> str:
    return json.dumps([{"Id": key, **item} for key in ids])


@pytest.mark.parametrize(("item", "walk", "target"), WALKS.values(), ids=WALKS)
def test_iterating_continues_after_the_highest_id(
    item: dict[str, Any], walk: Walk, target: str, flavour: Flavour, server: Playback
) -> None:
    server.play(page(item, 1, 3, 2), page(item, 3, 7), page(item))
    assert [found.id for found in flavour.collect(walk(flavour.client))] == [1, 2, 3, 7]
    start = "" if "Receiver" in target else 0
    assert [asked.target for asked in server.asked] == [f"/api/v1/{target}{last}" for last in (start, 3, 7)]
    assert {asked.method for asked in server.asked} == {"GET"}


@pytest.mark.parametrize(("item", "walk", "target"), WALKS.values(), ids=WALKS)
def test_iterating_can_resume_after_an_id(
    item: dict[str, Any], walk: Walk, target: str, flavour: Flavour, server: Playback
) -> None:
    server.play(page(item, 43), page(item))
    assert [found.id for found in flavour.collect(walk(flavour.client, after=42))] == [43]
    assert [asked.target for asked in server.asked] == [f"/api/v1/{target}{last}" for last in (42, 43)]


GUIDS = [f"{number:08x}-0b7d-4f0e-9d1e-6f0e6a1f2b3c" for number in (0xFFFF, 7, 0xAB, 1)]


@pytest.mark.parametrize("after", ["", "0b1f9f6e-0b7d-4f0e-9d1e-6f0e6a1f2b3c"])
def test_iterating_by_guids_keeps_the_order_of_the_server(after: str, flavour: Flavour, server: Playback) -> None:
    one, two, three, four = GUIDS
    server.play(page({}, one, two), page({}, two, three, four), page({}))
    receivers = flavour.collect(flavour.client.email_dispatch_receiver.iterate(after=after))
    assert [receiver.id for receiver in receivers] == GUIDS
    assert [asked.target.partition("?")[2] for asked in server.asked] == [
        f"lastId={last}" for last in (after, two, four)
    ]


def test_a_server_that_repeats_guids_does_not_loop(flavour: Flavour, server: Playback) -> None:
    server.play(page({}, *GUIDS[:2]))
    pages = flavour.collect(flavour.client.email_dispatch_receiver.pages())
    assert [[receiver.id for receiver in receivers] for receivers in pages] == [GUIDS[:2]]
    assert len(server.asked) == 2


@pytest.mark.parametrize("missing", ["", None])
def test_a_receiver_without_an_id_is_an_error(missing: str | None, flavour: Flavour, server: Playback) -> None:
    server.play(json.dumps([{"Id": GUIDS[0]}, {"Id": missing}]))
    with pytest.raises(DecodeError):
        flavour.collect(flavour.client.email_dispatch_receiver.iterate())


def test_no_request_is_sent_before_the_first_item_is_requested(flavour: Flavour, server: Playback) -> None:
    server.play(page(POINT, 1), page(POINT, 2), page(POINT))
    walk = flavour.client.points.iterate()
    assert server.asked == []
    flavour.take(walk, 1)
    assert len(server.asked) == 1


def test_each_page_holds_the_items_of_one_response(flavour: Flavour, server: Playback) -> None:
    server.play(page(ROW, 1, 2), page(ROW, 3), page(ROW))
    pages = flavour.collect(flavour.client.tables.bikes.pages(page_size=2))
    assert [[row.id for row in rows] for rows in pages] == [[1, 2], [3]]
    assert [asked.target.partition("?")[2] for asked in server.asked] == [
        "lastId=0&take=2",
        "lastId=2&take=2",
        "lastId=3&take=2",
    ]


def test_a_server_that_repeats_pages_does_not_loop(flavour: Flavour, server: Playback) -> None:
    server.play(page(POINT, 1, 2))
    assert [point.id for point in flavour.collect(flavour.client.points.iterate(type="bonus"))] == [1, 2]
    assert [asked.target for asked in server.asked] == [
        "/api/v1/Points?type=bonus&lastId=0",
        "/api/v1/Points?type=bonus&lastId=2",
    ]


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_an_invalid_page_size_is_refused_at_once(size: int, flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    with pytest.raises(ValueError, match=f"page_size of .* must be between 1 and 1000, not {size}"):
        flavour.client.tables.bikes.iterate(page_size=size)
    assert server.asked == []
