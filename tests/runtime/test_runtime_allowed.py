"""Allowed values: short lists from the class, long ones from the account schema that the package carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from msgspec import UNSET, UnsetType
from runtime import allowed_values as allowed
from runtime import snapshot
from runtime.allowed_values import allowed_values
from runtime.encoding import encode
from runtime.errors import InvalidBodyError
from runtime.model import Model, field

TOWNS = [f"Town {number}" for number in range(5_000)]
OWN = {
    "owners": {"Contacts": [{"name": "Town", "type": "String", "values": TOWNS}]},
    "tables": [
        {"name": "Boats", "fields": []},
        {
            "name": "owners",
            "fields": [
                {"name": "Other", "type": "String", "values": ["no"]},
                {"name": "Size", "type": "Number", "values": [*range(60)]},
            ],
        },
    ],
    "order_types": [f"type {number}" for number in range(60)],
}


class Place(Model, kw_only=True):
    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"kind": ("a", "b")}
    _listed_: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "town": ("owners", "Contacts", "Town"),
        "size": ("tables", "owners", "Size"),
        "type": ("order_types",),
    }

    kind: str | UnsetType | None = field(name="Kind", default=UNSET)
    town: str | UnsetType | None = field(name="Town", default=UNSET)
    size: int | UnsetType | None = field(name="Size", default=UNSET)
    type: str | UnsetType | None = field(name="Type", default=UNSET)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One item each time that the account schema is asked for."""
    asked: list[None] = []

    def packaged_snapshot() -> snapshot.Snapshot:
        asked.append(None)
        return OWN

    monkeypatch.setattr(allowed, "packaged_snapshot", packaged_snapshot)
    allowed_values.cache_clear()
    return asked


def test_values_keep_their_order_and_type(reads: list[None]) -> None:
    found = allowed_values(Place)
    assert {name: list(values) for name, values in found.items()} == {
        "kind": ["a", "b"],
        "town": TOWNS,
        "size": list(range(60)),
        "type": OWN["order_types"],
    }


def test_a_long_list_is_loaded_once_and_a_short_one_never(reads: list[None]) -> None:
    class Plain(Model, kw_only=True):
        _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"kind": ("a", "b")}
        kind: str | None = field(name="Kind", default=None)

    assert allowed_values(Plain)
    assert reads == []
    allowed_values(Place)
    count = len(reads)
    assert count > 0
    for _ in range(3):
        encode(Place(town="Town 4999"))
    assert len(reads) == count


@pytest.mark.parametrize("place", [Place(town="Town 4999"), Place(size=59), Place(type="type 0"), Place(town=None)])
def test_a_listed_value_is_sent(reads: list[None], place: Place) -> None:
    assert encode(place)


@pytest.mark.parametrize(
    ("place", "nearest"),
    [(Place(town="Town 4999x"), "did you mean 'Town 4999'?"), (Place(type="typ 7"), "type 7"), (Place(size=60), "")],
)
def test_an_unlisted_value_is_refused_before_it_is_sent(reads: list[None], place: Place, nearest: str) -> None:
    with pytest.raises(InvalidBodyError) as caught:
        encode(place)
    assert nearest in str(caught.value)
    assert len(str(caught.value)) < 2_000
