"""Record requests and inject faults, as ASGI middleware.

Each response is buffered, then altered, replaced, truncated or dropped; only files that no fault hits are passed on in
parts. The request is recorded before the first byte is sent, so a client that has received a response always finds its
request recorded.
"""

from __future__ import annotations

import asyncio
import html
import math
import os
import re
import socket
import struct
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import cached_property
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...description.document import Document, load
from ..corrections import Corrections
from ..faults.alterations import Alterations
from ..faults.plan import Drop, Effect, Ending, ExtraProperty, Html, Latency, Status, Truncate, UnknownEnumMember
from ..requests import Query, RefusedError, unquoted
from ..values import exact_json
from .controls import Controls, RecordedRequest
from .routing import FILE_PATHS, Router

CONNECTION = "yulsn_codegen.sandbox.connection"  # key in a scope's state: the asyncio transport of the request
_ABSOLUTE = re.compile(rb"https?://([^/]*)", re.IGNORECASE)
_NO_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)  # makes closing the socket reset the connection


@dataclass(frozen=True)
class _BufferedResponse:
    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes

    @property
    def is_json(self) -> bool:
        return any(name == b"content-type" and b"json" in value for name, value in self.headers)

    def without(self, name: bytes) -> _BufferedResponse:
        return replace(self, headers=[header for header in self.headers if header[0] != name])

    def sized(self, length: int) -> _BufferedResponse:
        """Return the response with the given Content-Length."""
        plain = self.without(b"content-length")
        return replace(plain, headers=[*plain.headers, (b"content-length", str(length).encode())])


@dataclass(frozen=True)
class AbsoluteFormMiddleware:
    """An app that accepts request targets with a scheme and a host, whose host takes precedence over the header."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (found := _ABSOLUTE.match(scope["raw_path"])):
            raw_path = scope["raw_path"][found.end() :] or b"/"
            headers = [header for header in scope["headers"] if header[0] != b"host"]
            scope = {
                **scope,
                "raw_path": raw_path,
                "path": unquoted(raw_path.decode("ascii", "replace")),
                "headers": [(b"host", found[1]), *headers],
            }
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class FaultMiddleware:
    """An app that injects faults. The routes of the API determine the schema of a response."""

    app: ASGIApp
    controls: Controls
    routes: Router
    description: Document | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, query = _target(scope)
        faults = self.controls.plan.struck(scope["method"], path, query)
        if not faults and path.startswith(FILE_PATHS):
            await self._pass_on(scope, receive, send)
            return
        effects = [fault.effect for fault in faults]
        rules = tuple(fault.rule for fault in faults)
        end = next((effect for effect in effects if isinstance(effect, Ending)), None)
        status: int | None = None
        response: _BufferedResponse | None = None
        try:
            await _wait(effects, handled=False)
            if end is None or end.handled:
                status = 500  # if handling fails
                response = await self._handled(scope, receive)
                status = response.status if response else None
                if response is None:  # the client has disconnected
                    return
                response = self._altered(response, scope, effects)
            await _wait(effects, handled=True)
            if isinstance(end, (Status, Html)):
                response = _page(end)
            status = response.status if response and end != Drop(handled=True) else None
        finally:
            self.controls.record(RecordedRequest(scope["method"], unquoted(path), query, status, rules))
        if response is None or end == Drop(handled=True):
            await _hang_up(scope, receive, reset=True)
        elif isinstance(end, (Drop, Truncate)):
            await _send_half(response, send, chunked=isinstance(end, Truncate) and end.chunked)
            await _hang_up(scope, receive, reset=isinstance(end, Drop))
        else:
            await _send(response, send, response.body, more=False)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the app's response as it arrives, so that memory is bounded."""
        path, query = _target(scope)
        statuses: list[int] = []

        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                self.controls.record(RecordedRequest(scope["method"], unquoted(path), query, statuses[0], ()))
            await send(message)

        try:
            await self.app(scope, receive, forward)
        finally:
            if not statuses:  # handling has failed, or the client has disconnected
                self.controls.record(RecordedRequest(scope["method"], unquoted(path), query, None, ()))

    async def _handled(self, scope: Scope, receive: Receive) -> _BufferedResponse | None:
        """Return the app's response, or None if there is none."""
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, keep)
        return _BufferedResponse(start["status"], list(start.get("headers", ())), bytes(body)) if start else None

    @cached_property
    def _alterations(self) -> Alterations:
        return Alterations(self.description or load())

    @cached_property
    def _corrections(self) -> Corrections | None:
        return Corrections(self.description, load()) if self.description is not None else None

    def _altered(self, response: _BufferedResponse, scope: Scope, effects: Iterable[Effect]) -> _BufferedResponse:
        wanted = [effect for effect in effects if isinstance(effect, (ExtraProperty, UnknownEnumMember))]
        if not (wanted or self._corrections) or not response.is_json or not response.body:
            return response
        path, query = _target(scope)
        try:
            route = self.routes.find(scope["method"], path, Query.of(query))[0].path
        except RefusedError:
            route = ""
        value = exact_json.loads(response.body)
        if self._corrections is not None:
            value = self._corrections.corrected(value, scope["method"], route, response.status)
        changed = self._alterations.altered(value, scope["method"], route, response.status, wanted)
        body = exact_json.dumps(changed).encode()
        return replace(response, body=body).sized(len(body))


def _target(scope: Scope) -> tuple[str, str]:
    path = scope["raw_path"].decode("utf-8", "replace").partition("?")[0]
    return path, scope["query_string"].decode("utf-8", "replace")


async def _wait(effects: Iterable[Effect], *, handled: bool) -> None:
    seconds = sum(e.seconds for e in effects if isinstance(e, Latency) and e.handled is handled)
    if seconds:
        await asyncio.sleep(seconds)


def _page(end: Status | Html) -> _BufferedResponse:
    """Return a response as a proxy between the client and the API would send it."""
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
        text = exact_json.dumps({"Message": f"{phrase}, as injected by a fault of the sandbox."})
        headers.append((b"content-type", b"application/json; charset=utf-8"))
    if isinstance(end, Status) and end.retry_after is not None:
        headers.append((b"retry-after", str(end.retry_after).encode()))
    if isinstance(end, Status) and end.retry_date is not None:  # dates have whole seconds: round up
        headers.append((b"retry-after", formatdate(math.ceil(time.time()) + end.retry_date, usegmt=True).encode()))
    return _BufferedResponse(status, headers, text.encode()).sized(len(text.encode()))


async def _send(response: _BufferedResponse, send: Send, body: bytes, *, more: bool) -> None:
    await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _send_half(response: _BufferedResponse, send: Send, *, chunked: bool) -> None:
    # An empty body has no middle, so announce one byte and send none.
    shown = response.without(b"content-length") if chunked else response.sized(max(len(response.body), 1))
    await _send(shown, send, response.body[: len(response.body) // 2], more=True)


async def _hang_up(scope: Scope, receive: Receive, *, reset: bool) -> None:
    """Close the connection, either with a reset or after flushing what was sent, and wait until it is closed."""
    transport = scope.get("state", {}).get(CONNECTION)
    if not isinstance(transport, asyncio.Transport):
        raise RuntimeError("dropping a connection requires the sandbox's own server")
    if reset:
        with suppress(OSError):  # the client has closed the connection already
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass
