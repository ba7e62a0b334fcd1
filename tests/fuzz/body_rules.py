"""Rules about bodies that a description cannot express, and how to make a random body follow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Body = dict[str, Any]


def following_rules(operation: str, body: Body, contact: int, version: str | None) -> Body:
    """Return a body changed where its members exclude each other.

    Args:
        operation: The method and path, such as `POST /api/v1/EmailDispatches`.
        body: The body.
        contact: The id of an existing contact.
        version: The row version of the contact in the path, None if unknown.
    """
    rule = _RULES.get(operation)
    made = dict(body) if rule is None else rule(body, contact)
    return {**made, "Version": version} if operation == "PUT /api/v1/Contacts/{id}" and version else made


def _one_receiver(body: Body, contact: int) -> Body:
    """EmailDispatches: either a contact or segments, and nothing that only some campaigns accept."""
    made = {name: value for name, value in body.items() if name not in ("OrderId", "Order2Id", "PointId", "TakeRandom")}
    if made.get("SegmentIds"):
        return {**made, "ContactId": None}
    return {**made, "SegmentIds": None, "ContactId": contact}


def _one_scope(body: Body, contact: int) -> Body:
    """Email2Dispatches: exactly one of three scopes."""
    scope = body.get("Scope")
    name = next(iter(scope), "Contacts") if isinstance(scope, Mapping) else "Contacts"
    scopes: Body = {"Emails": {"ada@example.com": {}}, "Segments": {"InSegmentIds": [1]}}
    return {**body, "Scope": {name: scopes[name]} if name in scopes else {"Contacts": {str(contact): {}}}}


_RULES: Mapping[str, Callable[[Body, int], Body]] = {
    "POST /api/v1/EmailDispatches": _one_receiver,
    "POST /api/v1/Email2Dispatches": _one_scope,
}
