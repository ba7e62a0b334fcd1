"""The Starlette app that stands in for one Yulsn account."""

from __future__ import annotations

import asyncio
import hmac
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from ...account.schema import AccountSchema
from ...description.document import ACCOUNT_ID, Document, load
from ...text.progress import Progress, quiet
from ..corrections import Additions, find_additions, with_additions
from ..dataset import populate
from ..faults.plan import Fault
from ..migration import prepare_store
from ..requests import ApiRequest, Query, RefusedError, Reply
from ..store import Store
from ..values import exact_json
from . import routing
from .controls import Controls
from .middleware import AbsoluteFormMiddleware, FaultMiddleware
from .reference import DEFAULT_API_KEY, SandboxReference
from .remote_control import RemoteControl

if TYPE_CHECKING:
    from ...config import Config

MAX_BODY = 16 * 2**20  # bytes
_DRAINED = 4 * MAX_BODY  # bytes of an oversized body that are read and discarded, so that its sender reads the response
_JSON = "application/json; charset=utf-8"
_PROBLEM = "application/problem+json; charset=utf-8"
_VERSION_2 = b"/api/v2/"
_READING = ("GET", "SEARCH")


def create_app(
    account: AccountSchema,
    *,
    api_key: str = DEFAULT_API_KEY,
    account_id: int = 1,
    db: Path | None = None,
    faults: Sequence[Fault] = (),
    seed: int = 0,
    contacts: int = 0,
    strict: bool = False,
    progress: Progress = quiet,
    description: Document | None = None,
    export_delay: float = 0.0,
    config: Config | None = None,
    control_key: str | None = None,
) -> Starlette:
    """Return the app that stands in for one account. It closes its store when the server shuts down.

    It serves the account's reference at `/docs`, without faults and without recording the requests. `state.controls` of
    the app is its `Controls`.

    Args:
        account: The account schema to serve.
        api_key: The expected value of the `X-ApiKey` header.
        account_id: The account's number, which paths of version 2 contain.
        db: The SQLite file for the data; None to keep it in memory.
        faults: The faults to inject.
        seed: Determines the generated data, and which requests the faults hit.
        contacts: How many contacts to generate, with everything that belongs to them.
        strict: Whether to respond with 400 to input that the API ignores, such as an unparsable time in a query.
        progress: Reports on generating the data.
        description: The description with overlays applied; defaults to the shipped one.
        export_delay: Seconds until a bulk export is ready.
        config: The Python names and overlays that the reference shows.
        control_key: The key of requests that control the sandbox; None to have no such endpoints.

    Raises:
        InputError: If the file cannot be used, contains data that does not fit the account, or contains any data when
            data is to be generated.
    """
    store = Store(db)
    try:
        prepare_store(store, account, store.place)
        populate(store, account, seed=seed, contacts=contacts, progress=progress)
    except BaseException:
        store.close()
        raise

    controls = Controls(store, account, faults, seed)
    routes, files = routing.shipped_router(), routing.file_router()
    additions = find_additions(description, load()) if description else {}
    api = _ApiApp(controls, api_key.encode(), account_id, store, routes, files, strict, additions, export_delay)
    reference = SandboxReference(controls, config, api_key, account_id)
    remote = []
    if control_key is not None:
        controls.keep_initial()
        remote.append(RemoteControl(controls, control_key).routes())
    app = Starlette(
        routes=[*remote, *reference.routes(), Mount("/", app=FaultMiddleware(api, controls, routes, description))],
        middleware=[Middleware(AbsoluteFormMiddleware)],
        lifespan=_closing(store),
        exception_handlers={HTTPException: _no_path, Exception: _unexpected},
    )
    app.state.controls = controls
    return app


def _closing(store: Store) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return a lifespan that closes a store when the server shuts down."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            store.close()

    return lifespan


