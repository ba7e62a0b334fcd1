"""Run the sandbox as an HTTP server."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from ...account.schema import AccountSchema
from ...account.snapshot import read_snapshot
from ...description.document import Document
from ...shipped import SANDBOX_ACCOUNT
from ...text.errors import InputError, Problem
from ..faults.parsing import parse, parse_all
from .app import create_app
from .controls import Controls, RecordedRequest
from .middleware import CONNECTION
from .reference import DEFAULT_API_KEY

_START = 30.0  # seconds allowed for starting, even on a busy machine
_FINISH = 5  # seconds that requests in flight may take after the server was stopped


@dataclass(frozen=True)
class RunningSandbox:
    """A running sandbox: its URL (without a trailing slash), its key, its number, and the controls for tests."""

    base_url: str
    api_key: str
    _controls: Controls = field(repr=False)
    account_id: int = 1

    @property
    def account(self) -> AccountSchema:
        """The current account schema."""
        return self._controls.account

    def change_account(self, account: AccountSchema) -> None:
        """Serve another account schema from now on, as if somebody had edited the account while clients use it.

        Added fields are null everywhere, and removed ones disappear. Rows follow the id of their table: they stay when
        it is renamed, and are unreachable while there is no such table. Values that do not fit the new type of their
        field become null. Hidden data is kept, and reappears when its field or table does.
        """
        self._controls.change_account(account)

    def add_fault(self, rule: str) -> None:
        """Append a fault. Raises InputError for an invalid rule."""
        self._controls.plan.add(parse(rule))

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._controls.plan.clear()

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest 10,000 requests, in the order of their responses."""
        return self._controls.requests

    def clear_requests(self) -> None:
        """Forget all requests."""
        self._controls.clear_requests()


def builtin_account() -> AccountSchema:
    """Return the built-in account: a shop that sells bicycles and outdoor gear."""
    return read_snapshot(SANDBOX_ACCOUNT)


def serve(app: Starlette, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve an app until the process is interrupted (SIGINT) or terminated; return after an interrupt.

    Args:
        app: The app to serve.
        host: The host name or address to listen on.
        port: The port; 0 for any free one.
        on_ready: Called once with the base URL, as soon as requests are served.

    Raises:
        InputError: If the server cannot listen on the address.
    """
    listening = _listen(host, port)
    server = _SilentServer(app, lambda: on_ready(_base_url(listening)))
    with suppress(KeyboardInterrupt):  # uvicorn raises it again after a graceful shutdown
        server.run(sockets=[listening])
    if server.failure is not None:
        raise server.failure


@contextmanager
def running(
    account: AccountSchema | None = None,
    api_key: str = DEFAULT_API_KEY,
    db: Path | None = None,
    *,
    account_id: int = 1,
    faults: Sequence[str] = (),
    seed: int = 0,
    contacts: int = 0,
    strict: bool = False,
    description: Document | None = None,
    export_delay: float = 0.0,
    control_key: str | None = None,
) -> Iterator[RunningSandbox]:
    """Run a sandbox on a free port of 127.0.0.1 for the duration of the block.

    Args:
        account: The account schema to serve; defaults to the built-in account.
        api_key: The expected API key.
        db: The SQLite file for the data; None to keep it in memory.
        account_id: The account's number, which paths of version 2 contain.
        faults: The rules of the faults to inject.
        seed: Determines the generated data, and which requests the faults hit.
        contacts: How many contacts to generate, with everything that belongs to them.
        strict: Whether to respond with 400 to input that the API ignores, such as an unparsable time in a query.
        description: The description with overlays applied; defaults to the shipped one.
        export_delay: Seconds until a bulk export is ready.
        control_key: The key of requests that control the sandbox; None to have no such endpoints.

    Raises:
        InputError: If `db` cannot be used, or a rule is invalid.
    """
    rules = parse_all(faults)
    schema = account or builtin_account()
    app = create_app(
        schema,
        api_key=api_key,
        account_id=account_id,
        db=db,
        faults=rules,
        seed=seed,
        contacts=contacts,
        strict=strict,
        description=description,
        export_delay=export_delay,
        control_key=control_key,
    )
    listening = _listen("127.0.0.1", 0)
    url = _base_url(listening)
    started: Future[None] = Future()
    server = _SilentServer(app, lambda: started.set_result(None))
    thread = threading.Thread(target=_run, args=(server, listening, started), name="sandbox", daemon=True)
    thread.start()
    try:
        started.result(_START)
        yield RunningSandbox(url, api_key, app.state.controls, account_id)
    finally:
        server.stop()
        thread.join()


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol, exposing its connection so that the app can reset it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, CONNECTION: transport}


class _SilentServer(uvicorn.Server):
    """A silent uvicorn server that calls back when it has started."""

    def __init__(self, app: Starlette, on_started: Callable[[], None]) -> None:
        self.failure: Exception | None = None
        self._on_started = on_started
        self._serving: asyncio.Future[None] | None = None
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http=_Protocol,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_FINISH,
            )
        )

    async def main_loop(self) -> None:
        self._serving = asyncio.ensure_future(super().main_loop())
        try:
            self._on_started()
        except Exception as error:  # if it were raised here, uvicorn would print a traceback
            self.failure = error
            self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving

    def stop(self) -> None:
        """Stop serving, from another thread, without waiting for uvicorn to look at `should_exit` again."""
        self.should_exit = True
        if self._serving is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._serving.get_loop().call_soon_threadsafe(self._serving.cancel)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut down, without uvicorn's waits if no request is in flight."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)  # idle connections are closed in this turn of the loop
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
        else:
            await self.lifespan.shutdown()


def _run(server: _SilentServer, listening: socket.socket, started: Future[None]) -> None:
    try:
        server.run(sockets=[listening])
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)


def _listen(host: str, port: int) -> socket.socket:
    place = f"{host}:{port}"
    if not 0 <= port <= 65535:  # the resolver would silently use the low 16 bits
        raise InputError(Problem(place, "is not an address to listen on: ports are from 0 to 65535"))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise InputError(
            Problem(place, f"is not an address to listen on: {getattr(error, 'strerror', error)}")
        ) from None
    try:
        if os.name == "posix":  # on Windows, this option would let several servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        hint = "Choose another port with --port, or 0 for any free one."
        raise InputError(Problem(place, f"cannot listen on this address: {error.strerror or error}", hint)) from None
    return listening


def _base_url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
