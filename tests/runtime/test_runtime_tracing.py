"""OpenTelemetry: one span for each call, attempts as events, no personal data, and nothing loaded unless asked for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flavours import KEY, Client, Run
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from runtime import errors
from runtime.calls import Call
from runtime.clock import Clock
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
LINE = b'{"Id":1,"Price":0.10}'
PERSON = "ada@example.com"


async def no_sleep(_: float) -> None: ...


CLOCK = Clock(sleep=lambda _: None, sleep_async=no_sleep)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


def get(client: Any) -> Any:
    return client.call(GET, path={"id": PERSON}, query={"email": PERSON})


def finished(spans: InMemorySpanExporter) -> ReadableSpan:
    (span,) = spans.get_finished_spans()
    assert PERSON not in span.to_json()
    assert PERSON.replace("@", "%40") not in span.to_json()
    assert KEY not in span.to_json()
    return span


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_call_is_one_span_with_an_event_for_each_attempt(
    server: ScriptedServer, run: Run, spans: InMemorySpanExporter
) -> None:
    server.replies(Reply(503), Reply(0), Reply(200, LINE))
    run(server.url, get, tracing=True, clock=CLOCK)
    span = finished(spans)
    assert (span.name, span.kind) == ("GET /api/v1/Lines/{id}", SpanKind.CLIENT)
    assert attributes(span) == {
        "http.request.method": "GET",
        "url.template": "/api/v1/Lines/{id}",
        "yulsn.call": "lines.get",
        "server.address": "127.0.0.1",
        "server.port": int(server.url.rpartition(":")[2]),
        "http.response.status_code": 200,
    }
    assert [(event.name, dict(event.attributes or {})) for event in span.events] == [
        ("attempt", {"http.request.resend_count": 0, "http.response.status_code": 503}),
        ("attempt", {"http.request.resend_count": 1, "error.type": span.events[1].attributes["error.type"]}),  # type: ignore[index]
        ("attempt", {"http.request.resend_count": 2, "http.response.status_code": 200}),
    ]
    assert span.status.status_code is StatusCode.UNSET


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(404, b'{"Message":"No ada@example.com"}'), "404"),
        (Reply(0), "YulsnConnectionError"),
        (Reply(200, b'{"Email":"ada@example.com"'), "DecodeError"),
    ],
)
def test_a_call_that_fails_is_a_span_with_an_error_and_no_message(
    server: ScriptedServer, run: Run, spans: InMemorySpanExporter, reply: Reply, kind: str
) -> None:
    server.replies(reply)
    with pytest.raises(errors.YulsnError):
        run(server.url, get, tracing=True, max_retries=0)
    span = finished(spans)
    assert span.status.status_code is StatusCode.ERROR
    assert attributes(span)["error.type"] == kind
    assert [event.name for event in span.events] == ["attempt"]


def test_a_span_is_a_child_of_the_current_one_and_current_for_hooks(
    server: ScriptedServer, spans: InMemorySpanExporter
) -> None:
    seen: list[int] = []
    server.replies(Reply(200, LINE))
    tracer = trace.get_tracer("test")
    with (
        tracer.start_as_current_span("outer") as outer,
        Client(
            KEY,
            base_url=server.url,
            tracing=True,
            on_request=lambda _: seen.append(trace.get_current_span().get_span_context().span_id),
        ) as client,
    ):
        get(client)
    inner, _ = spans.get_finished_spans()
    own = inner.get_span_context()
    assert inner.parent is not None
    assert own is not None
    assert inner.parent.span_id == outer.get_span_context().span_id
    assert seen == [own.span_id]


def test_without_tracing_there_is_no_span(server: ScriptedServer, run: Run, spans: InMemorySpanExporter) -> None:
    server.replies(Reply(200, LINE))
    run(server.url, get)
    assert spans.get_finished_spans() == ()


def test_a_missing_installation_is_an_error_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    with pytest.raises(errors.YulsnError, match=r"install yulsn-client\[otel\]"):
        Client(KEY, tracing=True)


def test_opentelemetry_is_not_imported_without_tracing(runtime_path: Path) -> None:
    code = (
        "import sys, runtime.transport, runtime.client\n"
        "from runtime.options import Options, Secret\n"
        "runtime.transport.SyncTransport(Options(Secret('k')))\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=runtime_path, check=True)
