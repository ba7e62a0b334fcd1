"""When a request is sent again, and after how long; without a network and without waiting."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from runtime.errors import YulsnConnectionError
from runtime.policy import Answer, Outcome, Policy, Send, Sleep, attempts

NEVER_LEFT = YulsnConnectionError("refused", maybe_received=False)
BROKE = YulsnConnectionError("broke")
HOPELESS = YulsnConnectionError("no such protocol", passing=False)


def answer(status: int, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


def run(method: str, outcomes: Iterable[Outcome], policy: Policy | None = None) -> tuple[Outcome, list[float]]:
    """The final outcome, and the waits between the attempts."""
    flow = attempts(method, policy or Policy(random=lambda: 1.0))
    waits: list[float] = []
    given = iter(outcomes)
    step = next(flow)
    try:
        while True:
            if isinstance(step, Sleep):
                waits.append(step.seconds)
                step = flow.send(None)
            else:
                assert isinstance(step, Send)
                step = flow.send(next(given))
    except StopIteration as done:
        return done.value, waits


@pytest.mark.parametrize("method", ["GET", "SEARCH", "PUT", "DELETE"])
@pytest.mark.parametrize("passing", [answer(status) for status in (408, 429, 500, 502, 503, 504)] + [NEVER_LEFT, BROKE])
def test_an_idempotent_request_is_sent_again(method: str, passing: Outcome) -> None:
    assert run(method, [passing, answer(200)]) == (answer(200), [1.0])


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("passing", [answer(429), NEVER_LEFT])
def test_a_write_is_sent_again_where_the_server_cannot_have_acted(method: str, passing: Outcome) -> None:
    assert run(method, [passing, answer(200)]) == (answer(200), [1.0])


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("final", [answer(status) for status in (408, 500, 502, 503, 504)] + [BROKE])
def test_a_write_is_not_sent_again_where_the_server_may_have_acted(method: str, final: Outcome) -> None:
    assert run(method, [final]) == (final, [])


@pytest.mark.parametrize("final", [answer(s) for s in (200, 302, 400, 401, 404, 409, 422, 423, 501)] + [HOPELESS])
def test_what_another_attempt_would_not_fix_is_final(final: Outcome) -> None:
    assert run("GET", [final]) == (final, [])


def test_retries_end() -> None:
    assert run("GET", [answer(503)] * 3) == (answer(503), [1.0, 2.0])
    assert run("GET", [answer(503)], Policy(max_retries=0)) == (answer(503), [])


@pytest.mark.parametrize("number", [0.0, 0.3, 0.999999])
def test_waits_are_spread_between_half_a_second_and_eight(number: float) -> None:
    _, waits = run("GET", [answer(503)] * 9, Policy(max_retries=8, random=lambda: number))
    ceilings = [1, 2, 4, 8, 8, 8, 8, 8]
    assert waits == pytest.approx([0.5 + number * (ceiling - 0.5) for ceiling in ceilings])


def test_retry_after_is_honoured_up_to_two_minutes() -> None:
    assert run("GET", [answer(503, Retry_After="120"), answer(200)]) == (answer(200), [120.0])
    assert run("POST", [answer(429, Retry_After="0"), answer(200)]) == (answer(200), [0.0])
    final = answer(429, Retry_After="121")
    assert run("GET", [final]) == (final, [])
