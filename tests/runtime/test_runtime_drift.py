"""Drift at run time: detected on the fast path too, reported once per kind and place, and never an exception."""

from __future__ import annotations

import json
import logging
import warnings
from typing import Any

import pytest
from flavours import Run
from runtime import unknown_properties
from runtime.calls import Call
from runtime.decoding import decode
from runtime.lenient import fit
from runtime.response_drift import Drift, DriftReporter, SchemaDriftWarning
from samples import Bike, Line, Order, Shed, Status
from scripted_server import Reply, ScriptedServer

GET: Call[Bike] = Call("bikes.get", "GET", "/api/v1/Bikes/{id}", Bike)
WHOLE = {"Id": 1, "Kind": "racer", "Gears": 21, "Faørve": None}


def decoded(kind: Any, value: object, **dump: Any) -> tuple[Any, list[tuple[str, str]]]:
    """Return a value decoded from JSON, and the kinds and places of the drift that was reported."""
    found: list[tuple[str, str]] = []
    text = json.dumps(value, **dump).encode()
    read = decode(kind, text, lambda kind, place, _: found.append((kind, place)))
    return read, sorted(set(found))


@pytest.mark.parametrize("escaped", [True, False])
def test_an_expected_response_reports_no_drift(escaped: bool) -> None:
    for kind, value in ((Bike, WHOLE), (list[Bike], [WHOLE] * 3), (list[Bike], []), (Shed, {"Bikes": []})):
        assert decoded(kind, value, ensure_ascii=escaped)[1] == []
    upper = json.dumps(WHOLE).replace("\\u00f8", "\\u00F8").encode()
    decode(Bike, upper, lambda *drift: pytest.fail(str(drift)))


@pytest.mark.parametrize("far", [0, 999])
def test_an_unlisted_value_is_kept_and_reported(far: int) -> None:
    bikes = [dict(WHOLE) for _ in range(1000)]
    bikes[far] |= {"Kind": "tandem", "Gears": 8}
    found, oddities = decoded(list[Bike], bikes)
    assert (found[far].kind, found[far].gears) == ("tandem", 8)
    assert oddities == [("unlisted", "Bike.Gears"), ("unlisted", "Bike.Kind")]


@pytest.mark.parametrize("more", [{}, {"New": 1}, {"Id": "x"}], ids=["fast", "unknown", "tolerant"])
def test_a_missing_field_is_none_and_reported(more: dict[str, Any]) -> None:
    bike = {name: value for name, value in WHOLE.items() if name != "Faørve"} | more
    found, oddities = decoded(list[Bike], [bike, bike])
    assert found[0].colour is None
    assert ("missing", "Bike.Faørve") in oddities
    assert len(oddities) == 1 + len(more)


def test_nested_objects_are_checked() -> None:
    bike = {"Id": 1, "Kind": "tandem", "Gears": 21}
    _, oddities = decoded(Shed, {"Bikes": [WHOLE], "Best": bike, "Inner": [{"Bikes": [bike]}]})
    assert oddities == [("unlisted", "Bike.Kind")]
    _, oddities = decoded(Shed, {"Bikes": [bike]})
    assert oddities == [("missing", "Bike.Faørve"), ("unlisted", "Bike.Kind")]


@pytest.mark.parametrize("more", [{}, {"New": 1}, {"Lines": "x"}], ids=["fast", "unknown", "tolerant"])
def test_an_unknown_property_is_kept_and_reported(more: dict[str, Any]) -> None:
    found, oddities = decoded(list[Order], [{"Id": 1, "Status": 999, **more}] * 2)
    status = found[0].status
    assert (status, status.name, status.value, type(status)) == (999, "UNKNOWN_999", 999, Status)
    assert ("member", "Status(999)") in oddities
    assert len(oddities) == 1 + len(more)
    for name in ("EndedByUnknown", "ENDED_BY_UNKNOWN", 500):
        found, oddities = decoded(Order, {"Id": 1, "Status": name})
        assert (found.status, oddities) == (Status.ENDED_BY_UNKNOWN, [])


def test_an_enum_member_made_by_a_program_is_not_drift() -> None:
    _, oddities = decoded(Order, {"Id": 1, "Status": Status(77)})
    assert oddities == [("member", "Status(77)")]
    assert Status(78) == 78


