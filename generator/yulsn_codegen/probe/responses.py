"""Check the status and the content type of a response, and whether it says anything about its row."""

from __future__ import annotations

import re

from ..account.response_body import excess
from ..http_policy import Response
from .calls import ReadCall
from .compare import Kind
from .report import Difference, State

_REFUSED = ("401", "403")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")


def response_difference(call: ReadCall, response: Response) -> Difference | None:
    """Return how the status or the content type differs from the description; None if both are described."""
    status = str(response.status)
    if status not in call.responses:
        described = ", ".join(sorted(call.responses))
        return Difference(
            Kind.STATUS, call.row, described, status, 1, (call.row,), (*call.operation_at, "responses"), name=status
        )
    kinds = call.responses[status].get("content", {})
    kind = media_type(response)
    if status == "200" and kind not in kinds:
        at = (*call.operation_at, "responses", "200", "content")
        described = ", ".join(sorted(kinds)) or "no content"
        return Difference(Kind.CONTENT_TYPE, call.row, described, kind or "none", 1, (call.row,), at, name=kind)
    return None


def response_trouble(call: ReadCall, response: Response) -> tuple[State, str] | None:
    """Return why a response says nothing about the row even if it is as described; None if it does."""
    status = str(response.status)
    if status in _REFUSED:
        return State.REFUSED, f"the key may not make this call ({status})"
    if status in ("404", "400") and status in call.responses:
        return State.NOT_TRIED, f"the server responded with {status}"
    if status in ("429", "502", "503", "504"):
        return State.UNREADABLE, f"the server responded with {status}, even after retries"
    what = excess(response.body)
    return (State.UNREADABLE, what) if what else None


def media_type(response: Response) -> str:
    """Return the media type of a response without parameters; empty if it is missing or malformed."""
    text = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
    return text if _MEDIA_TYPE.fullmatch(text) else ""
