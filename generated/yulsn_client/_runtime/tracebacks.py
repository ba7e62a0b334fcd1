"""Keep what was sent and received out of tracebacks: tools that print local variables would show it.

Python makes the exception that the caller was handling when a call began, `sys.exception()`, the context of every
exception in the call. It is the caller's own, so each function takes it as `handled`, and leaves it as it is.
"""

from __future__ import annotations

from itertools import takewhile
from traceback import clear_frames
from typing import TypeVar

from .http_policy import causes

__all__ = ["without_locals", "without_traceback"]

E = TypeVar("E", bound=BaseException)


def without_traceback(error: E, handled: BaseException | None) -> E:
    """Remove the tracebacks of an exception and its causes, and the context that the caller was handling.

    Raising the exception gives it that context again.
    """
    for cause in causes(error):
        cause.__traceback__ = None
        if cause.__context__ is handled:
            cause.__context__ = None
    return error


def without_locals(error: BaseException, handled: BaseException | None) -> None:
    """Clear the local variables in the tracebacks of an exception and its causes, and keep the places."""
    for cause in takewhile(lambda cause: cause is not handled, causes(error)):
        clear_frames(cause.__traceback__)
