"""The faults at work: an ASGI app comes in, one comes out that answers the same, but for the faults of its plan.

Every answer is held until it is whole, then altered, replaced, cut or dropped as the faults say, and recorded before
its first byte is sent: who has an answer finds its request recorded.
"""

from __future__ import annotations

import asyncio
import html
import math
import os
import socket
import struct
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import cached_property
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...description.document import load
from ..calls import Query, RefusedError, unquoted
from ..faults.alterations import Alterations
from ..faults.plan import Drop, Effect, Ending, Extra, Html, Latency, Member, Status, Truncate
from ..values import wire
from .controls import Controls, RecordedRequest
from .routing import Router

CONNECTION = "yulsn_codegen.account.http"  # in a scope's state: the asyncio transport that the request came by
_NO_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)  # the socket's close is a reset then


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes

    @property
    def is_json(self) -> bool:
        return any(name == b"content-type" and b"json" in value for name, value in self.headers)

    def without(self, name: bytes) -> _Answer:
        return replace(self, headers=[header for header in self.headers if header[0] != name])

    def sized(self, length: int) -> _Answer:
        """Return the answer as it is sent when it tells this as its body's length."""
        plain = self.without(b"content-length")
        return replace(plain, headers=[*plain.headers, (b"content-length", str(length).encode())])


@dataclass(frozen=True)
class Faulty:
    """The app with faults; routes: those of the API, by which an answer's schema is found."""

    app: ASGIApp
    controls: Controls
    routes: Router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, query = _target(scope)
        faults = self.controls.plan.struck(scope["method"], path, query)
        effects = [fault.effect for fault in faults]
        rules = tuple(fault.rule for fault in faults)
        end = next((effect for effect in effects if isinstance(effect, Ending)), None)
        status: int | None = None
        answer: _Answer | None = None
        try:
            await _wait(effects, handled=False)
            if end is None or end.handled:
                status = 500  # should the handling fail
                answer = await self._handled(scope, receive)
                status = answer.status if answer else None
                if answer is None:  # the client has left
                    return
                answer = self._altered(answer, scope, effects)
            await _wait(effects, handled=True)
            if isinstance(end, (Status, Html)):
                answer = _page(end)
            status = answer.status if answer and end != Drop(handled=True) else None
        finally:
            self.controls.record(RecordedRequest(scope["method"], unquoted(path), query, status, rules))
        if answer is None or end == Drop(handled=True):
            await _hang_up(scope, receive, reset=True)
        elif isinstance(end, (Drop, Truncate)):
            await _send_half(answer, send, chunked=isinstance(end, Truncate) and end.chunked)
            await _hang_up(scope, receive, reset=isinstance(end, Drop))
        else:
            await _send(answer, send, answer.body, more=False)

    async def _handled(self, scope: Scope, receive: Receive) -> _Answer | None:
        """Return the app's answer, None where it gave none."""
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, keep)
        return _Answer(start["status"], list(start.get("headers", ())), bytes(body)) if start else None

    @cached_property
    def _alterations(self) -> Alterations:
        return Alterations(load())

    def _altered(self, answer: _Answer, scope: Scope, effects: Iterable[Effect]) -> _Answer:
        wanted = [effect for effect in effects if isinstance(effect, (Extra, Member))]
        if not wanted or not answer.is_json or not answer.body:
            return answer
        path, query = _target(scope)
        try:
            route = self.routes.find(scope["method"], path, Query.of(query))[0].path
        except RefusedError:
            route = ""
        value = wire.loads(answer.body)
        changed = self._alterations.altered(value, scope["method"], route, answer.status, wanted)
        body = wire.dumps(changed).encode()
        return replace(answer, body=body).sized(len(body))


def _target(scope: Scope) -> tuple[str, str]:
    path = scope["raw_path"].decode("utf-8", "replace").partition("?")[0]
    return path, scope["query_string"].decode("utf-8", "replace")


async def _wait(effects: Iterable[Effect], *, handled: bool) -> None:
    seconds = sum(e.seconds for e in effects if isinstance(e, Latency) and e.handled is handled)
    if seconds:
        await asyncio.sleep(seconds)


def _page(end: Status | Html) -> _Answer:
    """Return the answer of a proxy between the client and the API."""
    status = end.status if isinstance(end, Status) else 200
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Error"
    headers = []
    if isinstance(end, Html) or end.html:
        title = html.escape(f"{status} {phrase}" if status >= 400 else "Please wait")
        text = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
        headers.append((b"content-type", b"text/html; charset=utf-8"))
    else:
        text = wire.dumps({"Message": f"{phrase}, as the sandbox was told to answer."})
        headers.append((b"content-type", b"application/json; charset=utf-8"))
    if isinstance(end, Status) and end.retry_after is not None:
        headers.append((b"retry-after", str(end.retry_after).encode()))
    if isinstance(end, Status) and end.retry_date is not None:  # dates have whole seconds: never a shorter wait
        headers.append((b"retry-after", formatdate(math.ceil(time.time()) + end.retry_date, usegmt=True).encode()))
    return _Answer(status, headers, text.encode()).sized(len(text.encode()))


async def _send(answer: _Answer, send: Send, body: bytes, *, more: bool) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _send_half(answer: _Answer, send: Send, *, chunked: bool) -> None:
    # An empty body has no middle: one byte is promised then, and none is sent.
    shown = answer.without(b"content-length") if chunked else answer.sized(max(len(answer.body), 1))
    await _send(shown, send, answer.body[: len(answer.body) // 2], more=True)


async def _hang_up(scope: Scope, receive: Receive, *, reset: bool) -> None:
    """End the connection, and return when it has ended: at once and by a reset, or when all that was sent is out."""
    transport = scope.get("state", {}).get(CONNECTION)
    if not isinstance(transport, asyncio.Transport):
        raise RuntimeError("only the sandbox's own server can drop a connection")
    if reset:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass
