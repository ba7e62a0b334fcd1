"""The sandbox: an account schema comes in, a real HTTP server comes out that stands in for that Yulsn account."""

from .controls import RecordedRequest
from .server import RunningSandbox, builtin_account, running, serve
from .transport import create_app

__all__ = ["RecordedRequest", "RunningSandbox", "builtin_account", "create_app", "running", "serve"]
