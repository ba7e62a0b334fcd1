"""Serve the reference of the sandbox's account, which can send requests to the sandbox."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from ...client.release import DEFAULT_PACKAGE
from ...reference.app import site_app
from .controls import Controls

if TYPE_CHECKING:
    from ...account.schema import AccountSchema
    from ...config import Config

DEFAULT_API_KEY = "sandbox"
_PATH = "/docs"


@dataclass
class SandboxReference:
    """The reference of the account that a sandbox serves. It is made when it is first requested.

    Attributes:
        controls: The controls of the sandbox, which know its account.
        config: The Python names and overlays to use, if there are any.
        api_key: The sandbox's key. The page shows the default one only: another may be a secret.
        account_id: The account's number.
    """

    controls: Controls
    config: Config | None
    api_key: str
    account_id: int
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: tuple[AccountSchema, str, Mapping[str, str]] | None = None

    def routes(self) -> list[BaseRoute]:
        """Return the routes that serve it."""
        return [Route(_PATH, _with_slash), Mount(_PATH, app=site_app(self._files))]

    def _files(self, request: Request) -> Mapping[str, str]:
        """Return the files for the current account, and for the address that the request was sent to."""
        from ...config import NO_CONFIG
        from ...plan import plan
        from ...reference.page import site_files

        host, port = request.scope["server"]
        server = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        account = self.controls.account
        with self._lock:
            if self._made is None or self._made[:2] != (account, server):
                files = site_files(
                    plan(account, config=self.config or NO_CONFIG),
                    DEFAULT_PACKAGE,
                    server=server,
                    account_id=self.account_id,
                    can_send=True,
                    api_key=self.api_key if self.api_key == DEFAULT_API_KEY else "",
                )
                self._made = account, server, files
            return self._made[2]


def _with_slash(_: Request) -> Response:
    return RedirectResponse(f"{_PATH}/")