@dataclass(frozen=True)
class _ApiApp:
    """The ASGI app inside Starlette's: checks the key, finds the route, and runs its handler in a transaction."""

    controls: Controls
    api_key: bytes
    account_id: int
    store: Store
    routes: routing.Router
    files: routing.Router
    strict: bool
    additions: Additions
    export_delay: float

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        try:
            content = await _content(request)
            return _response(await asyncio.to_thread(self._answer, request, content))
        except RefusedError as refusal:
            return _refusal(request, refusal)
        except sqlite3.OperationalError as error:  # locked by another process, or the disk is full
            return _json(503, {"Message": f"The sandbox's store is unavailable: {error}."}, {"Retry-After": "1"})

    def _answer(self, request: Request, content: bytes) -> Reply:
        path = request.scope["raw_path"].decode("utf-8", "replace").partition("?")[0]
        routes = self.files if path.startswith(routing.FILE_PATHS) else self.routes
        if routes is self.routes:
            self._need_key(request)
        elif path.startswith("/files/exports/") and "x-apikey" in request.headers:
            raise RefusedError(400, "The host of exports takes no X-ApiKey header: the key would leave the API's host.")
        query = Query.of(request.scope["query_string"].decode("utf-8", "replace"))
        route, parameters = routes.find(request.method, path, query)
        if parameters.get(ACCOUNT_ID, str(self.account_id)) != str(self.account_id):
            raise RefusedError(401, "The key in the X-ApiKey header does not belong to the account in the path.")
        with self.store.transaction(write=request.method not in _READING):
            account = self.controls.account
            api_request = ApiRequest(
                account=account,
                schema=with_additions(account, self.additions),
                store=self.store,
                path=parameters,
                query=query,
                base_url=_base_url(request),
                content_type=request.headers.get("content-type", ""),
                content=content,
                strict=self.strict,
                range=request.headers.get("range", ""),
                export_delay=self.export_delay,
            )
            reply = route.handler(api_request)
            if reply.account is not None:
                self.controls.adopt(reply.account)
            return reply

    def _need_key(self, request: Request) -> None:
        key = request.headers.get("x-apikey")
        if key is None:
            raise RefusedError(401, "The X-ApiKey header is missing.")
        if not hmac.compare_digest(key.encode("latin-1"), self.api_key):
            raise RefusedError(401, "The key in the X-ApiKey header is wrong.")


def _base_url(request: Request) -> str:
    # Built as text, because URL parsers reject some Host headers.
    host, port = request.scope["server"]
    return f"{request.scope['scheme']}://{request.headers.get('host') or f'{host}:{port}'}"


async def _content(request: Request) -> bytes:
    """Return the body of a request. Raises RefusedError (413) for more than `MAX_BODY` bytes."""
    content, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY:
            content += chunk
        elif size > _DRAINED:
            break
    if size > MAX_BODY:
        raise RefusedError(413, f"The body has more than {MAX_BODY} bytes.")
    return bytes(content)


def _response(reply: Reply) -> Response:
    if reply.parts is not None:
        return StreamingResponse(reply.parts, reply.status, media_type=reply.media_type, headers=reply.headers)
    if reply.content is None:
        return _json(reply.status, reply.value, reply.headers)
    return Response(reply.content, reply.status, media_type=reply.media_type or None, headers=reply.headers)


def _refusal(request: Request, refusal: RefusedError) -> Response:
    """Return an error response, which is problem details (RFC 9457) for version 2 of the API."""
    if not request.scope["raw_path"].lower().startswith(_VERSION_2):
        return _json(refusal.status, refusal.body, refusal.headers)
    body = refusal.body if isinstance(refusal.body, dict) else {}
    problem = {
        "Type": f"https://www.rfc-editor.org/rfc/rfc9110#name-{_phrase(refusal.status).lower().replace(' ', '-')}",
        "Title": _phrase(refusal.status),
        "Status": refusal.status,
        "Detail": str(refusal),
        **({"Errors": body["ModelState"]} if "ModelState" in body else {}),
    }
    content = exact_json.dumps(problem).encode()
    return Response(content, refusal.status, media_type=_PROBLEM, headers=refusal.headers)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase


def _json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    return Response(exact_json.dumps(value).encode(), status, media_type=_JSON, headers=headers)


async def _no_path(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _json(status, {"Message": "There is nothing at this path."})


async def _unexpected(_: Request, error: Exception) -> Response:
    return _json(500, {"Message": f"Internal error in the sandbox ({type(error).__name__}); see its log."})
