"""The resource Countries: facts about countries."""

from __future__ import annotations

from ..requests import ApiRequest, Handler, Reply

_DIAL_CODES = ("45", "46", "47", "49", "298", "299", "354", "358")  # the form of the texts is unknown


def list_dial_codes(_: ApiRequest) -> Reply:
    """List the dial codes of a few countries."""
    return Reply(_DIAL_CODES)


HANDLERS: dict[str, Handler] = {"countries.list_dial_codes": list_dial_codes}
