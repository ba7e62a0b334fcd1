"""Arguments and bodies of the wrong type are refused by every method before anything is sent."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from operator import attrgetter
from typing import Any

import numpy
import pytest
from yulsn_client import UNSET, BulkError, GetManyError, InvalidArgumentError, InvalidBodyError
from yulsn_client._runtime.model import Model
from yulsn_client._runtime.resources import Resource
from yulsn_client.client import Client
from yulsn_client.models import BannerCacheReset, Contact, ContactPatch
from yulsn_client.tables import Tables
from yulsn_client.tables.bikes import BikesCreate, BikesField, BikesPatch

from .conftest import Flavour, Playback

NOW = datetime(2025, 1, 1, tzinfo=UTC)


class Number(IntEnum):
    ONE = 1


@dataclass(frozen=True)
class Required:
    """A required parameter of a method: `arguments` are valid for the parameters before and after it."""

    method: str
    name: str
    kind: Any
    arguments: tuple[Any, ...]
    position: int


def _resources() -> Iterator[tuple[str, type[Resource]]]:
    for owner, prefix in ((Client, ""), (Tables, "tables.")):
        for name, attribute in vars(owner).items():
            function = getattr(attribute, "func", None)
            if function is not None and name != "tables":
                place = f"yulsn_client.{'tables' if prefix else 'resources'}.{name}"
                yield prefix + name, getattr(__import__(place, fromlist=["_"]), function.__annotations__["return"])


def _valid(kind: Any) -> Any:
    """A value of a type, as far as the arguments that are checked before a body need one."""
    if typing.get_origin(kind) is typing.Literal:
        return typing.get_args(kind)[0]
    if typing.get_origin(kind) is Iterable:
        (item,) = typing.get_args(kind)
        return [1 if item is int else item.from_json(b"{}")]
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind.from_json(b"{}")
    return {int: 1, str: "x", datetime: NOW}.get(kind, UNSET)


def _required() -> Iterator[Required]:
    for place, resource in _resources():
        for name, function in inspect.getmembers(resource, inspect.isfunction):
            if name.startswith("_"):
                continue
            hints = typing.get_type_hints(function)
            given = [one for one in inspect.signature(function).parameters.values() if one.name != "self"]
            positional = [one for one in given if one.default is one.empty]
            arguments = tuple(_valid(hints[one.name]) for one in positional)
            for position, one in enumerate(positional):
                yield Required(f"{place}.{name}", one.name, hints[one.name], arguments, position)


REQUIRED = list(_required())
SCALARS = [one for one in REQUIRED if one.kind in (int, str, datetime)]
BODIES = [one for one in REQUIRED if isinstance(one.kind, type) and issubclass(one.kind, Model)]
WRONG = {
    int: [None, UNSET, "1", "x", "", True, 1.0, 1.5, Decimal(1), NOW, [1], {}, object(), numpy.True_],
    str: [None, UNSET, "", " ", "\t\n", "\u00a0", 1, True, b"x", 1.5, NOW, ["x"], {}, object()],
    datetime: [None, UNSET, "2025-01-01", 1, True, NOW.date(), [NOW], object(), datetime(2025, 1, 1)],
}


def _call(flavour: Flavour, case: Required, value: Any) -> Any:
    method = flavour.client
    for name in case.method.split("."):
        method = getattr(method, name)
    arguments = [*case.arguments]
    arguments[case.position] = value
    result = method(*arguments)
    return (
        flavour.take(result, 1) if hasattr(result, "__next__") or hasattr(result, "__anext__") else flavour.run(result)
    )


def test_every_method_is_covered() -> None:
    assert len(SCALARS) > 70
    assert len(BODIES) > 25
    others = {str(one.kind) for one in REQUIRED if one not in SCALARS and one not in BODIES}
    known = ("collections.abc.", "typing.Literal", "int | str", "yulsn_client._runtime.search.", "<class 'object'>")
    assert all(kind.startswith(known) for kind in others), others


@pytest.mark.parametrize("case", SCALARS, ids=lambda case: f"{case.method}-{case.name}")
def test_a_required_argument_of_another_type_is_refused(case: Required, flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    for value in WRONG[case.kind]:
        with pytest.raises((InvalidArgumentError, BulkError, GetManyError), match=r"required|empty|must be|offset"):
            _call(flavour, case, value)
    assert server.asked == []


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.method)
def test_a_body_of_another_type_is_refused(case: Required, flavour: Flavour, server: Playback) -> None:
    server.play("[]")
    other = BikesPatch() if case.kind is not BikesPatch else ContactPatch()
    for value in (
        None,
        UNSET,
        {},
        {"external_id": "d1"},
        [],
        [other],
        other,
        Model(),
        "x",
        b"{}",
        1,
        object(),
        case.kind,
    ):
        with pytest.raises(InvalidBodyError, match=f"must be {case.kind.__name__}, not "):
            _call(flavour, case, value)
    assert server.asked == []


@pytest.mark.parametrize(
    "items", [[{"external_id": "d1"}], [BikesPatch()], [None], [[]], [BikesCreate(), {}], "ab", 1, None, BikesCreate()]
)
def test_items_of_another_type_are_refused(items: Any, flavour: Flavour, server: Playback) -> None:
    server.play("")
    with pytest.raises((BulkError, TypeError)) as caught:
        flavour.run(flavour.client.tables.bikes.create_many(items))
    if isinstance(caught.value, BulkError):
        assert "must be BikesCreate, not " in str(caught.value.error)
        assert caught.value.created == range(0)
    assert server.asked == []


@pytest.mark.parametrize(
    "ids", ["12", b"12", 12, None, [1, None], ["1"], [1, True], [1.5], {"a": 1}, [[1]], bytearray(b"12")]
)
def test_ids_of_another_type_are_refused(ids: Any, flavour: Flavour, server: Playback) -> None:
    server.play("{}")
    with pytest.raises(InvalidArgumentError, match=r"ids"):
        flavour.run(flavour.client.contacts.get_many(ids))
    assert server.asked == []


@pytest.mark.parametrize(("take", "value"), [("x", "str"), (True, "bool"), (1.5, "float"), ([1], "list")])
def test_an_optional_argument_of_another_type_is_refused(
    take: Any, value: str, flavour: Flavour, server: Playback
) -> None:
    server.play("[]")
    with pytest.raises(InvalidArgumentError, match=f"take must be int, not {value}"):
        flavour.run(flavour.client.tables.bikes.list_after(0, take=take))
    assert server.asked == []


@pytest.mark.parametrize("after", ["x", "1", True, 1.5, [1]])
@pytest.mark.parametrize("name", ["contacts", "tables.bikes"])
def test_iterating_after_an_id_of_another_type_is_refused(
    name: str, after: Any, flavour: Flavour, server: Playback
) -> None:
    server.play("[]")
    with pytest.raises(InvalidArgumentError, match="must be int"):
        flavour.collect(attrgetter(name)(flavour.client).iterate(after=after))
    assert server.asked == []


def test_an_integer_that_python_does_not_write_is_refused(flavour: Flavour, server: Playback) -> None:
    for number in (10**400, -(10**5000)):
        with pytest.raises(InvalidArgumentError, match="id has more than 400 digits"):
            flavour.run(flavour.client.contacts.get(number))
    for value in (Decimal("1e400"), Decimal("1e-999999")):
        with pytest.raises(InvalidArgumentError, match="Price is 1E"):
            _ = BikesField.price == value
    assert server.asked == []


@pytest.mark.parametrize("values", [[1, 2], (1,), {1}])
def test_a_collection_as_a_value_of_in_is_refused(values: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"in_\(\*values\)"):
        BikesField.gears.in_(values)


@pytest.mark.parametrize("given", [[], (), range(0)])
def test_an_empty_sequence_in_a_query_is_refused(given: Any, flavour: Flavour, server: Playback) -> None:
    server.play("1")
    with pytest.raises(InvalidArgumentError, match="is empty; the server would treat it as missing"):
        flavour.run(flavour.client.segments.count_contacts(given))
    assert server.asked == []


@pytest.mark.parametrize("given", [[{}], [BannerCacheReset, 1], {}, BikesCreate(), "x"])
def test_a_sequence_of_another_type_is_refused(given: Any, flavour: Flavour, server: Playback) -> None:
    server.play("")
    with pytest.raises(InvalidBodyError, match=r"the body(\[\d\])? must be .*BannerCacheReset"):
        flavour.run(flavour.client.banners.reset_cache(given))
    assert server.asked == []


@pytest.mark.parametrize("number", [7, numpy.int64(7), numpy.uint8(7)])
def test_integers_of_other_libraries_are_accepted(number: Any, flavour: Flavour, server: Playback) -> None:
    server.play('{"Id":7}')
    flavour.run(flavour.client.contacts.delete(number))
    assert server.request.target == "/api/v1/Contacts/7"


def test_an_integer_enum_is_an_integer(flavour: Flavour, server: Playback) -> None:
    server.play("")
    flavour.run(flavour.client.contacts.delete(Number.ONE))
    assert server.request.target == "/api/v1/Contacts/1"


def test_a_subclass_of_the_model_is_accepted(flavour: Flavour, server: Playback) -> None:
    class Patch(ContactPatch, kw_only=True):
        """A user's own."""

    server.play('{"Id":1}')
    flavour.run(flavour.client.contacts.patch(1, Patch(class_="gold")))
    assert server.request.body == b'{"class":"gold"}'


