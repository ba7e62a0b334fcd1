"""The resource Segments: counting and listing the contacts of segments."""

from __future__ import annotations

import random
from collections.abc import Iterable

from ...text.shortening import first_few
from ..bodies import Body, bare_or_wrapped, filled, list_of
from ..collections import CONTACTS, SEGMENT_TEMPLATES, SEGMENTS, existing
from ..requests import ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import static_shape
from ..store import Object, Store
from ..values import exact_json, scalars
from ..written import written

_LISTS = "SegmentContacts"  # the listed contacts, by the segment's id
_LIST, _TEMPLATE = 3, 4  # the types of segments created from contact ids, and from a template
_LONGEST_TIMEOUT = 30  # seconds
_FIRST_FOLDER = 1
_MAX_NAMED = 10  # unknown ids listed in an error


def list_all(request: ApiRequest) -> Reply:
    """List the segments of a folder, or all."""
    folder = request.query.read("folderId", scalars.integer_text)
    found = request.store.scan(SEGMENTS) if folder is None else request.store.referring(SEGMENTS, "FolderId", folder)
    return Reply([_shown(item) for item in found])


def get(request: ApiRequest) -> Reply:
    """Get a segment."""
    return Reply(_shown(segment(request.store, request.id())))


def count_contacts(request: ApiRequest) -> Reply:
    """Count the distinct contacts of segments; unknown segments have none."""
    wanted = attempt("s", lambda: [scalars.integer_text(text) for text in request.query.many("s")])
    return Reply(len(_union(request.store, wanted)))


def count_contacts_of_many(request: ApiRequest) -> Reply:
    """Count the distinct contacts of the segments in the body."""
    sent = bare_or_wrapped(request.body(), "SegmentIds")
    wanted = attempt("SegmentIds", lambda: list_of(scalars.integer)(sent))
    return Reply(len(_union(request.store, wanted)))


def list_contact_ids(request: ApiRequest) -> Reply:
    """List the ids of a segment's contacts."""
    return Reply(contact_ids(request.store, segment(request.store, request.id())))


def list_contacts_base_info(request: ApiRequest) -> Reply:
    """List a few properties of a segment's contacts."""
    wanted = set(contact_ids(request.store, segment(request.store, request.id())))
    shape = static_shape("ContactBaseInfo")
    return Reply([shape.shown(item) for item in request.store.scan(CONTACTS.kind) if item["Id"] in wanted])


def create_from_contact_ids(request: ApiRequest) -> Reply:
    """Create a segment of existing contacts, with a default name and folder.

    A contact that is deleted later no longer counts.
    """
    sent = request.body()
    listed = bare_or_wrapped(sent, "ContactIds")
    body = Body.of(sent if isinstance(sent, dict) else {})
    wanted = dict.fromkeys(attempt("ContactIds", lambda: list_of(scalars.integer)(listed)))
    unknown = sorted(set(wanted) - set(request.store.ids(CONTACTS.kind)))
    if unknown:
        named = first_few([str(number) for number in unknown], _MAX_NAMED)
        raise invalid({"ContactIds": [f"There are no contacts with the ids {named}."]})
    folder = body.read("FolderId", scalars.integer)
    made: Object = {
        "Name": body.read("Name", filled) or f"{len(wanted)} contacts",
        "FolderId": _FIRST_FOLDER if folder is None else folder,
        "Type": _LIST,
        "Description": None,
        "Rule": "list",
    }
    number = request.store.insert(SEGMENTS, made, refs={"FolderId": scalars.integer(made["FolderId"])})
    request.store.replace(_LISTS, number, {"ContactIds": list(wanted)})
    return Reply(_shown({"Id": number, **made}))


