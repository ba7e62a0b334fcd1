"""The rules that a description cannot tell: a body comes in, one that breaks none of them comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Body = dict[str, Any]


def obedient(operation: str, body: Body, contact: int, version: str | None) -> Body:
    """Return the body of an operation (method and path) with its members changed where they exclude each other.

    contact: the id of one that exists; version: the row version of the contact that the path names, None if unknown.
    """
    rule = _RULES.get(operation)
    made = dict(body) if rule is None else rule(body, contact)
    return {**made, "Version": version} if operation == "PUT /api/v1/Contacts/{id}" and version else made


def _one_receiver(body: Body, contact: int) -> Body:
    """EmailDispatches: a contact or segments, and nothing that only some campaigns take."""
    made = {name: value for name, value in body.items() if name not in ("OrderId", "Order2Id", "PointId", "TakeRandom")}
    if made.get("SegmentIds"):
        return {**made, "ContactId": None}
    return {**made, "SegmentIds": None, "ContactId": contact}


def _one_scope(body: Body, contact: int) -> Body:
    """Email2Dispatches: one scope of three."""
    scope = body.get("Scope")
    name = next(iter(scope), "Contacts") if isinstance(scope, Mapping) else "Contacts"
    scopes: Body = {"Emails": {"ada@example.com": {}}, "Segments": {"InSegmentIds": [1]}}
    return {**body, "Scope": {name: scopes[name]} if name in scopes else {"Contacts": {str(contact): {}}}}


_RULES: Mapping[str, Callable[[Body, int], Body]] = {
    "POST /api/v1/EmailDispatches": _one_receiver,
    "POST /api/v1/Email2Dispatches": _one_scope,
}
