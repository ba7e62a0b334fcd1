"""Building requests from arguments, and values or errors from responses, without a network."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime import errors
from runtime.calls import Call, OnNotFound
from runtime.request import build
from runtime.response import read
from samples import Contact, ContactPatch, Status

GET: Call[Contact] = Call("contacts.get", "GET", "/api/v1/Contacts/{id}", returns=Contact)
FIND: Call[Contact | None] = Call(
    "contacts.find_by_email", "GET", "/api/v1/Contacts", returns=Contact, on_not_found=OnNotFound.NONE
)
LIST: Call[list[Contact]] = Call(
    "companies.list_contacts",
    "GET",
    "/api/v1/ContactCompanies/{id}/Contacts",
    list[Contact],
    on_not_found=OnNotFound.EMPTY,
)
UPDATE: Call[None] = Call("contacts.update", "PUT", "/api/v1/Contacts/{id}", conflict=Contact)
FIELDS: Call[list[str]] = Call("dynamic_fields.list", "GET", "/api/v1/DynamicFields/{id}", list[str])


class Owner(Enum):
    CONTACTS = "Contacts"


def url(call: Call[Any] = FIND, path: Mapping[str, object] | None = None, **query: object) -> str:
    return build(call, path=path, query=query).url


class TestBuild:
    def test_path_values_are_escaped(self) -> None:
        assert url(GET, {"id": "a/b c?d#e%æ"}) == "/api/v1/Contacts/a%2Fb%20c%3Fd%23e%25%C3%A6"

    @pytest.mark.parametrize(("value", "segment"), [(".", "%2E"), ("..", "%2E%2E"), ("a.b", "a.b"), (5, "5")])
    def test_a_dot_segment_is_escaped(self, value: object, segment: str) -> None:
        assert url(GET, {"id": value}) == f"/api/v1/Contacts/{segment}"

    def test_an_empty_path_value_is_refused(self) -> None:
        with pytest.raises(ValueError, match="id is empty"):
            url(GET, {"id": ""})

    def test_an_optional_last_segment_without_a_value_is_omitted(self) -> None:
        assert url(FIELDS, {"id": None}, owner="Contacts") == "/api/v1/DynamicFields?owner=Contacts"

    @pytest.mark.parametrize("call", [LIST, UPDATE])
    def test_any_other_segment_without_value_is_refused(self, call: Call[Any]) -> None:
        with pytest.raises(ValueError, match="id is empty"):
            url(call, {"id": None})

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (True, "true"),
            (False, "false"),
            (5, "5"),
            ("a+b@c.d e", "a%2Bb%40c.d%20e"),
            ("", ""),
            (Status.WAITING, "100"),
            (Owner.CONTACTS, "Contacts"),
            (Decimal("1E+3"), "1000"),
            (Decimal("1.10"), "1.10"),
            (1e-7, "0.0000001"),
            (date(2024, 5, 6), "2024-05-06"),
            (datetime(2024, 5, 6, 1, 2, 3, tzinfo=UTC), "2024-05-06T01%3A02%3A03%2B00%3A00"),
            (datetime(2024, 5, 6, tzinfo=timezone(timedelta(hours=-2))), "2024-05-06T00%3A00%3A00-02%3A00"),
        ],
    )
    def test_query_values_have_the_format_of_the_server(self, value: object, text: str) -> None:
        assert url(q=value) == f"/api/v1/Contacts?q={text}"

    def test_lists_are_indexed_in_order(self) -> None:
        assert url(b=1, status=[Status.WAITING, 105], a=2) == (
            "/api/v1/Contacts?b=1&status%5B0%5D=100&status%5B1%5D=105&a=2"
        )

    def test_omitted_parameters_are_not_sent(self) -> None:
        from msgspec import UNSET

        assert url(a=None, b=UNSET, c=[]) == "/api/v1/Contacts"

    @pytest.mark.parametrize(
        ("value", "problem"),
        [
            (datetime(2024, 1, 1), "date-time without a UTC offset; add one"),
            (Decimal("NaN"), "cannot be sent"),
            (float("inf"), "cannot be sent"),
            (b"x", "of type bytes"),
            ([None], "of type NoneType"),
        ],
    )
    def test_a_value_that_cannot_be_sent_is_refused(self, value: object, problem: str) -> None:
        with pytest.raises(ValueError, match=problem):
            url(q=value)

    @given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"))))
    def test_any_query_can_be_read_back(self, query: dict[str, str]) -> None:
        _, _, search = build(FIND, query=query).url.partition("?")
        assert dict(parse_qsl(search, keep_blank_values=True)) == query
        assert search.isascii()

    def test_a_body_is_encoded_if_there_is_one(self) -> None:
        assert build(UPDATE, path={"id": 1}, body=ContactPatch(email="a@b.c")).content == b'{"Email":"a@b.c"}'
        assert build(UPDATE, path={"id": 1}).content is None
        assert build(UPDATE, path={"id": 1}, body=None).content is None

    def test_a_repr_shows_no_query_and_no_body(self) -> None:
        request = build(FIND, query={"email": "ada@example.com"})
        assert repr(request) == "<Request GET /api/v1/Contacts (contacts.find_by_email)>"


CONTACT = (
    b'{"Id":1,"Secret":"s","Version":"AAE=","EmailConfirmed":true,"LastModified":"2024-05-06T10:08:14+01:00","New":1}'
)


class TestRead:
    def test_a_response_is_decoded_and_drift_is_reported(self) -> None:
        oddities: list[str] = []
        contact = read(GET, 200, {}, CONTACT, report=lambda _, place, __: oddities.append(place))
        assert contact.id == 1
        assert oddities == ["Contact.New"]

    def test_a_call_that_returns_none_ignores_the_response_body(self) -> None:
        assert read(UPDATE, 200, {}, b"<anything>") is None

    @pytest.mark.parametrize("body", [b"", b" null "])
    def test_an_empty_response_is_none_if_the_call_may_return_none(self, body: bytes) -> None:
        assert read(FIND, 200, {}, body) is None
        assert read(LIST, 204, {}, body) == []
        assert read(Call("x.y", "GET", "/", returns=Decimal | None), 200, {}, body) is None
        with pytest.raises(errors.DecodeError, match=r"response to contacts.get \(no content type\)"):
            read(GET, 200, {}, body)

    def test_an_html_response_is_an_error_that_suggests_its_cause(self) -> None:
        with pytest.raises(errors.DecodeError, match=r"contacts.get is an HTML page: .*; check the base URL"):
            read(GET, 200, {"Content-Type": "text/html"}, b"<html>")

    def test_a_response_that_is_not_json_is_an_error_with_its_content_type(self) -> None:
        with pytest.raises(errors.DecodeError, match=r"response to contacts.get \(text/plain\): invalid JSON"):
            read(GET, 200, {"Content-Type": "text/plain"}, b"OK")

    def test_the_meaning_of_404_depends_on_the_call(self) -> None:
        assert read(FIND, 404, {}, b"") is None
        assert read(LIST, 404, {}, b'{"Message":"No"}') == []
        with pytest.raises(errors.NotFoundError):
            read(GET, 404, {}, b"")

    def test_an_html_404_is_not_a_response_of_the_api(self) -> None:
        with pytest.raises(errors.NotFoundError):
            read(FIND, 404, {"content-type": "text/html; charset=utf-8"}, b"<html>")

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, errors.BadRequestError),
            (401, errors.AuthenticationError),
            (403, errors.PermissionDeniedError),
            (404, errors.NotFoundError),
            (409, errors.ConflictError),
            (418, errors.ApiError),
            (422, errors.UnprocessableError),
            (423, errors.LockedError),
            (429, errors.RateLimitError),
            (500, errors.ServerError),
            (503, errors.ServerError),
            (599, errors.ServerError),
            (302, errors.ApiError),
        ],
    )
    def test_every_status_has_its_error_class(self, status: int, kind: type[errors.ApiError]) -> None:
        with pytest.raises(errors.ApiError) as caught:
            read(GET, status, {}, b"")
        assert type(caught.value) is kind
        assert caught.value.status == status

    def test_an_error_has_the_status_the_call_and_the_message(self) -> None:
        with pytest.raises(errors.ConflictError) as caught:
            read(UPDATE, 409, {}, b'{"Message":"Cannot save"}', url="/api/v1/Contacts/5?secret=s3")
        error = caught.value
        assert str(error) == "409 Conflict on PUT /api/v1/Contacts/5 (contacts.update): Cannot save"
        assert (error.method, error.url, error.call) == ("PUT", "/api/v1/Contacts/5?secret=s3", "contacts.update")
        assert error.body == b'{"Message":"Cannot save"}'

    def test_model_state_is_kept_and_shown(self) -> None:
        body = b'{"message":"Invalid.","ModelState":{"contact.Email":["Too long.","Bad."],"x":"One."}}'
        with pytest.raises(errors.BadRequestError) as caught:
            read(GET, 400, {}, body)
        assert caught.value.model_state == {"contact.Email": ["Too long.", "Bad."], "x": ["One."]}
        assert str(caught.value).endswith("(contacts.get): Invalid: contact.Email: Too long. Bad.; x: One.")

    @pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"[1]", b'{"Message":5}', b"\xff", b"null"])
    def test_an_empty_error_body_gives_the_standard_phrase(self, body: bytes) -> None:
        with pytest.raises(errors.ServerError) as caught:
            read(GET, 502, {}, body)
        assert caught.value.message == "Bad Gateway"
        assert str(caught.value) == "502 Bad Gateway on GET /api/v1/Contacts/{id} (contacts.get)"

    def test_text_from_the_server_is_escaped_and_shortened(self) -> None:
        with pytest.raises(errors.BadRequestError) as caught:
            read(GET, 400, {}, b'{"Message":"a\\u001b[31m\\r\\nb\\u202e ' + b"x" * 9000 + b'"}')
        assert caught.value.message.startswith("a\\x1b[31m b\\u202e x")
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) <= 500

    def test_a_redirect_is_an_error(self) -> None:
        with pytest.raises(errors.ApiError, match=r"302 Found on .* redirects, .* not follow"):
            read(FIND, 302, {"Location": "https://elsewhere.example"}, b"")

    def test_a_conflict_has_the_latest_object_if_the_response_contains_it(self) -> None:
        with pytest.raises(errors.ConflictError) as caught:
            read(UPDATE, 409, {}, CONTACT)
        assert caught.value.latest.id == 1
        assert caught.value.message == "Conflict"

    @pytest.mark.parametrize("body", [b"", b"<html>", b'{"Message":"Cannot save duplicate value"}', b"[]"])
    def test_a_conflict_without_an_object_has_none(self, body: bytes) -> None:
        with pytest.raises(errors.ConflictError) as caught:
            read(UPDATE, 409, {}, body)
        assert caught.value.latest is None

    def test_secrets_are_in_no_part_of_an_error(self) -> None:
        body = b'{"Message":"bad \\u0068unter2","ModelState":{"hunter2":["hunter2"]}, "x":"hunter2"}'
        with pytest.raises(errors.BadRequestError) as caught:
            read(GET, 400, {}, body, hide=["hunter2"])
        error = caught.value
        assert "hunter2" not in f"{error} {error!r} {error.message} {error.model_state} {error.body!r}"
        assert error.message == "bad ***"

    @pytest.mark.parametrize(
        "error",
        [
            errors.InvalidBodyError(["a", "b"]),
            errors.DecodeError("no", body=b"x"),
            errors.YulsnTimeoutError("slow", call="a.b", maybe_received=False),
        ],
    )
    def test_errors_survive_pickling(self, error: errors.YulsnError) -> None:
        twin = pickle.loads(pickle.dumps(error))
        assert (type(twin), str(twin), vars(twin)) == (type(error), str(error), vars(error))

    def test_errors_from_responses_survive_pickling(self) -> None:
        with pytest.raises(errors.ConflictError) as caught:
            read(UPDATE, 409, {"Retry-After": "3"}, CONTACT)
        twin = pickle.loads(pickle.dumps(caught.value))
        assert str(twin) == str(caught.value)
        assert twin.latest == caught.value.latest
        assert twin.retry_after == 3.0


def test_the_exported_errors_are_those_of_the_documented_tree() -> None:
    drawn = {word for word in (errors.__doc__ or "").split() if word.endswith("Error")}
    assert drawn - {"RuntimeError", "TypeError", "ValueError"} == {
        name for name in errors.__all__ if name.endswith("Error")
    }