def create_from_template(request: ApiRequest) -> Reply:
    """Create a segment from a template; 404 for an unknown one.

    The sandbox's template selects the contacts whose fields have the values given, by the names of the fields.
    """
    body = written("SegmentFromTemplateCreate", request.json_object())
    template = scalars.integer(body["TemplateId"])
    if request.store.get(SEGMENT_TEMPLATES, template) is None:
        known = ", ".join(f"{item['Id']} ({item['Name']})" for item in request.store.scan(SEGMENT_TEMPLATES))
        raise RefusedError(404, f"There is no segment template with the id {template}; the sandbox has {known}.")
    made = body | {"Type": _TEMPLATE, "Rule": "values"}
    number = request.store.insert(SEGMENTS, made, refs={"FolderId": scalars.integer(body["FolderId"])})
    return Reply(_shown({"Id": number, **made}))


def contact_status(request: ApiRequest) -> Reply:
    """Tell for each segment whether it contains a contact; an unknown segment or contact is not an error."""
    contact, timeout = request.id("contactId"), request.query.read("timeoutSec", scalars.integer_text)
    if timeout is not None and not 0 <= timeout <= _LONGEST_TIMEOUT:
        raise invalid({"timeoutSec": [f"`timeoutSec` should be at most {_LONGEST_TIMEOUT}."]})
    sent = request.path["segmentIds"].split(",")
    wanted = attempt("segmentIds", lambda: [scalars.integer_text(text.strip()) for text in sent])
    return Reply([{"SegmentId": number, "Contains": contact in _union(request.store, [number])} for number in wanted])


def segment(store: Store, number: int) -> Object:
    """Return a stored segment. Raises RefusedError (404)."""
    return existing(store, SEGMENTS, number, "There is no segment")


def contact_ids(store: Store, found: Object) -> list[int]:
    """Return the ids of a stored segment's contacts, in ascending order."""
    match found["Rule"]:
        case "all":
            return store.ids(CONTACTS.kind)
        case "email":
            return [scalars.integer(item["Id"]) for item in store.scan(CONTACTS.kind) if item["Email"]]
        case "values":
            values = found["Values"]
            assert isinstance(values, dict)
            items = values.items()
            return [
                scalars.integer(item["Id"])
                for item in store.scan(CONTACTS.kind)
                if all(_means(item.get(name), text) for name, text in items)
            ]
        case _:
            kept = store.get(_LISTS, scalars.integer(found["Id"]))
            listed = kept["ContactIds"] if kept else []
            assert isinstance(listed, list)
            return sorted(set(listed).intersection(store.ids(CONTACTS.kind)))


def _means(value: object, text: str) -> bool:
    return value is not None and (value if isinstance(value, str) else exact_json.dumps(value)) == text


def need_contacts(store: Store, numbers: Iterable[int]) -> set[int]:
    """Return the ids of all contacts of segments. Raises RefusedError (404) for an unknown segment."""
    return {contact for number in numbers for contact in contact_ids(store, segment(store, number))}


def chosen_contacts(
    store: Store, included: Iterable[int], excluded: Iterable[int] = (), take: int | None = None
) -> list[int]:
    """Return the ids of contacts, in ascending order. Raises RefusedError (404) for an unknown segment.

    Args:
        store: The store.
        included: The segments whose contacts are chosen.
        excluded: The segments whose contacts are not.
        take: How many of the contacts to choose at random; None for all.
    """
    chosen = sorted(need_contacts(store, included) - need_contacts(store, excluded))
    if take is None or not 0 <= take < len(chosen):
        return chosen
    return sorted(random.SystemRandom().sample(chosen, take))


def _union(store: Store, numbers: Iterable[int]) -> set[int]:
    found = [store.get(SEGMENTS, number) for number in dict.fromkeys(numbers)]
    return {contact for item in found if item is not None for contact in contact_ids(store, item)}


def _shown(stored: Object) -> Object:
    return static_shape("Segment").shown(stored)


HANDLERS: dict[str, Handler] = {
    "segments.list": list_all,
    "segments.get": get,
    "segments.count_contacts": count_contacts,
    "segments.list_contact_ids": list_contact_ids,
    "segments.list_contacts_base_info": list_contacts_base_info,
    "segments.create_from_contact_ids": create_from_contact_ids,
    "segments.count_contacts_of_many": count_contacts_of_many,
    "segments.create_from_template": create_from_template,
    "segments.contact_status": contact_status,
}
