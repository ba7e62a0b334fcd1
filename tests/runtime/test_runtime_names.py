"""Names and values with unusual characters are kept exactly, in both directions, wherever they occur."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import re
import warnings
from decimal import Decimal
from typing import Any, Literal

import msgspec
import pytest
from flavours import KEY, Run
from hypothesis import given
from hypothesis import strategies as st
from runtime import errors, lenient
from runtime.account.schema import AccountField, AccountSchema, AccountTable, FieldType
from runtime.calls import Call
from runtime.decoding import decode
from runtime.drift.compare import compare
from runtime.drift_detection import inspect
from runtime.encoding import encode
from runtime.lenient import fit
from runtime.model import UNSET, Model, UnsetType, encoded_name, field, wire_name
from runtime.response_drift import Drift, DriftReporter
from samples import Contact, ContactPatch, Line, Login, Order, OrderCreate, Status, Town
from scripted_server import Reply, ScriptedServer

TAKEN = (
    *("", " ", "a", "A", "ﬁeld", "field", "e\u0301", "\xe9", "STRASSE", "straße", "\u0130", "i\u0307", "a\ufffd"),
    *("to_json", "extra", "_extra", "self", "__class__", "unknown_0", "%", "100%22", "\uf8ff", "a\ue000", "\U0001f600"),
    *("\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\uffff", "n" * 10_000, "n" * 9_999 + "m", "{a}", "</a>", "$.a"),
)
"""Names that msgspec takes."""
REFUSED = (
    *("a\ud800", "a\ud801", "a\udc00", "\udfff\ud800", 'say "hi"', "back\\slash", "\\ud800", "%\ud800"),
    *("\ue000", "\ue000a", "\ue000a%22", '\ue000a"', "\ue000\ue000", "n" * 9_999 + "\ud800", *map(chr, range(32))),
)
"""Names that it refuses, which therefore have stand-ins."""
ANY_TEXT = st.text(st.characters()).filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))


def model(names: tuple[str, ...], kind: Any = str | None, default: Any = None) -> Any:
    """A model with properties of these names, as the generator makes them."""
    fields = [(f"field_{at}", kind, field(name=encoded_name(name), default=default)) for at, name in enumerate(names)]
    return msgspec.defstruct("Strange", fields, bases=(Model,), kw_only=True)


def with_all(names: tuple[str, ...]) -> dict[str, str]:
    """A value for each name, as strange as the name."""
    return {name: f"of {name}" for name in names}


KINDS = {"read": (str | None, None), "create": (str | UnsetType, UNSET), "patch": (str | UnsetType | None, UNSET)}


@pytest.mark.parametrize("names", [TAKEN, REFUSED, TAKEN + REFUSED], ids=["taken", "refused", "all"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_name_is_a_separate_property(names: tuple[str, ...], kind: str) -> None:
    wire = with_all(names)
    strange: Any = model(names, *KINDS[kind])
    several: Any = list[strange]
    built = strange(**{f"field_{at}": wire[name] for at, name in enumerate(names)})
    assert built.to_dict() == wire
    for text in (built.to_json(), encode(built), json.dumps(wire).encode(), json.dumps(wire)):
        assert json.loads(text) == wire
        assert strange.from_json(text) == built
        assert decode(several, b"[%b]" % (text if isinstance(text, bytes) else text.encode())) == [built]
    assert strange.from_dict(wire) == copy.deepcopy(built) == built
    for name in names:
        assert strange.from_dict({name: "x"}).to_dict() == (
            {**dict.fromkeys(wire), name: "x"} if kind == "read" else {name: "x"}
        )


@pytest.mark.parametrize("names", [TAKEN, TAKEN + REFUSED], ids=["taken", "all"])
def test_an_unknown_property_with_any_name_is_kept(names: tuple[str, ...]) -> None:
    wire = {"Id": 1, "Price": Decimal("0.10"), **with_all(names)}
    text = json.dumps({**wire, "Price": 0.1}).replace("0.1,", "0.10,", 1).encode()
    for _ in range(2):  # names that were met are read otherwise
        (line,) = decode(list[Line], b"[%b]" % text)
        assert (line.id, str(line.price), line.extra) == (1, "0.10", with_all(names))
    for twin in (
        Line.from_json(text),
        Line.from_dict(wire),
        Line.from_json(line.to_json()),
        Line.from_dict(line.to_dict()),
    ):
        assert twin == line
    assert json.loads(line.to_json(), parse_float=Decimal) == wire
    assert pickle.loads(pickle.dumps(line)) == line
    assert repr(line).isascii() or repr(line).isprintable()


@pytest.mark.parametrize("names", [TAKEN, TAKEN + REFUSED], ids=["taken", "all"])
def test_names_within_any_json_are_kept(names: tuple[str, ...]) -> None:
    contact = fit(Contact, {"Id": 1, "Anything": {"deep": [with_all(names)]}})
    assert Contact.from_json(contact.to_json()).anything == {"deep": [with_all(names)]}
    body = OrderCreate(lines=[], info=[with_all(names)])
    assert json.loads(encode(body)) == {"Lines": [], "Info": [with_all(names)]}


@given(ANY_TEXT, ANY_TEXT)
def test_any_name_and_value_round_trip(name: str, value: str) -> None:
    assert wire_name(encoded_name(name)) == name
    encoded_name(name).encode()
    strange = model((name,))
    for text in (json.dumps({name: value}), json.dumps({name: value}, ensure_ascii=False)):
        found = strange.from_json(text)
        assert (found.field_0, found.extra) == (value, {})
        assert strange.from_json(found.to_json()) == found
        assert Line.from_json(text).extra == {name: value}


@given(ANY_TEXT, ANY_TEXT)
def test_encoded_names_are_unique(one: str, other: str) -> None:
    assert (encoded_name(one) == encoded_name(other)) == (one == other)


def test_an_unusual_name_does_not_need_the_tolerant_path(monkeypatch: pytest.MonkeyPatch) -> None:
    strange, wire = model(TAKEN + REFUSED), with_all(TAKEN + REFUSED)
    monkeypatch.setattr(lenient, "_by_member", lambda *_: pytest.fail("this takes tens of times as long"))
    for text in (json.dumps(wire), json.dumps({**wire, "new\ud800": 1})):
        assert {**strange.from_json(text).to_dict(), "new\ud800": 1} == {**wire, "new\ud800": 1}


def test_a_value_can_contain_any_character() -> None:
    text = "".join(map(chr, range(0xFFFF, -1, -1)))  # downwards, as two halves of a pair make one character
    for value in (text, text.translate(dict.fromkeys(range(0xD800, 0xE000)))):
        contact = fit(Contact, {"Id": 1, "Email": value, "New": value})
        for twin in (Contact.from_json(contact.to_json()), decode(list[Contact], b"[%b]" % contact.to_json())[0]):
            assert (twin.email, twin.extra) == (value, {"New": value})
        assert json.loads(encode(ContactPatch.from_dict({"New": value}, allow_extra=True))) == {"New": value}
    for code in range(32):
        with pytest.raises(errors.DecodeError, match="invalid JSON"):  # not escaped, none may be there
            decode(Any, b'"%c"' % code)


def test_numbers_beside_a_lone_surrogate_are_exact_in_both_directions() -> None:
    text = b'{"Id":1,"Price":0.10000000000000000000000000000000000001,"New":[1.10,12345678901234567890123,"\\ud800"]}'
    assert Line.from_json(text).to_json() == text
    odd = fit(Line, {"Id": 1, "Price": Decimal("NaN"), "\ud800": {1: True, "x": None}})
    assert odd.to_json() == b'{"Id":1,"Price":"NaN","\\ud800":{"1":true,"x":null}}'


def test_values_beside_a_lone_surrogate_have_their_types() -> None:
    order, plain = (
        decode(
            Order,
            b'{"Id":1,"Status":100,"Lines":[{"Id":2,"Price":0.10}],"Parent":{"Id":3,"Status":"Waiting"}%b}' % more,
        )
        for more in (b',"New":"\\ud800"', b"")
    )
    assert order.extra == {"New": "\ud800"}
    assert {**order.to_dict(), "New": None} == {**plain.to_dict(), "New": None}
    assert (order.status, type(order.status), order.lines) == (Status.WAITING, Status, plain.lines)


@pytest.mark.parametrize("more", [b"", b',"New":1,"New":7', b',"Odd":"\\udc00"'], ids=["fast", "unknown", "tolerant"])
def test_the_last_of_duplicate_properties_wins(more: bytes) -> None:
    text = b'{"Id":1,"Id":2,"Price":1,"\\u0050rice":2.50%b}' % more
    for _ in range(2):
        (line,) = decode(list[Line], b"[%b]" % text)
        assert (line.id, str(line.price), line.extra.get("New", 7)) == (2, "2.50", 7)
    plain: Any = decode(Any, text)
    assert plain["Id"] == 2
    assert decode(Line, b'{"Price":1,"Id":"x","Id":2}') == decode(Line, b'{"Price":1,"Id":2}')


def test_names_in_two_cases_are_two_properties_and_a_third_case_is_unknown() -> None:
    strange = model(("Size", "size"))
    found = strange.from_json(b'{"size":"s","Size":"S","SIZE":"x"}')
    assert (found.field_0, found.field_1, found.extra) == ("S", "s", {"SIZE": "x"})


# --- What is sent ---


def test_a_lone_surrogate_in_a_url_is_sent_as_its_bytes(server: ScriptedServer, run: Run) -> None:
    call: Call[Line] = Call("rows.get", "GET", "/api/v1/table/{name}", Line)
    server.replies(Reply(200, b'{"Id":1,"Price":1,"\\udfff":"\\ud800"}'))
    found = run(
        server.url,
        lambda client: client.call(call, path={"name": "a\ud800"}, query={"f\udfff": ["\ud800"]}),
        on_drift=lambda drift: None,
    )
    assert found.extra == {"\udfff": "\ud800"}
    assert server.asked[0].path == "/api/v1/table/a%ED%A0%80?f%ED%BF%BF%5B0%5D=%ED%A0%80"


def test_a_lone_surrogate_in_a_body_is_sent_as_an_escape(server: ScriptedServer, run: Run) -> None:
    call: Call[None] = Call("rows.create", "POST", "/api/v1/table/x")
    body = model(("a\ud800", "b"), str | UnsetType, UNSET)(field_0="\udfff", field_1="ø")
    server.replies(Reply(200))
    run(server.url, lambda client: client.call(call, body=[body]))
    assert server.asked[0].body == b'[{"a\\ud800":"\\udfff","b":"\\u00f8"}]'


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (ContactPatch(size="\ud800"), r"size .*: '\\ud800' is not one of the allowed values"),  # type: ignore[arg-type]
        (Town(name="\ud800"), r"name .*: '\\ud800' is not one of the allowed values"),
        (ContactPatch(email="\ud800" * 21), r"email .*: .* length <= 20"),
        (ContactPatch(balance="\ud800"), "balance .*: Expected `Decimal`, got `str`"),  # type: ignore[arg-type]
        (
            OrderCreate(lines=[], info={"\ud800": float("nan")}),
            r"info .*\['\\ud800'\]: nan cannot be represented in JSON",
        ),
        (OrderCreate(lines=["\ud800"]), "lines .*: (Expected|contains a lone)"),  # type: ignore[list-item]
        (["\ud800", object()], "list: Encoding objects of type object"),
        ({"\ud800": 1, None: 1}, "dict: Encoding objects of type NoneType is unsupported"),
    ],
)
def test_messages_about_invalid_values_are_printable(body: Any, problem: str) -> None:
    with pytest.raises(errors.InvalidBodyError, match=problem) as caught:
        encode(body)
    assert str(caught.value).isprintable()


def test_long_allowed_values_are_shortened_in_messages() -> None:
    names = tuple(f"{at}{'x' * 10_000}" for at in range(20))
    long: Any = model(names, Literal[names] | UnsetType, UNSET)
    with pytest.raises(errors.InvalidBodyError) as caught:
        encode(long(field_7="7" + "x" * 9_999))
    assert len(str(caught.value)) < 3_000
    assert "Strange.field_7 ('7xxx" in str(caught.value)


def test_a_text_of_lone_surrogates_is_not_too_long() -> None:
    assert encode(ContactPatch(email="\ud800" * 20)) == b'{"Email":"%b"}' % (b"\\ud800" * 20)


# --- What is shown ---


def test_drift_of_unusual_names_is_printable(caplog: pytest.LogCaptureFixture) -> None:
    drifts: list[Drift] = []
    watch, quiet = DriftReporter(drifts.append), DriftReporter()
    names = ("a\ud800", "a\ud801", "x\nWARNING yulsn: forged", "\x1b[31m", "\u202e")
    text = json.dumps({"Id": 1, "price": 1, "Status": "\ud800\n", **with_all(names)}).encode()
    with caplog.at_level(logging.INFO, "yulsn"):
        for kind in (Line, Order):
            decode(kind, text, watch.report)
    assert len({drift.place for drift in drifts if drift.kind == "unknown"}) >= 2 * len(names)
    for drift in drifts:
        assert (drift.place + drift.detail).isprintable()
    for record in caplog.records:
        assert record.getMessage().isprintable()
    assert len(caplog.records) == len(drifts)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        quiet.report("unknown", "Line.a\ud800\n", "spelled a\udfff\r")
    assert [str(warning.message).isprintable() for warning in shown] == [True]


def test_any_character_of_a_name_may_be_escaped_in_json() -> None:
    name = "A&B/'ø😀é"
    strange: Any = msgspec.defstruct(
        "Strange",
        [("field_0", int | None, field(name=name, default=None))],
        bases=(Model,),
        namespace={"_account_": ("field_0",)},
        kw_only=True,
    )
    units = name.encode("utf-16-be").hex()
    escapes = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
    spelled = (name, escapes, escapes.upper().replace("U", "u"), name.replace("&", "\\u0026"), name.replace("/", "\\/"))
    for spelling in (*spelled, json.dumps(name)[1:-1], name.replace("\u00f8", "\\u00F8")):
        found = decode(strange, f'{{"{spelling}":1}}', lambda *drift: pytest.fail(str(drift)))
        assert found == strange.from_dict({name: 1})
    reported: list[str] = []
    for gone in (b"{}", rb'{"A\u0026B":1}', rb'"\\u0041"'):
        inspect(strange, strange(), gone, lambda kind, *_: reported.append(kind))
    assert reported == ["missing"] * 3


def test_changes_of_the_schema_are_printable() -> None:
    strange = AccountField("a\ud800\n", FieldType.STRING)
    old = AccountSchema({"Stores": (strange,)}, order_types=("o\udfff",))
    new = AccountSchema({}, tables=(AccountTable(1, "t\x1b"),))
    shown = [str(change) for change in compare(old, new)]
    assert shown == [
        r"error: field-removed: Stores, field a\ud800\n: 'String' -> None",
        r"info: table-added: table t\x1b: None -> 1",
        r"error: order-type-removed: order types: 'o\udfff' -> None",
    ]


def test_every_error_can_be_printed(server: ScriptedServer, run: Run) -> None:
    call: Call[Line] = Call("rows.patch", "PATCH", "/api/v1/table/{name}", Line)
    body = json.dumps({"Message": "No \ud800\x1b", "ModelState": {"a\ud801\n": ["bad \udfff"]}}).encode()
    server.replies(*(Reply(status, body) for status in (400, 423)), Reply(200, b'"\\ud800'))
    for wanted in (errors.BadRequestError, errors.LockedError, errors.DecodeError):
        with pytest.raises(wanted) as caught:
            run(server.url, lambda client: client.call(call, path={"name": "t\ud800"}, body={"\ud800": 1}))
        assert str(caught.value).isprintable()
        if isinstance(caught.value, errors.ApiError):
            assert caught.value.message == "No \\ud800\\x1b"
            assert caught.value.model_state == {"a\\ud801": ["bad \\udfff"]}
        if isinstance(caught.value, errors.LockedError):
            assert caught.value.table == "t\ud800"
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(errors.DecodeError) as unreadable:
        Line.from_json('{"a\ud800')
    assert str(unreadable.value).isprintable()
    assert unreadable.value.body == b'{"a\\ud800'
    for url in (
        "https://\ud800.example",
        "https://a.example/\ud800",
        "https://a.example\n",
        "https://\x1b\u2100.example",
    ):
        with pytest.raises(errors.YulsnError, match=r"base_url (is|contains|has)") as caught:
            run(url, lambda client: None)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("password", ["hunter\ud800", 'hunter"2', "hunter\\2", 'hün"ter2', "hunter2"])
@pytest.mark.parametrize("in_ascii", [True, False])
def test_a_password_is_hidden_however_the_response_escapes_it(
    server: ScriptedServer, run: Run, password: str, in_ascii: bool
) -> None:
    call: Call[None] = Call("contacts.login", "POST", "/api/v1/Contacts/Login", sensitive=True)
    body = json.dumps({"Message": f"{password} is wrong"}, ensure_ascii=in_ascii or "\ud800" in password).encode()
    shown: list[bytes] = []
    server.replies(Reply(422, body))
    with pytest.raises(errors.UnprocessableError) as caught:
        run(
            server.url,
            lambda client: client.call(call, body=Login(password=password, ip="::1")),
            on_response=lambda view: shown.append(view.body),
        )
    assert json.loads(server.asked[0].body)["Password"] == password
    assert caught.value.message == "*** is wrong"
    assert [caught.value.body, *shown] == [b'{"Message": "*** is wrong"}'] * 2
    assert KEY not in str(caught.value)
