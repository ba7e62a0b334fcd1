"""Control a running sandbox over HTTP, for tests in any language: `/__sandbox/reset`, `/faults` and so on.

Requests come from this machine and carry the control key in the header `X-Control-Key`. They are not recorded, and no
fault hits them. Responses are JSON; errors are `{"Message": ...}`, as in the API.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from ...account.snapshot import parse_snapshot, snapshot
from ...base_url import is_loopback
from ...text.errors import InputError
from ..faults.parsing import parse
from ..values import exact_json
from .controls import Controls

PREFIX = "/__sandbox"
HEADER = "X-Control-Key"
_MAX_BODY = 16 * 2**20  # bytes
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

_Result = tuple[int, object]  # a status and a JSON value


@dataclass(frozen=True)
class RemoteControl:
    """The endpoints that control a sandbox."""

    controls: Controls
    key: str

    def routes(self) -> Mount:
        """Return the routes under `PREFIX`. Everything below it needs the key, also what does not exist."""
        handlers: dict[tuple[str, str], Callable[[Request, bytes], _Result]] = {
            ("POST", "/reset"): self._reset,
            ("GET", "/snapshots"): self._list_snapshots,
            ("PUT", "/snapshots/{name}"): self._save,
            ("POST", "/snapshots/{name}"): self._restore,
            ("DELETE", "/snapshots/{name}"): self._delete,
            ("GET", "/faults"): self._list_faults,
            ("POST", "/faults"): self._add_fault,
            ("DELETE", "/faults"): self._clear_faults,
            ("GET", "/account"): self._account,
            ("PUT", "/account"): self._change_account,
            ("GET", "/requests"): self._requests,
            ("DELETE", "/requests"): self._clear_requests,
        }
        routes = [
            Route(path, self._endpoint(handler), methods=[method]) for (method, path), handler in handlers.items()
        ]
        guard = Middleware(_Guard, key=self.key)
        return Mount(PREFIX, routes=[*routes, Route("/{path:path}", _no_path)], middleware=[guard])

    def _endpoint(self, handler: Callable[[Request, bytes], _Result]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                content = await _content(request)
                status, value = await asyncio.to_thread(handler, request, content)
            except (InputError, ValueError, RecursionError) as error:
                return _json(400, {"Message": str(error)})
            except sqlite3.OperationalError as error:
                return _json(503, {"Message": f"The sandbox's store is unavailable: {error}."})
            return _json(status, value)

        return endpoint

    def _reset(self, request: Request, content: bytes) -> _Result:
        self.controls.reset()
        return 204, None

    def _list_snapshots(self, request: Request, content: bytes) -> _Result:
        return 200, self.controls.snapshots

    def _save(self, request: Request, content: bytes) -> _Result:
        name = request.path_params["name"]
        if not _NAME.fullmatch(name):
            raise ValueError("a snapshot's name consists of 1 to 64 letters, digits, dots, hyphens and underscores")
        self.controls.save(name)
        return 204, None

    def _restore(self, request: Request, content: bytes) -> _Result:
        return _found(self.controls.restore(request.path_params["name"]))

    def _delete(self, request: Request, content: bytes) -> _Result:
        return _found(self.controls.forget(request.path_params["name"]))

    def _list_faults(self, request: Request, content: bytes) -> _Result:
        return 200, self.controls.plan.rules

    def _add_fault(self, request: Request, content: bytes) -> _Result:
        match exact_json.loads(content):
            case {"rule": str(rule), **others} if not others:
                self.controls.plan.add(parse(rule))
                return 204, None
        raise ValueError('the body is not of the form {"rule": "status=503 GET 2x"}')

    def _clear_faults(self, request: Request, content: bytes) -> _Result:
        self.controls.plan.clear()
        return 204, None

    def _account(self, request: Request, content: bytes) -> _Result:
        return 200, snapshot(self.controls.account)

    def _change_account(self, request: Request, content: bytes) -> _Result:
        self.controls.change_account(parse_snapshot(exact_json.loads(content), "account"))
        return 204, None

    def _requests(self, request: Request, content: bytes) -> _Result:
        return 200, [asdict(one) for one in self.controls.requests]

    def _clear_requests(self, request: Request, content: bytes) -> _Result:
        self.controls.clear_requests()
        return 204, None


class _Guard:
    """An app that only lets requests pass that come from this machine and carry the key."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Request(scope))
        try:
            await (refusal or self._app)(scope, receive, send)
        except ClientDisconnect:
            return

    def _refusal(self, request: Request) -> Response | None:
        if request.client is None or not is_loopback(request.client.host):
            return _json(404, {"Message": "There is nothing at this path."})
        key = request.headers.get(HEADER)
        if key is None:
            return _json(401, {"Message": f"The {HEADER} header is missing."})
        if not hmac.compare_digest(key.encode("latin-1"), self._key):
            return _json(401, {"Message": f"The key in the {HEADER} header is wrong."})
        return None


async def _content(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BODY:
            raise ValueError(f"the body has more than {_MAX_BODY} bytes")
    return bytes(content)


def _found(found: bool) -> _Result:
    return (204, None) if found else (404, {"Message": "There is no such snapshot."})


def _json(status: int, value: object) -> Response:
    content = b"" if status == 204 else exact_json.dumps(value).encode()
    return Response(content, status, media_type=None if status == 204 else "application/json; charset=utf-8")


async def _no_path(request: Request) -> Response:
    return _json(404, {"Message": "There is nothing at this path."})