def test_the_message_names_the_types_but_no_value(flavour: Flavour) -> None:
    with pytest.raises(InvalidArgumentError) as argument:
        flavour.run(flavour.client.contacts.get("ada@example.com"))
    assert str(argument.value) == "contacts.get: id must be int, not str"
    with pytest.raises(InvalidArgumentError) as missing:
        flavour.run(flavour.client.contact_companies.list_by_primary_contact_email(None))
    assert str(missing.value).endswith("is required; expected str, got None")
    with pytest.raises(InvalidBodyError) as body:
        flavour.run(flavour.client.contacts.patch(1, {"email": "ada@example.com"}))
    assert str(body.value) == "contacts.patch: the body must be ContactPatch, not dict; see ContactPatch.from_dict"
    with pytest.raises(InvalidBodyError, match=r"must be ContactCreate, not Contact$"):
        flavour.run(flavour.client.contacts.create(Contact.from_json(b'{"Id":1}')))


def test_a_checked_type_is_the_annotated_type() -> None:
    for place, resource in _resources():
        module = vars(inspect.getmodule(resource))
        calls = {call.name: call for call in module.values() if type(call).__name__ == "Call"}
        for name, call in calls.items():
            function = getattr(resource, name.rpartition(".")[2], None)
            assert function is not None, place
            hints = typing.get_type_hints(function, module)
            hints.pop("return")
            kinds = [*call.parameters.values(), *([call.body] if call.body is not None else [])]
            for kind in kinds:
                items = typing.get_args(kind) if typing.get_origin(kind) is list else ()
                assert any(hint == kind or items == typing.get_args(hint) for hint in hints.values()), (name, kind)


def test_any_kind_of_sequence_is_accepted(flavour: Flavour, server: Playback) -> None:
    resets: list[Sequence[Any]] = [[], (), range(0)]
    for given in resets:
        server.play("")
        flavour.run(flavour.client.banners.reset_cache(given))
        assert server.request.body == b"[]"


def test_create_accepts_only_its_own_model(flavour: Flavour, server: Playback) -> None:
    server.play('{"Id":1}')
    flavour.run(flavour.client.tables.bikes.create(BikesCreate(external_id="d1")))
    assert server.request.body == b'{"ExternalId":"d1"}'
