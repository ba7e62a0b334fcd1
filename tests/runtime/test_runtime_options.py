"""Options with wrong values are refused when they are passed, with an error that names them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from flavours import KEY, AsyncClient, Client
from runtime.bulk import BulkCreation
from runtime.concurrency import check_concurrency
from runtime.http_policy import Response, RetryPolicy
from runtime.option_checks import check_deadline, check_seconds

SECONDS = ("timeout", "connect_timeout", "deadline")
COUNTS = ("max_retries", "max_response_size", "max_concurrency")
FLAGS = ("allow_http", "expect_account", "tracing")
CALLBACKS = ("on_request", "on_response", "on_drift")

OUT_OF_RANGE: list[tuple[str, object]] = [
    *((option, value) for option in SECONDS for value in (0, -1, -math.inf, math.nan, 1e308, 10**400)),
    *((option, value) for option in COUNTS for value in (-1, 10**400)),
    *((option, math.inf) for option in ("timeout", "connect_timeout")),
    *((option, 0) for option in ("max_response_size", "max_concurrency", "account_id")),
    *(("max_rate", value) for value in (0, -1, math.inf, -math.inf, math.nan, 1e308, 1e-308, 10**400)),
]
OF_ANOTHER_TYPE: list[tuple[str, object]] = [
    *((option, value) for option in (*SECONDS, "max_rate") for value in ("5", True, Decimal(5), b"5", [5])),
    *((option, value) for option in COUNTS for value in ("5", True, 5.0, math.inf, math.nan, Decimal(5))),
    *((option, None) for option in ("timeout", "connect_timeout", "max_retries", "max_response_size")),
    *((option, value) for option in FLAGS for value in ("false", 0, None)),
    *((option, value) for option in CALLBACKS for value in ("print", True)),
    *(("api_key", value) for value in (5, KEY.encode(), ["key"])),
    *(("base_url", value) for value in (5, b"https://api.example", True)),
    ("clock", 5),
]


def name(value: object) -> str:
    return str(value)[:12]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("option", "value"), OUT_OF_RANGE, ids=name)
def test_a_value_out_of_range_is_refused_when_a_client_is_created(kind: Any, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{option} must be "):
        kind(**{"api_key": KEY, option: value})


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("option", "value"), OF_ANOTHER_TYPE, ids=name)
def test_a_value_of_another_type_is_refused_when_a_client_is_created(kind: Any, option: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"{option} must be .*, not {type(value).__name__}$") as caught:
        kind(**{"api_key": KEY, option: value})
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("timeout", "5", TypeError),
        ("timeout", math.inf, ValueError),
        ("max_retries", True, TypeError),
        ("deadline", math.nan, ValueError),
        ("headers", ["X-A"], TypeError),
        ("headers", "X-A: 1", TypeError),
    ],
)
def test_options_of_single_calls_are_checked_alike(option: str, value: object, error: type[Exception]) -> None:
    options: Any = {option: value}
    with Client(KEY) as client, pytest.raises(error, match=f"{option} must be "):
        client.with_options(**options)


def test_extreme_values_in_range_are_accepted() -> None:
    for deadline in (None, 1e-300, 2_000_000, math.inf):
        Client(KEY, deadline=deadline, timeout=2_000_000, max_rate=0.000_001, max_retries=10**9, max_concurrency=10**9)


def test_any_number_of_retries_has_a_wait() -> None:
    policy = RetryPolicy(10**9, random=lambda: 1.0)
    assert policy.wait("GET", Response(503, {}, b"", 0.0), retries=10**6) == policy.max_wait


@pytest.mark.parametrize(
    ("value", "error"), [(0, ValueError), (10**9, ValueError), ("5", TypeError), (True, TypeError)]
)
def test_a_wrong_concurrency_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error, match="concurrency must be an integer of at least 1, at most 10,000, not "):
        check_concurrency(value)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"chunk_size": 0}, ValueError),
        ({"chunk_size": 10**30}, ValueError),
        ({"chunk_size": "5"}, TypeError),
        ({"on_progress": "print"}, TypeError),
    ],
)
def test_wrong_options_of_bulk_creation_are_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=f"{next(iter(options))} must be "):
        BulkCreation[Any]("create_many", [], **{"chunk_size": 5, "on_progress": None, **options})


@pytest.mark.parametrize("option", ["on_request", "on_response", "on_drift"])
def test_an_async_function_is_no_callback(option: str) -> None:
    async def called(_: object) -> None: ...

    options: Any = {option: called}
    for kind in (Client, AsyncClient):
        with pytest.raises(TypeError, match=f"{option} must not be an async function"):
            kind(KEY, **options)


@pytest.mark.parametrize("check", [check_seconds, check_deadline])
def test_times_beyond_what_sockets_accept_are_refused(check: Any) -> None:
    import socket

    check("timeout", 2_000_000)
    with socket.socket() as one:
        one.settimeout(2_000_000)
    with pytest.raises(ValueError, match=r"at most 2,000,000, not 2000000\.5"):
        check("timeout", 2_000_000.5)
