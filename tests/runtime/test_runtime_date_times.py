"""Date-times without a UTC offset, and offsets that JSON cannot represent."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from runtime.calls import Call
from runtime.decoding import decode
from runtime.encoding import encode
from runtime.errors import InvalidArgumentError, InvalidBodyError, ValidationError
from runtime.request import build
from samples import Shed, Visit, VisitCreate

START = "2024-05-06T10:08:14+02:00"
ODD = timezone(timedelta(minutes=50, seconds=20))  # Copenhagen until 1894


def read(**members: Any) -> tuple[Visit, list[tuple[str, str, str]]]:
    reports: list[tuple[str, str, str]] = []
    visit = decode(Visit, json.dumps({"Start": START, **members}), lambda *report: reports.append(report))
    return visit, reports


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-05-06T10:08:14", datetime(2024, 5, 6, 10, 8, 14, tzinfo=UTC)),
        ("2024-05-06T10:08:14.5", datetime(2024, 5, 6, 10, 8, 14, 500000, UTC)),
        ("2024-05-06T10:08:14.1957879", datetime(2024, 5, 6, 10, 8, 14, 195788, UTC)),
        ("2024-05-06 10:08:14", datetime(2024, 5, 6, 10, 8, 14, tzinfo=UTC)),
        ("2024-05-06t10:08", datetime(2024, 5, 6, 10, 8, tzinfo=UTC)),
        ("9999-12-31T23:59:59.9999999", datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)),
        ("0001-01-01T00:00:01", datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00.0000000", None),
        ("0001-01-01T00:00", None),
    ],
)
def test_a_time_without_offset_is_in_utc_and_the_unset_value_is_none(text: str, value: datetime | None) -> None:
    visit, reports = read(**{"End Time": text})
    assert visit.end == value
    assert reports == [("offset", "Visit.End Time", text)]
    assert visit.extra == {"End Time": text}
    assert json.loads(visit.to_json())["End Time"] == text
    assert visit.to_dict()["End Time"] == text


def test_the_unset_value_is_a_date_time_if_none_is_not_possible() -> None:
    visit, reports = read(Start="0001-01-01T00:00:00")
    assert visit.start == datetime(1, 1, 1, tzinfo=UTC)
    assert visit.start < datetime.now(UTC)
    assert [kind for kind, *_ in reports] == ["offset"]


def test_a_time_documented_without_offset_is_in_utc_and_not_drift() -> None:
    visit, reports = read(PlannedUtc="2024-05-06T08:08:14.1957879")
    assert visit.planned_utc == datetime(2024, 5, 6, 8, 8, 14, 195788, UTC)
    assert (reports, dict(visit.extra)) == ([], {})


@pytest.mark.parametrize("text", ["2024-13-06T10:08:14", "2024-05-06", "10:08:14", "soon", "2024-05-06T25:00:00"])
def test_text_that_is_not_a_date_time_is_kept_and_reported(text: str) -> None:
    visit, reports = read(**{"End Time": text})
    assert visit.end == text
    assert [(kind, place) for kind, place, _ in reports] == [("type", "Visit.End Time")]


@pytest.mark.parametrize("more", [{}, {"Unknown": 1}, {"Breaks": "none"}])
def test_every_decoding_path_reads_times_without_offset(more: dict[str, Any]) -> None:
    naive = "2024-05-06T10:08:14"
    visit, reports = read(**{"END TIME": naive, "Next": {"Start": naive}}, **more)
    assert visit.end == visit.next.start == datetime(2024, 5, 6, 10, 8, 14, tzinfo=UTC)  # type: ignore[union-attr]
    assert [place for kind, place, _ in reports if kind == "offset"] == ["Visit.End Time", "Visit.Start"]


def test_times_in_a_list_are_in_utc() -> None:
    visit, reports = read(Breaks=["2024-05-06T10:08:14", "0001-01-01T00:00:00", START])
    assert visit.breaks == [datetime(2024, 5, 6, 10, 8, 14, tzinfo=UTC), None, datetime.fromisoformat(START)]
    assert reports == [("offset", "Visit.Breaks[]", "2024-05-06T10:08:14")]


def test_an_empty_list_of_models_with_times_is_decoded() -> None:
    assert decode(Shed, b'{"Bikes":[]}').bikes == []


def test_the_original_text_is_sent_back_until_the_property_changes() -> None:
    visit, _ = read(**{"End Time": "0001-01-01T00:00:00", "New": 1})
    visit.end = datetime(2024, 1, 1, tzinfo=UTC)
    members = visit.to_dict()
    assert (members["End Time"], members["New"]) == ("2024-01-01T00:00:00Z", 1)
    assert dict(visit.extra) == {"New": 1}


@pytest.mark.parametrize(
    ("twin", "kept"),
    [
        (copy.copy, True),
        (copy.deepcopy, True),
        (lambda visit: pickle.loads(pickle.dumps(visit)), True),
        (lambda visit: Visit.from_json(visit.to_json()), True),
        (lambda visit: Visit.from_dict(visit.to_dict()), True),
        (lambda visit: visit.__replace__(planned_utc=None), True),
        (lambda visit: visit.__replace__(end=None), False),
    ],
)
def test_copies_keep_the_original_text(twin: Callable[[Visit], Visit], kept: bool) -> None:
    visit, _ = read(**{"End Time": "0001-01-01T00:00:00"})
    assert twin(visit).to_dict()["End Time"] == ("0001-01-01T00:00:00" if kept else None)
    assert (twin(visit) == visit) is kept


def test_a_dict_with_python_names_has_only_the_value() -> None:
    visit, _ = read(**{"End Time": "0001-01-01T00:00:00", "New": 1})
    members = visit.to_dict(by="python")
    assert (members["end"], members["New"]) == (None, 1)
    assert "End Time" not in members
    assert Visit.from_dict(members).end is None


@pytest.mark.parametrize("name", ["start", "Start"])
def test_from_dict_refuses_a_time_without_offset_in_a_write_model(name: str) -> None:
    with pytest.raises(ValidationError, match="timezone"):
        VisitCreate.from_dict({name: "2024-05-06T10:08:14"})
    with pytest.raises(ValidationError, match="timezone"):
        VisitCreate.from_dict({name: datetime(2024, 5, 6)})
    lax = VisitCreate.from_dict({name: "2024-05-06T10:08:14"}, lax=True)
    assert lax.start == datetime(2024, 5, 6, 10, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["0001-01-01T00:00:00", " 0001-01-01 00:00:00", datetime(1, 1, 1)])
def test_lax_conversion_reads_the_unset_value_as_an_empty_cell(cell: Any) -> None:
    assert VisitCreate.from_dict({"start": cell}, lax=True).to_dict() == {}


@pytest.mark.parametrize("body", [VisitCreate(start=datetime(2024, 5, 6)), {"a": [datetime(2024, 5, 6)]}])
def test_a_time_without_offset_is_not_sent(body: Any) -> None:
    with pytest.raises(InvalidBodyError, match="no UTC offset"):
        encode(body)


def test_a_time_without_offset_in_extra_is_not_sent() -> None:
    with pytest.raises(InvalidBodyError, match=r"VisitCreate\['New'\]: the date-time has no UTC offset"):
        encode(VisitCreate.from_dict({"New": datetime(2024, 5, 6)}, allow_extra=True))
    with pytest.raises(InvalidBodyError, match="cannot be represented"):
        encode(VisitCreate.from_dict({"New": Decimal("NaN")}, allow_extra=True))


@pytest.mark.parametrize(
    "offset",
    [
        timedelta(minutes=50, seconds=20),
        -timedelta(minutes=50, seconds=20),
        timedelta(hours=23, minutes=59, seconds=59),
        timedelta(hours=1, microseconds=1),
        -timedelta(microseconds=1),
    ],
)
def test_an_offset_with_seconds_is_sent_as_the_same_instant(offset: timedelta) -> None:
    moment = datetime(1890, 6, 1, 12, tzinfo=timezone(offset))
    sent = json.loads(encode(VisitCreate(start=moment)))["Start"]
    assert datetime.fromisoformat(sent) == moment
    assert datetime.fromisoformat(json.loads(encode([{"x": moment}]))[0]["x"]) == moment
    assert datetime.fromisoformat(VisitCreate(start=moment).to_dict()["Start"]) == moment
    assert Visit.from_json(Visit(start=moment).to_json()).start == moment
    request = build(Call("a.b", "GET", "/api/v1/A", parameters={"from": datetime}), query={"from": moment})
    assert request.url.count("%3A") == 3  # hours, minutes, seconds, and the minutes of the offset


def test_an_offset_with_seconds_is_read() -> None:
    visit, reports = read(Start="1890-06-01T12:00:00+00:50:20")
    assert visit.start == datetime(1890, 6, 1, 12, tzinfo=ODD)
    assert reports == []


def test_an_instant_that_cannot_be_represented_is_refused() -> None:
    first = datetime(1, 1, 1, tzinfo=ODD)
    with pytest.raises(InvalidBodyError):
        encode(VisitCreate(start=first))
    with pytest.raises(InvalidArgumentError, match="out of the range"):
        build(Call("a.b", "GET", "/api/v1/A", parameters={"from": datetime}), query={"from": first})


def test_instances_of_datetime_subclasses_are_sent() -> None:
    class Moment(datetime):
        """As those of pandas, pendulum and freezegun."""

    moment = Moment(2024, 5, 6, 10, 8, 14, tzinfo=timezone(timedelta(hours=2)))
    assert json.loads(encode(VisitCreate(start=moment))) == {"Start": START}
    assert VisitCreate(start=moment).to_dict() == {"Start": START}
    with pytest.raises(InvalidBodyError, match="unsupported"):
        encode({"a": SimpleNamespace()})
