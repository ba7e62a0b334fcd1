"""The sandbox: an account schema comes in, a real HTTP server comes out that stands in for that Yulsn account."""

from .http.app import create_app
from .http.controls import RecordedRequest
from .http.server import RunningSandbox, builtin_account, running, serve

__all__ = ["RecordedRequest", "RunningSandbox", "builtin_account", "create_app", "running", "serve"]
