"""Serve the files of a site from memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES = {".html": "text/html", ".js": "text/javascript", ".txt": "text/plain"}
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def site_app(files: Callable[[Request], Mapping[str, str]], hosts: Sequence[str] = ("*",)) -> Starlette:
    """Return an app that serves a site at its root.

    Args:
        files: A callback that returns the text of each file by path. It runs in a thread.
        hosts: The host names that requests may use.
    """

    def respond(request: Request) -> Response:
        path = request.path_params["path"] or "index.html"
        text = files(request).get(path)
        if text is None:
            raise HTTPException(404)
        return Response(text.encode(), media_type=_TYPES[Path(path).suffix], headers=_HEADERS)

    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    return Starlette(routes=[Route("/{path:path}", respond)], middleware=[trusted])
