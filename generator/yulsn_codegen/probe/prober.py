"""Make the requests of a probe, a few at a time, and compare their responses with the description.

Requests are made in rounds: first one for each call that can be made, which finds ids for other calls, then more for
each. A page is followed by the next one. The content of a response is dropped as soon as it has been compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..account.http import ReadRequest, Server
from ..account.response_body import MAX_DEPTH
from ..account.schema import AccountSchema
from ..account.unread import owner_part, table_part
from ..description.document import Document
from ..http_policy import Response
from ..text.documents import load_json
from ..text.errors import UndeterminedError
from ..text.progress import Progress
from .calls import ReadCall
from .compare import Differing, Kind, Observation, Spot, compare
from .findings import Findings
from .pages import next_page, page_differences
from .report import State
from .responses import response_difference, response_trouble
from .samples import Arguments, Samples
from .targets import target

if TYPE_CHECKING:
    import httpx2

CONCURRENCY = 2
_ROUNDS = 3  # requests per call, if the responses contain objects
_ATTEMPTS = 6  # maximum requests per call until a response contains objects


class _ExhaustedError(Exception):
    """The probe has used up all the requests it may make."""


@dataclass
class Quota:
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


@dataclass(frozen=True)
class Prober:
    """Makes requests until there is nothing left to learn or no request left to spend."""

    document: Document
    account: AccountSchema
    samples: Samples
    findings: Findings
    server: Server
    quota: Quota
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
        request = ReadRequest(target(call, arguments), call.method, self.samples.body(call) or b"", call.label)
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
        if (trouble := response_trouble(call, response)) is not None:
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
                state.following = next_page(call, arguments, value)
            state.size = len(value)
