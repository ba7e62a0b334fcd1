"""Make the requests of a probe, a few at a time, and compare their responses with the description.

Requests are made in rounds: first one for each call that can be made, which finds ids for other calls, then more for
each. A page is followed by the next one. The content of a response is dropped as soon as it has been compared.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from .. import __version__
from ..account.credentials import Quote, check_base, check_key
from ..account.http import ReadRequest, Server, open_client
from ..account.limits import DEFAULT_TIMING, Timing
from ..account.response_body import MAX_DEPTH, excess
from ..account.schema import AccountSchema
from ..account.unread import owner_part, table_part
from ..description.document import Document
from ..http_policy import Response
from ..text.documents import load_json
from ..text.errors import UndeterminedError
from ..text.progress import Progress, quiet
from .calls import ReadCall, read_calls
from .compare import Differing, Kind, Observation, Spot, compare
from .findings import Findings
from .pages import page_differences
from .report import ProbeReport, State
from .responses import response_difference
from .samples import Arguments, Samples

if TYPE_CHECKING:
    import httpx2

CONCURRENCY = 2
_ROUNDS = 3  # requests per call, if the responses contain objects
_ATTEMPTS = 6  # maximum requests per call until a response contains objects
_LOGGERS = ("httpx2", "httpcore2")
_REFUSED = ("401", "403")


class _ExhaustedError(Exception):
    """The probe has used up all the requests it may make."""


@dataclass
class _Quota:
    """How many requests may still be sent."""

    left: int

    async def spend(self, _: httpx2.Request) -> None:
        """Count a request just before it is sent; raises _ExhaustedError if no more are allowed."""
        if self.left <= 0:
            raise _ExhaustedError
        self.left -= 1


@dataclass
class _ProbeState:
    """The progress of one call: its requests, the arguments used so far, and the next page."""

    call: ReadCall
    requests: int = 0
    objects: int = 0
    used: list[Arguments] = field(default_factory=list)
    following: Arguments | None = None
    size: int | None = None
    over: bool = False


def probe(
    document: Document,
    account: AccountSchema,
    base_url: str,
    api_key: str,
    *,
    include: Sequence[str] = (),
    most: int = 300,
    spent: int = 0,
    progress: Progress = quiet,
    allow_http: bool = False,
    timing: Timing = DEFAULT_TIMING,
    account_id: int | None = None,
) -> ProbeReport:
    """Probe an account: make the read-only calls of its description, and compare the responses with it.

    Must not be called from a running event loop. Ctrl-C ends the probe; the report then says that it was interrupted.

    Args:
        document: The description, tailored to the account.
        account: The account schema.
        base_url: The base URL of the API.
        api_key: The account's key.
        include: Names of calls to make even though they are left out by default.
        most: How many requests may be sent, including retries.
        spent: How many of them have been sent already.
        progress: Receives the number of requests expected and done.
        allow_http: Whether to accept `http:` for a host other than this machine.
        timing: The timeouts and the retry policy.
        account_id: The account's number; without it, the calls of version 2 of the API are not made.

    Raises:
        InputError: The base URL, the key or a name in `include` is invalid.
    """
    check_key(api_key)
    quote = Quote(api_key)
    base, local = check_base(base_url, allow_http, quote)
    calls = read_calls(document, include)
    findings = Findings(document, calls)
    samples = Samples(document, account, calls, account_id)
    quota = _Quota(most - spent)
    interrupted = False
    with _silent_logs():
        try:
            asyncio.run(
                _run(document, account, calls, samples, findings, quota, (base, local), quote, progress, timing)
            )
        except KeyboardInterrupt:
            interrupted = True
    return ProbeReport(
        host=quote(base),
        generator=__version__,
        requests=most - quota.left,
        most=most,
        rows=findings.rows(),
        differences=findings.differences(),
        confirmed=findings.confirmed(),
        unconfirmed=findings.unconfirmed(),
        interrupted=interrupted,
    )


async def _run(
    document: Document,
    account: AccountSchema,
    calls: Sequence[ReadCall],
    samples: Samples,
    findings: Findings,
    quota: _Quota,
    base: tuple[str, bool],
    quote: Quote,
    progress: Progress,
    timing: Timing,
) -> None:
    url, local = base
    async with open_client(quote.key, timing, trust_env=not local) as client:
        client.event_hooks["request"].append(quota.spend)
        server = Server(client, url, timing, quote, progress, asyncio.Semaphore(CONCURRENCY))
        await _Prober(document, account, samples, findings, server, quota, progress).run(calls)


@dataclass(frozen=True)
class _Prober:
    """Makes requests until there is nothing left to learn or no request left to spend."""

    document: Document
    account: AccountSchema
    samples: Samples
    findings: Findings
    server: Server
    quota: _Quota
    progress: Progress

    async def run(self, calls: Sequence[ReadCall]) -> None:
        states = [_ProbeState(call) for call in calls if not call.left_out]
        waiting: list[tuple[_ProbeState, Arguments]] = []
        wanted = 1
        while wanted <= _ATTEMPTS:
            waiting = list(self._next(states, wanted))
            if not waiting:
                wanted += 1
                continue
            self.progress.expect(len(waiting))
            try:
                await self._all(waiting)
            except _ExhaustedError:
                reason = "the limit of requests (--most) was reached first"
                for state in states:
                    if not state.requests:
                        self.findings.trouble(state.call, State.NOT_TRIED, reason)
                return

    def _next(self, states: Sequence[_ProbeState], wanted: int) -> Iterator[tuple[_ProbeState, Arguments]]:
        """Yield the next request of each call that has not reached this round's number of requests."""
        for state in states:
            enough = _ROUNDS if state.objects else _ATTEMPTS
            if state.over or state.requests >= min(wanted, enough):
                continue
            arguments = state.following or self._unused(state)
            if arguments is not None and self.samples.body(state.call) is not None:
                yield state, arguments

    def _unused(self, state: _ProbeState) -> Arguments | None:
        return next((found for found in self.samples.arguments(state.call) if found not in state.used), None)

    async def _all(self, waiting: Sequence[tuple[_ProbeState, Arguments]]) -> None:
        """Make requests in order, with up to `CONCURRENCY` in flight."""
        queue = iter(waiting)

        async def work() -> None:
            for state, arguments in queue:
                if self.quota.left <= 0:
                    raise _ExhaustedError
                await self._one(state, arguments)

        outcomes = await asyncio.gather(*(work() for _ in range(CONCURRENCY)), return_exceptions=True)
        for failure in filter(None, outcomes):
            raise failure

    async def _one(self, state: _ProbeState, arguments: Arguments) -> None:
        """Make one request, and compare its response."""
        call = state.call
        request = ReadRequest(_target(call, arguments), call.method, self.samples.body(call) or b"", call.label)
        state.used.append(arguments)
        if arguments is not state.following:
            state.size = None
        state.following = None
        try:
            response = await self.server.send(request)
        except UndeterminedError:  # its text may quote what the server sent
            self.findings.trouble(call, State.UNREADABLE, "no response: the connection failed or timed out")
            state.over = True
            return
        finally:
            state.requests += 1
            self.findings.count(call)
        failure = ""
        try:
            self._judge(state, arguments, response)
        except Exception as error:
            failure = type(error).__name__
        if failure:  # raised here, so that neither its message nor its context can quote a value
            raise RuntimeError(f"{failure} while comparing the response to {call.label}")

    def _judge(self, state: _ProbeState, arguments: Arguments, response: Response) -> None:
        call = state.call
        if (trouble := _trouble(call, response)) is not None:
            self.findings.trouble(call, *trouble)
            state.over = trouble[0] is not State.NOT_TRIED
            return
        if (difference := response_difference(call, response)) is not None:
            self.findings.add_difference(call, difference)
            state.over = True
        if response.status != 200:
            if difference is None:
                self.findings.trouble(call, State.NOT_TRIED, f"the server responded with {response.status}")
            return
        try:
            value = load_json(response.body, MAX_DEPTH)
        except ValueError:
            if difference is None:
                self.findings.trouble(call, State.UNREADABLE, "the response is not JSON, or nested too deeply")
                state.over = True
            return
        self._compare(state, arguments, value)

    def _is_unread(self, item: Observation) -> bool:
        """Return whether an unknown property may be a dynamic field that the key may not list."""
        if not isinstance(item, Differing) or item.kind is not Kind.UNKNOWN_PROPERTY or len(item.at) != 3:
            return False
        schema = self.document.schemas[str(item.at[2])]
        owner = schema.get("x-dynamic-owner", "")
        part = table_part(schema["x-table"]["id"]) if "x-table" in schema else owner_part(owner)
        return part in self.account.unread

    def _compare(self, state: _ProbeState, arguments: Arguments, value: Any) -> None:
        call = state.call
        objects = len(value) if isinstance(value, list) else 1
        state.objects += objects
        source = call.responses.get("200", {}).get("x-source", "documented") if objects else ""
        spot = Spot((*call.at, "returns"), f"response to {call.row}", source)
        found = compare(self.document, call.returns, value, spot)
        self.findings.add(call, (item for item in found if not self._is_unread(item)), objects)
        self.samples.add(call, value)
        if call.pages and isinstance(value, list):
            differences = list(page_differences(call, arguments, value, state.size))
            for difference in differences:
                self.findings.add_difference(call, difference)
            if not any(difference.kind is Kind.PAGE_ORDER for difference in differences):  # else do not go on
                state.following = _following(call, arguments, value)
            state.size = len(value)


