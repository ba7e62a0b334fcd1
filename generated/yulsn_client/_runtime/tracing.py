"""Record calls as OpenTelemetry spans. Needs the extra `otel`, and is imported only if a client asks for it.

Each call is one client span with an event for every attempt. Spans hold neither queries nor bodies nor path parameters,
which may be personal data: the URL appears as the template of its path.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from .calls import Call
from .errors import ApiError, YulsnError
from .generic_call import GENERIC_CALL

__all__ = ["CallSpan", "Tracing"]


class CallSpan:
    """The span of one call."""

    def __init__(self, span: Any) -> None:
        self._span = span
        self._attempts = 0

    def record_attempt(self, outcome: int | str) -> None:
        """Add an event for an attempt.

        Args:
            outcome: HTTP status of the response, or the name of the exception if there is none.
        """
        self._attempts += 1
        attributes: dict[str, int | str] = {"http.request.resend_count": self._attempts - 1}
        if isinstance(outcome, int):
            attributes["http.response.status_code"] = outcome
            self._span.set_attribute("http.response.status_code", outcome)
        else:
            attributes["error.type"] = outcome
        self._span.add_event("attempt", attributes)

    def record_error(self, error: BaseException) -> None:
        """Mark the call as failed. The message is left out, as it may repeat what the server sent."""
        kind = str(error.status) if isinstance(error, ApiError) else type(error).__name__
        self._span.set_attribute("error.type", kind)
        self._span.set_status(import_module("opentelemetry.trace").StatusCode.ERROR)


class Tracing:
    """Starts spans with the global tracer provider."""

    def __init__(self, name: str, version: str, base_url: str) -> None:
        """Create the tracer of a package.

        Args:
            name: Name of the distribution.
            version: Version of the distribution.
            base_url: Base URL of the server.

        Raises:
            YulsnError: If OpenTelemetry is not installed.
        """
        try:
            self._trace: Any = import_module("opentelemetry.trace")
        except ImportError:
            raise YulsnError(f"tracing needs OpenTelemetry; install {name}[otel]") from None
        server = urlsplit(base_url)
        self._tracer = self._trace.get_tracer(name, version)
        self._server: dict[str, int | str] = {"server.address": server.hostname or ""}
        if server.port is not None:
            self._server["server.port"] = server.port

    @contextmanager
    def span(self, call: Call[Any]) -> Generator[CallSpan, None, None]:
        """Record the calls in the `with` block as one span, which is the current span in the block."""
        known = call.name != GENERIC_CALL  # the path of others is no template, and may contain personal data
        with self._tracer.start_as_current_span(
            f"{call.method} {call.path}" if known else call.method,
            kind=self._trace.SpanKind.CLIENT,
            attributes={
                "http.request.method": call.method,
                **({"url.template": call.path} if known else {}),
                "yulsn.call": call.name,
                **self._server,
            },
            record_exception=False,
            set_status_on_exception=False,
        ) as started:
            span = CallSpan(started)
            try:
                yield span
            except BaseException as error:
                span.record_error(error)
                raise
