"""The HTTP side: an account and a key come in, a Starlette app comes out that answers as one Yulsn account does."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from ...account.schema import AccountSchema
from ...text.progress import Progress, quiet
from ..accounts import adopt
from ..calls import Call, Query, RefusedError, Reply
from ..dataset import populate
from ..faults.plan import Fault
from ..store import Store
from ..values import wire
from . import routing
from .controls import Controls
from .middleware import Faulty

MOST_BYTES = 16 * 2**20  # of a body
_DRAINED = 4 * MOST_BYTES  # read and dropped of a body that is too large, so that its sender gets to read the answer
_JSON = "application/json; charset=utf-8"
_READING = ("GET", "SEARCH")


def create_app(
    account: AccountSchema,
    *,
    api_key: str = "sandbox",
    db: Path | None = None,
    faults: Sequence[Fault] = (),
    seed: int = 0,
    contacts: int = 0,
    progress: Progress = quiet,
) -> Starlette:
    """Return the app that stands in for one account; it closes its store when the server shuts down.

    api_key: what the header X-ApiKey must hold; db: the SQLite file that keeps the data, None for memory; contacts: how
    many are made up, with all that belongs to them; seed: what decides the data, and which requests the faults strike;
    progress: is told how far the data is. The app's `state.controls` are the `Controls` of what is served.
    Raises InputError if the file cannot be used, holds data that does not fit the account, or is to be filled and holds
    any.
    """
    store = Store(db)
    try:
        adopt(store, account, store.place)
        populate(store, account, seed=seed, contacts=contacts, progress=progress)
    except BaseException:
        store.close()
        raise

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            store.close()

    controls = Controls(store, account, faults, seed)
    routes = routing.router(routing.ROUTES)
    api = _Api(controls, api_key.encode(), store, routes, routing.router(routing.FILES))
    app = Starlette(
        routes=[Mount("/", app=Faulty(api, controls, routes))],
        lifespan=lifespan,
        exception_handlers={HTTPException: _no_path, Exception: _unexpected},
    )
    app.state.controls = controls
    return app


@dataclass(frozen=True)
class _Api:
    """The ASGI app below Starlette's: key, route, body, handler, answer."""

    controls: Controls
    api_key: bytes
    store: Store
    routes: routing.Router
    files: routing.Router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        try:
            content = await _content(request)
            return _response(await run_in_threadpool(self._answer, request, content))
        except RefusedError as refusal:
            return _json(refusal.status, refusal.body, refusal.headers)
        except sqlite3.OperationalError as error:  # another process holds the file, or the disk is full
            return _json(503, {"Message": f"The sandbox's store cannot be used now: {error}."}, {"Retry-After": "1"})

    def _answer(self, request: Request, content: bytes) -> Reply:
        path = request.scope["raw_path"].decode("utf-8", "replace").partition("?")[0]
        routes = self.files if path.startswith("/files/") else self.routes
        if routes is self.routes:
            self._need_key(request)
        query = Query.of(request.scope["query_string"].decode("utf-8", "replace"))
        route, parameters = routes.find(request.method, path, query)
        with self.store.transaction(write=request.method not in _READING):
            call = Call(
                account=self.controls.account,
                store=self.store,
                path=parameters,
                query=query,
                base_url=_base_url(request),
                content_type=request.headers.get("content-type", ""),
                content=content,
            )
            return route.handler(call)

    def _need_key(self, request: Request) -> None:
        key = request.headers.get("x-apikey")
        if key is None:
            raise RefusedError(401, "The header X-ApiKey is missing.")
        if not hmac.compare_digest(key.encode("latin-1"), self.api_key):
            raise RefusedError(401, "The key in the header X-ApiKey is wrong.")


def _base_url(request: Request) -> str:
    # As text: a Host header need not be one that a URL parser takes.
    host, port = request.scope["server"]
    return f"{request.scope['scheme']}://{request.headers.get('host') or f'{host}:{port}'}"


async def _content(request: Request) -> bytes:
    """Return a request's body; raises RefusedError (413) if it has more than `MOST_BYTES`."""
    content, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MOST_BYTES:
            content += chunk
        elif size > _DRAINED:
            break
    if size > MOST_BYTES:
        raise RefusedError(413, f"The body has more than {MOST_BYTES} bytes.")
    return bytes(content)


def _response(reply: Reply) -> Response:
    if reply.content is None:
        return _json(200, reply.value, reply.headers)
    return Response(reply.content, media_type=reply.media_type or None, headers=reply.headers)


def _json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    return Response(wire.dumps(value).encode(), status, media_type=_JSON, headers=headers)


async def _no_path(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _json(status, {"Message": "There is nothing at this path."})


async def _unexpected(_: Request, error: Exception) -> Response:
    return _json(500, {"Message": f"The sandbox has a fault ({type(error).__name__}); its log says more."})
