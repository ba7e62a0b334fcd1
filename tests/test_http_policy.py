"""The policy that the generator and its clients share, without a network and without waiting."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from yulsn_codegen.http_policy import (
    Failure,
    Response,
    RetryPolicy,
    causes,
    is_tls_failure,
    retry_after,
)


@dataclass(frozen=True)
class Broken:
    retryable: bool = True
    maybe_received: bool = True


NEVER_SENT = Broken(maybe_received=False)
PERMANENT = Broken(retryable=False)
MAX_JITTER = RetryPolicy(random=lambda: 1.0)


def response(status: int, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def waits(method: str, outcomes: Iterable[Response | Failure], policy: RetryPolicy = MAX_JITTER) -> list[float | None]:
    """Return the policy's wait after each attempt."""
    return [policy.wait(method, outcome, retries) for retries, outcome in enumerate(outcomes)]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "SEARCH", "PUT", "DELETE"])
@pytest.mark.parametrize("outcome", [*map(response, (408, 429, 500, 502, 503, 504)), NEVER_SENT, Broken()])
def test_an_idempotent_request_is_retried(method: str, outcome: Response | Failure) -> None:
    assert waits(method, [outcome]) == [1.0]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("outcome", [response(429), NEVER_SENT])
def test_a_write_is_retried_if_the_server_cannot_have_acted(method: str, outcome: Response | Failure) -> None:
    assert waits(method, [outcome]) == [1.0]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("outcome", [*map(response, (408, 500, 502, 503, 504)), Broken()])
def test_a_write_is_not_retried_if_the_server_may_have_acted(method: str, outcome: Response | Failure) -> None:
    assert waits(method, [outcome]) == [None]


@pytest.mark.parametrize("outcome", [*map(response, (200, 302, 400, 401, 404, 409, 422, 423, 501)), PERMANENT])
def test_an_outcome_that_a_retry_cannot_change_is_final(outcome: Response | Failure) -> None:
    assert waits("GET", [outcome]) == [None]


def test_retries_are_limited() -> None:
    assert waits("GET", [response(503)] * 3) == [1.0, 2.0, None]
    assert waits("GET", [response(503)], RetryPolicy(max_retries=0)) == [None]


@pytest.mark.parametrize("number", [0.0, 0.3, 0.999999])
def test_waits_grow_exponentially_with_jitter(number: float) -> None:
    found = waits("GET", [response(503)] * 8, RetryPolicy(max_retries=8, random=lambda: number))
    assert found == pytest.approx([0.5 + number * (ceiling - 0.5) for ceiling in (1, 2, 4, 8, 8, 8, 8, 8)])


def test_retry_after_is_honoured_up_to_two_minutes() -> None:
    assert waits("GET", [response(503, Retry_After="120")]) == [120.0]
    assert waits("POST", [response(429, Retry_After="0")]) == [0.0]
    assert waits("GET", [response(429, Retry_After="120.5")]) == [None]


def test_no_retry_starts_after_the_deadline() -> None:
    assert MAX_JITTER.wait("GET", response(503), 0, remaining=1.1) == 1.0
    assert MAX_JITTER.wait("GET", response(503), 0, remaining=1.0) is None


NOON = datetime(1994, 11, 6, 8, 49, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("2.5", 2.5),
        ("9" * 400, 1e9),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("1e9", None),
        ("\u0667", None),
        ("inf", None),
        ("7, 8", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 7.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 7.0),
        ("Sun Nov  6 08:49:37 1994", 7.0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 7.0),
        ("Sun, 06 Nov 1994 10:49:37 +0200", 7.0),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0.0),
        ("Sun, 06 Nov 1994 25:00:00 GMT", None),
        ("Mon, 01 Jan 1900 00:00:00 +2359", 0.0),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1e9),
    ],
)
def test_retry_after_is_seconds_or_an_http_date_in_any_form(
    value: str, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")  # a date without a time zone is in UTC
    assert retry_after({"retry-AFTER": value}, NOON.timestamp) == seconds


def test_a_retry_after_date_is_relative_to_the_servers_clock() -> None:
    headers = {"Retry-After": "Mon, 06 May 2024 10:00:30 GMT", "Date": "Mon, 06 May 2024 10:00:20 GMT"}
    assert retry_after(headers) == 10.0


def test_without_retry_after_the_server_requires_no_wait() -> None:
    assert retry_after({"Date": "Mon, 06 May 2024 10:00:20 GMT"}) is None


def raised(*chain: Exception) -> Exception:
    """Return the last of a chain of exceptions."""
    for before, after in pairwise(chain):
        after.__cause__ = before
    return chain[-1]


def test_a_rejected_tls_handshake_is_distinguished_from_a_dropped_connection() -> None:
    untrusted, dropped = ssl.SSLCertVerificationError("untrusted"), ssl.SSLEOFError("dropped")
    assert is_tls_failure(raised(untrusted, OSError("connect"), RuntimeError("send")))
    assert not is_tls_failure(raised(dropped, OSError("connect")))
    assert not is_tls_failure(OSError("connect"))


def test_causes_include_those_that_were_suppressed() -> None:
    def connect() -> None:
        try:
            raise ssl.SSLCertVerificationError("untrusted")
        except ssl.SSLError:
            raise OSError("connect") from None

    with pytest.raises(OSError, match="connect") as caught:
        connect()
    assert [type(cause) for cause in causes(caught.value)] == [OSError, ssl.SSLCertVerificationError]