class TestSurplus:
    """Unknown properties: the same result, and nearly as fast, once their names have been met."""

    @pytest.fixture(autouse=True)
    def _forget(self) -> None:
        unknown_properties._seen_names.clear()

    @pytest.mark.parametrize("round_", range(3))
    def test_every_decoding_path_gives_the_result_of_the_tolerant_one(self, round_: int) -> None:
        lines = [
            {"Id": 1, "Price": 1.10, "A": [0.1, None], "B": {"C": 1}},
            {"Id": 2, "Price": 3},
            {"Id": 3, "Price": 2.5, "B": None, 'quote"d': "x"},
        ]
        for count in range(round_ + 1):
            found, oddities = decoded(list[Line], lines[: 3 - count % 2])
            plain = fit(list[Line], decode(Any, json.dumps(lines[: 3 - count % 2]).encode()))
            assert found == plain
            assert [type(each) for each in found] == [Line] * len(plain)
            assert [dict(each.extra) for each in found] == [dict(each.extra) for each in plain]
            assert ("unknown", "Line.A") in oddities
        assert found[0].to_json() == b'{"Id":1,"Price":1.1,"A":[0.1,null],"B":{"C":1}}'

    def test_the_number_of_remembered_names_is_limited(self) -> None:
        for number in range(100):
            line, oddities = decoded(Line, {"Id": 1, "Price": 1, f"New {number}": number})
            assert line.extra == {f"New {number}": number}
            assert oddities == [("unknown", f"Line.New {number}")]
        assert len(unknown_properties._seen_names[Line]) <= 32

    def test_a_name_in_another_case_is_the_same_property(self) -> None:
        line, oddities = decoded(Line, {"id": 1, "Price": 1, "New": 1})
        assert (line.id, line.extra) == (1, {"New": 1})
        assert oddities == [("case", "Line.Id"), ("unknown", "Line.New")]

    def test_an_optional_object_may_be_null(self) -> None:
        assert decoded(Line | None, {"Id": 1, "Price": 1, "New": 1})[0].extra == {"New": 1}
        assert decoded(Line | None, None) == (None, [])

    def test_tolerantly_decoded_objects_can_be_changed_and_copied(self) -> None:
        line, _ = decoded(Line, {"Id": 1, "Price": 1, "New": 1})
        line.id = 2
        with pytest.raises(AttributeError):
            line.idd = 3
        assert line.to_dict() == {"Id": 2, "Price": 1, "New": 1}


# --- Telling ---


def bike(**more: object) -> Reply:
    return Reply(200, json.dumps({**WHOLE, **more}, ensure_ascii=False).encode())


def get_all(count: int) -> Any:
    def use(client: Any) -> Any:
        return [client.call(GET, path={"id": 1}) for _ in range(count)]

    async def use_async(client: Any) -> Any:
        return [await client.call(GET, path={"id": 1}) for _ in range(count)]

    return {"sync": use, "async": use_async}


def test_each_kind_and_place_is_reported_once_per_client(server: ScriptedServer, run: Run) -> None:
    found: list[Drift] = []
    server.replies(bike(New=1), bike(New=2, Kind="tandem"), bike(Kind="trike"), bike(Other=1))
    run(server.url, get_all(4)[run.name], on_drift=found.append)
    assert [(drift.kind, drift.place) for drift in found] == [
        ("unknown", "Bike.New"),
        ("unlisted", "Bike.Kind"),
        ("unknown", "Bike.Other"),
    ]
    assert "'tandem'" in found[1].detail


def test_drift_is_warned_about_once_and_logged_by_default(
    server: ScriptedServer, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "yulsn")
    server.replies(bike(New=1), bike(Kind="tandem"), bike(Id=None))
    with pytest.warns(SchemaDriftWarning, match=r"unknown at 'Bike\.New'") as caught:
        run(server.url, get_all(3)[run.name])
    assert len(caught) == 1
    assert [record.levelname for record in caplog.records if "differs" in record.msg] == ["INFO", "WARNING", "WARNING"]


def test_drift_never_raises_whatever_filters_and_callbacks_do(
    server: ScriptedServer, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(drift: Drift) -> None:
        raise KeyError(drift.place)

    server.replies(bike(New=1), bike(New=1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(server.url, get_all(1)[run.name])[0].extra == {"New": 1}
    assert run(server.url, get_all(1)[run.name], on_drift=failing)[0].extra == {"New": 1}
    assert "on_drift raised" in caplog.text


def test_arbitrary_names_from_a_server_do_not_fill_memory() -> None:
    found: list[Drift] = []
    watch = DriftReporter(found.append)
    for number in range(5000):
        watch.report("unknown", f"Bike.{number}", "")
    assert len(found) == 1000