def _trouble(call: ReadCall, response: Response) -> tuple[State, str] | None:
    """Return why a response says nothing about the row even if it is as described; None if it does."""
    status = str(response.status)
    if status in _REFUSED:
        return State.REFUSED, f"the key may not make this call ({status})"
    if status in ("404", "400") and status in call.responses:
        return State.NOT_TRIED, f"the server responded with {status}"
    if status in ("429", "502", "503", "504"):
        return State.UNREADABLE, f"the server responded with {status}, even after retries"
    what = excess(response.body)
    return (State.UNREADABLE, what) if what else None


def _following(call: ReadCall, arguments: Arguments, items: Sequence[Any]) -> Arguments | None:
    """Return the arguments for the next page; None if the page was empty, or was requested to be short."""
    if not items or not isinstance(items[-1], dict) or call.pages.get("size") in arguments:
        return None
    cursor = items[-1].get(call.pages["item"])
    return {**arguments, call.pages["cursor"]: cursor} if isinstance(cursor, str | int) else None


def _target(call: ReadCall, arguments: Arguments) -> str:
    """Return the path and query of a call."""
    path = call.path
    query: list[tuple[str, str]] = []
    for name, parameter in call.parameters.items():
        if parameter.place == "path":
            given = name in arguments
            path = path.replace(f"{{{name}}}", percent_encoded(_text(arguments[name]), safe=",") if given else "")
        elif name in arguments:
            value = arguments[name]
            if parameter.indexed:
                query += [(f"{name}[{index}]", _text(item)) for index, item in enumerate(value)]
            else:
                query.append((name, _text(value)))
    path = path.rstrip("/")
    return f"{path}?{urlencode(query)}" if query else path


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def _silent_logs() -> Iterator[None]:
    """Keep the HTTP client from logging URLs and headers, which may hold personal data."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)  # also for the loggers below it, as they inherit the level
        logger.propagate = False
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.setLevel(level)
            logger.propagate = propagate
