"""Segments: an id comes in, the contacts that belong to it come out, counted, as ids or in brief."""

from __future__ import annotations

from collections.abc import Iterable

from ..bodies import Body, filled, list_of
from ..calls import Call, RefusedError, Reply, Route, attempt, invalid
from ..store import Object, Store
from ..values import types as values
from .contacts.read import BASE_INFO
from .contacts.read import KIND as CONTACTS
from .seeds import SEGMENTS as KIND

_LISTS = "SegmentContacts"  # the contacts of a segment of a list, under the segment's id
_SHOWN = ("Id", "Name", "FolderId", "Type", "Description")
_LIST = 3  # the type of a segment that was made of contact ids
_FIRST_FOLDER = 1
_NAMED = 10  # how many unknown ids a refusal names


def list_all(call: Call) -> Reply:
    """GET Segments?folderId=: those of a folder, all without one."""
    folder = call.query.read("folderId", values.integer_text)
    found = call.store.scan(KIND) if folder is None else call.store.referring(KIND, "FolderId", folder)
    return Reply([_shown(item) for item in found])


def get(call: Call) -> Reply:
    """GET Segments/{id}"""
    return Reply(_shown(segment(call.store, call.id())))


def count_contacts(call: Call) -> Reply:
    """GET Segments/GetContactCount?s[0]=: how many different contacts the segments have; unknown segments have none."""
    wanted = attempt("s", lambda: [values.integer_text(text) for text in call.query.many("s")])
    return Reply(len(_union(call.store, wanted)))


def count_contacts_of_many(call: Call) -> Reply:
    """POST Segments/GetContactCount: the same, with the ids in the body."""
    wanted = Body.of(call.json_object()).need("SegmentIds", list_of(values.integer))
    return Reply(len(_union(call.store, wanted)))


def list_contact_ids(call: Call) -> Reply:
    """GET Segments/{id}/GetContactIds"""
    return Reply(contact_ids(call.store, segment(call.store, call.id())))


def list_contacts_base_info(call: Call) -> Reply:
    """GET Segments/{id}/GetContactsBaseInfo"""
    wanted = set(contact_ids(call.store, segment(call.store, call.id())))
    found = (item for item in call.store.scan(CONTACTS) if item["Id"] in wanted)
    return Reply([{name: item.get(name) for name in BASE_INFO} for item in found])


def create_from_contact_ids(call: Call) -> Reply:
    """POST Segments/ContactIds: the contacts have to be there; without a name it gets one, without a folder the first.

    A contact that is deleted later is not counted any more.
    """
    body = Body.of(call.json_object())
    wanted = dict.fromkeys(body.need("ContactIds", list_of(values.integer)))
    unknown = sorted(set(wanted) - set(call.store.ids(CONTACTS)))
    if unknown:
        named = ", ".join(map(str, unknown[:_NAMED])) + (" ..." if len(unknown) > _NAMED else "")
        raise invalid({"ContactIds": [f"There are no contacts with the ids {named}."]})
    folder = body.read("FolderId", values.integer)
    made: Object = {
        "Name": body.read("Name", filled) or f"{len(wanted)} contacts",
        "FolderId": _FIRST_FOLDER if folder is None else folder,
        "Type": _LIST,
        "Description": None,
        "Rule": "list",
    }
    number = call.store.insert(KIND, made, refs={"FolderId": values.integer(made["FolderId"])})
    call.store.replace(_LISTS, number, {"ContactIds": list(wanted)})
    return Reply(_shown({"Id": number, **made}))


def segment(store: Store, number: int) -> Object:
    """Return a stored segment; raises RefusedError (404)."""
    found = store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no segment with the id {number}.")
    return found


def contact_ids(store: Store, found: Object) -> list[int]:
    """Return the ids of a stored segment's contacts, in ascending order."""
    match found["Rule"]:
        case "all":
            return store.ids(CONTACTS)
        case "email":
            return [values.integer(item["Id"]) for item in store.scan(CONTACTS) if item["Email"]]
        case _:
            kept = store.get(_LISTS, values.integer(found["Id"]))
            listed = kept["ContactIds"] if kept else []
            assert isinstance(listed, list)
            return sorted(set(listed).intersection(store.ids(CONTACTS)))


def need_contacts(store: Store, numbers: Iterable[int]) -> set[int]:
    """Return the ids of the contacts of segments that have to be there; raises RefusedError (404)."""
    return {contact for number in numbers for contact in contact_ids(store, segment(store, number))}


def _union(store: Store, numbers: Iterable[int]) -> set[int]:
    found = [store.get(KIND, number) for number in dict.fromkeys(numbers)]
    return {contact for item in found if item is not None for contact in contact_ids(store, item)}


def _shown(stored: Object) -> Object:
    return {name: stored[name] for name in _SHOWN}


_SEGMENTS = "/api/v1/Segments"

ROUTES = (
    Route("GET", _SEGMENTS, list_all, optional=("folderId",)),
    Route("GET", f"{_SEGMENTS}/{{id}}", get),
    Route("GET", f"{_SEGMENTS}/GetContactCount", count_contacts, query=("s",)),
    Route("GET", f"{_SEGMENTS}/{{id}}/GetContactIds", list_contact_ids),
    Route("GET", f"{_SEGMENTS}/{{id}}/GetContactsBaseInfo", list_contacts_base_info),
    Route("POST", f"{_SEGMENTS}/ContactIds", create_from_contact_ids),
    Route("POST", f"{_SEGMENTS}/GetContactCount", count_contacts_of_many),
)
