"""The format `json` is read back by a strict parser and validated against the shipped JSON Schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import render_report

from .samples import EMPTY, HOSTILE, RICH

SCHEMA: dict[str, Any] = json.loads(files("yulsn_codegen.drift.reports").joinpath("report.schema.json").read_bytes())


def closed(schema: Any) -> Any:
    """Return the schema with all keys forbidden that it does not describe."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    extra = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {**{key: closed(item) for key, item in schema.items()}, **extra}


VALIDATOR = Draft202012Validator(closed(SCHEMA))


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_describes_every_key() -> None:
    for report in (RICH, EMPTY):
        VALIDATOR.validate(msgspec.json.decode(render_report(report, "json")))


def test_the_schema_rejects_other_formats() -> None:
    data = json.loads(render_report(EMPTY, "json"))
    assert not VALIDATOR.is_valid({**data, "format": 2})
    assert not VALIDATOR.is_valid({key: item for key, item in data.items() if key != "bump"})


def test_the_report_contains_all_details() -> None:
    data = json.loads(render_report(RICH, "json"))
    assert data["counts"] == {"error": 3, "warning": 2, "info": 2, "accepted": 1, "failing": 5}
    assert (data["bump"], data["fails"], data["fail_on"]) == ("major", True, "warning")
    assert [item["fails"] for item in data["findings"]] == [True, True, True, False, True, False, False, True]
    renamed = data["findings"][1]
    assert (renamed["before"], renamed["after"], renamed["certain"]) == ("Shoe size", "ShoeSize", False)
    assert renamed["message"] == 'Field "Shoe size" of Contacts may have been renamed to "ShoeSize"'
    assert renamed["fingerprint"] == RICH.findings[1].change.fingerprint
    assert len(data["findings"][4]["after"]) == 26
    assert data["findings"][3]["accepted"]["expires"] == "2031-12-31"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_every_string_is_read_back_unchanged(report: Report) -> None:
    text = render_report(report, "json")
    data = msgspec.json.decode(text)
    VALIDATOR.validate(data)
    assert [item["place"]["field"] for item in data["findings"]] == [
        None if found.change.place.field is None else unicode(found.change.place.field) for found in report.findings
    ]
    assert data["notes"] == [unicode(note) for note in report.notes]
    assert [len(item["usages"]) for item in data["findings"]] == [len(found.usages) for found in report.findings]


def unicode(text: str) -> str:
    """Return the text with lone surrogates escaped."""
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
