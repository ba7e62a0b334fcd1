"""The calls under /Stores, and the few stores that a new sandbox starts with."""

from __future__ import annotations

from ...account.schema import AccountSchema, FieldType
from ..calls import Call, RefusedError, Reply, Route, duplicate
from ..shapes import Member, Members, Shape, checked, shape
from ..store import DuplicateKeyError, Object, Store
from ..values import types as values

KIND = "Stores"

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("Number", needed=True, nullable=False),
    Member("Name", needed=True, nullable=False),
    Member("Phone"),
    Member("Address"),
    Member("ZipCode"),
    Member("City"),
    Member("Email"),
    Member("JsonString"),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
)

_FIRST = (
    ("1001", "Cykel & Fri Nørrebro", "Nørrebrogade 112", "2200", "København N", "+4535551001"),
    ("1002", "Cykel & Fri Aarhus", "Jægergårdsgade 41", "8000", "Aarhus C", "+4586551002"),
    ("1003", "Cykel & Fri Odense", "Vestergade 68", "5000", "Odense C", "+4566551003"),
    ("1090", "Webshop", None, None, None, None),
)


def seed(store: Store) -> None:
    """Give a new store of data its stores, with the ids 1 to 4."""
    for number, name, address, zip_code, city, phone in _FIRST:
        body: Object = {
            "Number": number,
            "Name": name,
            "Phone": phone,
            "Address": address,
            "ZipCode": zip_code,
            "City": city,
            "Email": f"{number}@cykelogfri.example",
            "JsonString": None,
        }
        _save(store, None, body)


def exists(store: Store, number: int) -> bool:
    """Whether there is a store with this id."""
    return store.get(KIND, number) is not None


def find_by_number(call: Call) -> Reply:
    """GET Stores?number="""
    found = call.store.find(KIND, "Number", call.query.text("number"))
    if found is None:
        raise RefusedError(404, "There is no store with that number.")
    return Reply(_shape(call.account).shown(found))


def list_all(call: Call) -> Reply:
    """GET Stores?withoutJsonString=: all stores, without their free text if that is asked for."""
    hidden: Members = {"JsonString": None} if call.query.read("withoutJsonString", values.boolean_text) else {}
    stores = _shape(call.account)
    return Reply([stores.shown(item) | hidden for item in call.store.scan(KIND)])


def get(call: Call) -> Reply:
    """GET Stores/{id}"""
    return Reply(_shape(call.account).shown(_stored(call.store, call.id())))


def create(call: Call) -> Reply:
    """POST Stores: answers with the new store; 409 for a number in use."""
    stores = _shape(call.account)
    return Reply(stores.shown(_save(call.store, None, stores.whole(stores.sent(call.json_object())))))


def patch(call: Call) -> Reply:
    """PATCH Stores: what is sent is set, null included, on the store of the body's Id; answers with the store."""
    stores = _shape(call.account)
    body = call.json_object()
    number = stores.number(body)
    stored = _stored(call.store, number)
    return Reply(stores.shown(_save(call.store, number, stored | checked(stores.sent(body)))))


def _shape(account: AccountSchema) -> Shape:
    return shape(STATICS, account.owners.get(KIND, ()))


def _stored(store: Store, number: int) -> Object:
    found = store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no store with the id {number}.")
    return found


def _save(store: Store, number: int | None, body: Members) -> Object:
    members = {name: value for name, value in body.items() if name != "Id"} | {"LastModified": values.now()}
    keys = {"Number": str(members["Number"])}
    try:
        if number is None:
            number = store.insert(KIND, members, keys)
        else:
            store.replace(KIND, number, members, keys)
    except DuplicateKeyError as error:
        raise duplicate(members[error.name]) from None
    return {"Id": number, **members}


_STORES = "/api/v1/Stores"

ROUTES = (
    Route("GET", _STORES, find_by_number, query=("number",)),
    Route("GET", _STORES, list_all, optional=("withoutJsonString",)),
    Route("GET", f"{_STORES}/{{id}}", get),
    Route("POST", _STORES, create),
    Route("PATCH", _STORES, patch),
)
