"""Keep what version 2 of the API returns about dynamic fields and tables beyond the account schema, such as their ids.

Every field of the account has a record, which is created when the sandbox begins to serve the field. The record of a
removed field is kept, and is used again if the field is restored. A table has a record if it was written through
version 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..account.schema import OWNERS, AccountField, AccountSchema
from .store import Object, Store, table_kind
from .values import exact_json, scalars

FIELD_DETAILS = "DynamicFieldDetails"
TABLE_DETAILS = "DynamicTableDetails"  # by the id of the table

_NEW: Mapping[str, object] = {
    "IsUnique": False,
    "IsSearchable": True,
    "HasPersonData": False,
    "CanMerge": False,
    "Description": None,
    "Template": None,
    "RelationOwner": None,
    "RelationDynamicTableId": None,
    "RelationOnDelete": None,
}


def fields_by_kind(account: AccountSchema) -> dict[str, tuple[AccountField, ...]]:
    """Return the fields of every owner and table, by the kind of the objects that have them."""
    owners = {owner: account.owners.get(owner, ()) for owner in OWNERS}
    return owners | {table_kind(table.id): table.fields for table in account.tables}


def record_fields(store: Store, account: AccountSchema) -> None:
    """Create the records of the fields that have none, within a write transaction."""
    known = {(item["Owner"], item["Name"]) for item in store.scan(FIELD_DETAILS)}
    for kind, fields in fields_by_kind(account).items():
        for field in fields:
            if (kind, field.name) not in known:
                record_field(store, kind, field.name, {})


def record_field(store: Store, kind: str, name: str, settings: Mapping[str, object]) -> int:
    """Create the record of a field, and return its id."""
    body: Object = {**_NEW, **settings, "Owner": kind, "Name": name, "LastModified": scalars.now()}
    return store.insert(FIELD_DETAILS, body, {"Field": _key(kind, name)}, {"Owner": kind})


def details_of(store: Store, kind: str, fields: Iterable[AccountField]) -> list[Object]:
    """Return the records of some fields of a kind, in the order of the fields."""
    found = (store.find(FIELD_DETAILS, "Field", _key(kind, field.name)) for field in fields)
    return [item for item in found if item is not None]


def _key(kind: str, name: str) -> str:
    return exact_json.dumps([kind, name])
