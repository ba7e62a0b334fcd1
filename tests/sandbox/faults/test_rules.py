"""The syntax of rules (kinds, arguments, conditions) and the errors for invalid ones."""

from __future__ import annotations

import pytest
from yulsn_codegen.sandbox.faults.parsing import KINDS, parse, parse_all
from yulsn_codegen.sandbox.faults.plan import (
    Drop,
    ExtraProperty,
    Fault,
    Html,
    Latency,
    Status,
    Truncate,
    UnknownEnumMember,
)
from yulsn_codegen.text.errors import InputError


@pytest.mark.parametrize(
    ("rule", "effect"),
    [
        ("latency=200ms", Latency(0.2)),
        ("latency=1.5s,handled", Latency(1.5, handled=True)),
        ("status=429", Status(429)),
        ("status=429,retry-after=2", Status(429, retry_after=2)),
        ("status=429,retry-date=0", Status(429, retry_date=0)),
        ("status=502,html,handled", Status(502, html=True, handled=True)),
        ("drop", Drop()),
        ("drop=unhandled", Drop()),
        ("drop=handled", Drop(handled=True)),
        ("drop=midway", Drop(handled=True, midway=True)),
        ("truncate", Truncate()),
        ("truncate=chunked", Truncate(chunked=True)),
        ("html", Html()),
        ("html=handled", Html(handled=True)),
        ("extra", ExtraProperty("NotKnownYet")),
        ("extra=Loyalty,Tier", ExtraProperty("Loyalty,Tier")),
        ("enum", UnknownEnumMember()),
        ("enum=-7", UnknownEnumMember(-7)),
    ],
)
def test_every_kind_has_its_arguments(rule: str, effect: object) -> None:
    assert parse(rule) == Fault(rule, rule, effect)  # type: ignore[arg-type]


def test_conditions_may_be_in_any_order() -> None:
    rule = "drop GET /api/v1/Contacts* 12.5% 3x"
    assert parse(rule) == Fault(rule, "drop", Drop(), "GET", "/api/v1/Contacts*", 0.125, 3)
    mixed = parse("  drop  3x 12.5%  /api/v1/Contacts* get ")
    assert (mixed.method, mixed.path, mixed.rate, mixed.limit) == ("GET", "/api/v1/Contacts*", 0.125, 3)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", "is empty"),
        ("latenzy=1s", "fault `latenzy=1s`: unknown kind `latenzy`\n  Kinds are latency, status, drop, truncate, html"),
        ("latency", "lacks the time to wait\n  For example: latency=200ms"),
        ("latency=", "has nothing after its `=`"),
        ("latency=200", "`200`, which should be a time in ms or s"),
        ("latency=1.2.3s", "`1.2.3s`, which should be a time"),
        ("latency=2h", "`2h`, which should be a time"),
        ("latency=3601s", "longer than an hour"),
        ("latency=1s,late", "has the option `late`; options are handled"),
        ("status", "lacks the status"),
        ("status=200", "has the status `200`, which should be from 400 to 599"),
        ("status=5000", "from 400 to 599"),
        ("status=503,retry-after", "option `retry-after`; options are html, handled, retry-after=SECONDS"),
        ("status=503,retry-after=soon", "`retry-after=soon`, which should be whole seconds"),
        ("status=503,retry-after=1.5", "whole seconds"),
        ("status=503,retry-after=1,retry-date=1", "but both set the same header"),
        ("drop=later", "option `later`; options are unhandled, handled, midway"),
        ("drop=handled,midway", "at several times, handled and midway"),
        ("truncate=half", "option `half`; options are chunked"),
        ("enum=Odd", "has the member `Odd`, which should be a whole number"),
        ("drop GET POST", "has a second method, `POST`"),
        ("drop 10% 20%", "has a second rate, `20%`"),
        ("drop /api/v1/A /api/v1/B", "has a second path"),
        ("drop 1x 2x", "has a second limit"),
        ("drop 101%", "has the rate `101%`, which should be from 0% to 100%"),
        ("drop -1%", "has the rate `-1%`"),
        ("drop ten%", "has the rate `ten%`"),
        ("drop 10", "has `10`, which is neither a method"),
        ("drop 0x", "has `0x`, which is neither a method"),
        ("drop Contacts", "has `Contacts`, which is neither a method"),
        ("drop GET /Contacts*", "has the path `/Contacts*`, but all paths begin with /api/v1/ or /files/"),
    ],
)
def test_an_invalid_rule_is_explained(rule: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(rule)
    assert message in str(caught.value)


def test_all_invalid_rules_are_reported_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_all(["drop 10", "html", "flood"])
    assert [problem.place for problem in caught.value.problems] == ["fault `drop 10`", "fault `flood`"]


def test_the_examples_in_messages_are_valid_rules() -> None:
    for _, examples in KINDS.values():
        for example in examples.split(", "):
            assert parse(example)


@pytest.mark.parametrize(
    ("rule", "target", "fits"),
    [
        ("drop", "/", True),
        ("drop *", "/api/v1/Contacts", True),
        ("drop /api/v1/Contacts", "/api/v1/contacts", True),
        ("drop /api/v1/Contacts/", "/api/v1/Contacts", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts/", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts?email=a", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts/5", False),
        ("drop /api/v1/Contacts/*", "/api/v1/Contacts", False),
        ("drop /api/v1/Contacts*", "/api/v1/Contacts/5/Login", True),
        ("drop /api/*/5", "/api/v1/Contacts/5", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts?email=a@example.dk", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts/?email=", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts?phone=1", False),
        ("drop */table/Service%20Visits*", "/api/v1/table/Service%20Visits/3", True),
        ("drop /api/v1/Contact.*", "/api/v1/Contacts", False),
        ("drop POST", "/", False),
        ("drop /", "/", True),
    ],
)
def test_a_path_is_matched_as_sent(rule: str, target: str, fits: bool) -> None:
    path, _, query = target.partition("?")
    assert parse(rule).matches("GET", path, query) is fits
