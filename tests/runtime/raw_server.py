"""A server on a bare socket, for responses that no HTTP library would send."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Peer:
    """A connection to the server."""

    def __init__(self, connection: socket.socket, stopped: threading.Event) -> None:
        self._connection = connection
        self._stopped = stopped

    def read_request(self) -> bytes:
        """Return the head of the next request, or nothing at the end of the connection."""
        data = b""
        while b"\r\n\r\n" not in data:
            part = self._connection.recv(65536)
            if not part:
                return b""
            data += part
        return data

    def send(self, data: bytes) -> Self:
        self._connection.sendall(data)
        return self

    def drip(self, data: bytes, seconds: float = 0.1) -> Self:
        """Send byte after byte."""
        for at in range(len(data)):
            if self._stopped.wait(seconds):
                break
            self.send(data[at : at + 1])
        return self


class RawServer:
    """Calls a function for each connection, on a separate thread."""

    def __init__(self, serve: Callable[[Peer], object], context: ssl.SSLContext | None = None) -> None:
        self._serve = serve
        self._context = context
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.connections = 0

    @property
    def url(self) -> str:
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://localhost:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                self._serve(Peer(connection, self._stopped))
        except OSError:
            pass  # the client has closed the connection

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._listener.close()
