"""The resource PushTokens: the tokens that push messages are sent to."""

from __future__ import annotations

from ..collections import CONTACTS, PUSH_TOKENS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..shapes import static_shape
from ..store import Object, Store
from ..values import scalars
from ..written import written


def list_by_contact(request: ApiRequest) -> Reply:
    """List the tokens of a contact."""
    shape = static_shape("PushToken", "PushTokenCreate")
    return Reply([shape.shown(item) for item in tokens_of(request.store, request.id("contactId"))])


def create(request: ApiRequest) -> Reply:
    """Register a token; 404 for an unknown contact."""
    body = written("PushTokenCreate", request.json_object())
    contact = scalars.integer(body["ContactId"])
    CONTACTS.get(request.store, contact)
    moment = scalars.now()
    token = body | {"IsBounced": False, "LastModified": moment, "Created": moment}
    return Reply({"Id": request.store.insert(PUSH_TOKENS, token, refs={"ContactId": contact})})


def delete(request: ApiRequest) -> Reply:
    """Delete the tokens of a contact with a value; 404 if there is none."""
    body = written("PushTokenDelete", request.json_object())
    found = [
        item for item in tokens_of(request.store, scalars.integer(body["ContactId"])) if item["Value"] == body["Value"]
    ]
    if not found:
        raise RefusedError(404, "The contact has no such push token.")
    for item in found:
        request.store.delete(PUSH_TOKENS, scalars.integer(item["Id"]))
    return EMPTY


def tokens_of(store: Store, contact: int) -> list[Object]:
    """Return the stored tokens of a contact."""
    return store.referring(PUSH_TOKENS, "ContactId", contact)


HANDLERS: dict[str, Handler] = {
    "push_tokens.list_by_contact": list_by_contact,
    "push_tokens.create": create,
    "push_tokens.delete": delete,
}
