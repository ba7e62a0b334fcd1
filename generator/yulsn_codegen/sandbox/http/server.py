"""Running the sandbox: an app comes in, a listening HTTP server comes out."""

from __future__ import annotations

import asyncio
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
from ...shipped import SANDBOX_ACCOUNT
from ...text.errors import InputError, Problem
from ..faults.parsing import parse, parse_all
from .app import create_app
from .controls import Controls, RecordedRequest
from .middleware import CONNECTION

_START = 30.0  # seconds that a server may take to start, on a machine that is busy with other things
_FINISH = 5  # seconds that requests may take to finish after the server was told to stop


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that listens: where it is (without a last slash), its account's key, and what a test may do with it."""

    base_url: str
    api_key: str
    _controls: Controls = field(repr=False)

    @property
    def account(self) -> AccountSchema:
        """The account schema as it is served now."""
        return self._controls.account

    def change_account(self, account: AccountSchema) -> None:
        """Serve another account schema from now on, as when somebody edits the account while clients use it.

        Added fields are null everywhere, removed ones are not shown any more. Rows follow their table's id: they stay
        when it is renamed, and cannot be reached while there is no such table. Values that do not fit the new type of
        their field become null. What is not shown is kept, and is there again when its field or table comes back.
        """
        self._controls.change_account(account)

    def add_fault(self, rule: str) -> None:
        """Put a fault in force, after the others; raises InputError that names what is wrong with the rule."""
        self._controls.plan.add(parse(rule))

    def clear_faults(self) -> None:
        """Take all faults out of force."""
        self._controls.plan.clear()

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests that came, the latest 10,000, in the order in which they were answered."""
        return self._controls.requests

    def clear_requests(self) -> None:
        """Forget the requests that came."""
        self._controls.clear_requests()


def builtin_account() -> AccountSchema:
    """Return the account of the sandbox's own shop, which sells bicycles and outdoor gear."""
    return read_snapshot(SANDBOX_ACCOUNT)


def serve(app: Starlette, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve an app until the process is interrupted (SIGINT) or terminated; returns after an interrupt.

    port: 0 for any that is free; on_ready is called once with the base URL, as soon as requests are answered.
    Raises InputError if the address cannot be listened on.
    """
    listening = _listen(host, port)
    server = _Server(app, lambda: on_ready(_base_url(listening)))
    with suppress(KeyboardInterrupt):  # uvicorn shuts down in good order first, and then raises it again
        server.run(sockets=[listening])


@contextmanager
def running(
    account: AccountSchema | None = None,
    api_key: str = "sandbox",
    db: Path | None = None,
    *,
    faults: Sequence[str] = (),
    seed: int = 0,
    contacts: int = 0,
) -> Iterator[RunningSandbox]:
    """Run a sandbox on a free port of 127.0.0.1 for as long as the block takes; None is the built-in account.

    faults: rules; contacts: how many are made up, with all that belongs to them; seed: what decides the data, and which
    requests the faults strike. Raises InputError if `db` cannot be used, or a rule is none.
    """
    rules = parse_all(faults)
    app = create_app(account or builtin_account(), api_key=api_key, db=db, faults=rules, seed=seed, contacts=contacts)
    listening = _listen("127.0.0.1", 0)
    url = _base_url(listening)
    started: Future[None] = Future()
    server = _Server(app, lambda: started.set_result(None))
    thread = threading.Thread(target=_run, args=(server, listening, started), name="sandbox", daemon=True)
    thread.start()
    try:
        started.result(_START)
        yield RunningSandbox(url, api_key, app.state.controls)
    finally:
        server.should_exit = True
        thread.join()


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1, that lets the app end a connection in ways that no answer can."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, CONNECTION: transport}


class _Server(uvicorn.Server):
    """uvicorn's server, quiet, that tells when it has started instead of being asked again and again."""

    def __init__(self, app: Starlette, on_started: Callable[[], None]) -> None:
        self._on_started = on_started
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

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()


def _run(server: _Server, listening: socket.socket, started: Future[None]) -> None:
    try:
        server.run(sockets=[listening])
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)


def _listen(host: str, port: int) -> socket.socket:
    place = f"{host}:{port}"
    if not 0 <= port <= 65535:  # the resolver would take its last 16 bits
        raise InputError(Problem(place, "is no address to listen on: ports are from 0 to 65535"))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise InputError(Problem(place, f"is no address to listen on: {error}")) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        hint = "Name another port, or 0 for any that is free."
        raise InputError(Problem(place, f"cannot be listened on: {error}", hint)) from None
    return listening


def _base_url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
