"""The sandbox: an HTTP server that stands in for a Yulsn account, with its data in SQLite."""

from .http.app import create_app
from .http.controls import RecordedRequest
from .http.server import RunningSandbox, builtin_account, running, serve

__all__ = ["RecordedRequest", "RunningSandbox", "builtin_account", "create_app", "running", "serve"]
