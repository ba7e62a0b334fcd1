"""The resource Admin: managing dynamic fields and tables through version 2 of the API.

What is created or changed here is part of the account at once: version 1 serves it, and `fetch` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ...account.fields import canonical, decoded_list
from ...account.schema import OWNERS, AccountField, AccountSchema, AccountTable, AllowedValue, FieldType, TableWrites
from ..field_details import FIELD_DETAILS, TABLE_DETAILS, details_of, record_field
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import Members, static_shape
from ..store import Object, Store, table_kind
from ..values import exact_json, scalars
from ..written import written
from .dynamic_fields import shown_values, type_number
from .dynamic_tables import shown_details

_TABLES = "DynamicTables"  # the counter of table ids
# Owners of which the sandbox has no objects with fields; their fields can be managed nonetheless.
_OTHERS = ("VoucherGroup", "Voucher", "VoucherGroupVoucher")
_SETTINGS = ("IsUnique", "IsSearchable", "HasPersonData", "CanMerge", "Description", "Template")


@dataclass(frozen=True)
class _Owner:
    """What fields belong to: the kind in the store, its fields, and the account with other fields."""

    kind: str
    fields: tuple[AccountField, ...]
    changed: Callable[[tuple[AccountField, ...]], AccountSchema]


def list_fields(request: ApiRequest) -> Reply:
    """List the fields of an owner or a table."""
    owner = _owner(request)
    by_name = {field.name: field for field in owner.fields}
    found = details_of(request.store, owner.kind, owner.fields)
    return Reply([_shown(item, by_name[str(item["Name"])]) for item in found])


def get_field(request: ApiRequest) -> Reply:
    """Get a field."""
    owner = _owner(request)
    return Reply(_shown(*_field(request, owner)))


def create_field(request: ApiRequest) -> Reply:
    """Add a field, and return its id; 400 for a name in use."""
    owner = _owner(request)
    body = written("DynamicFieldCreate", request.json_object())
    name = str(body["Name"])
    if not name.strip():
        raise invalid({"Name": ["`Name` is required."]})
    if any(field.name.lower() == name.lower() for field in owner.fields):
        raise invalid({"Name": [f"There is a field `{name}` already."]})
    field = _described(AccountField(name, FieldType.from_server(body["Type"])), body)
    number = _recorded(request.store, owner.kind, name, {key: body[key] for key in _SETTINGS})
    return Reply(number, account=owner.changed((*owner.fields, field)))


def update_field(request: ApiRequest) -> Reply:
    """Change the settings of a field, but not its name and type."""
    body = written("DynamicFieldUpdate", request.json_object())
    owner = _owner(request)
    details, field = _field(request, owner)
    _amend(request.store, details, {key: body[key] for key in _SETTINGS})
    changed = tuple(_described(field, body) if one is field else one for one in owner.fields)
    return replace(EMPTY, account=owner.changed(changed))


def relate_field(request: ApiRequest) -> Reply:
    """Set what a field refers to."""
    body = written("DynamicFieldRelation", request.json_object())
    details, _ = _field(request, _owner(request))
    _amend(request.store, details, body)
    return EMPTY


def list_tables(request: ApiRequest) -> Reply:
    """List all tables."""
    return Reply([shown_details(request.store, table) for table in request.account.tables])


def get_table(request: ApiRequest) -> Reply:
    """Get a table."""
    return Reply(shown_details(request.store, _table(request)))


def find_table_by_name(request: ApiRequest) -> Reply:
    """Get the table of a name, in any case."""
    name = request.path["tableName"].casefold()
    for table in request.account.tables:
        if table.name.casefold() == name:
            return Reply(shown_details(request.store, table))
    raise RefusedError(404, "There is no dynamic table of that name.")


def create_table(request: ApiRequest) -> Reply:
    """Create a table without fields, and return its id; 400 for a name in use."""
    body = written("DynamicTableCreate", request.json_object())
    name = str(body["Name"])
    if not name.strip():
        raise invalid({"Name": ["`Name` is required."]})
    if any(table.name.casefold() == name.casefold() for table in request.account.tables):
        raise invalid({"Name": [f"There is a table `{name}` already."]})
    number = 1 + max((request.store.counted(_TABLES), *(table.id for table in request.account.tables)))
    request.store.count_to(_TABLES, number)
    table = _written(request.store, AccountTable(number, name), body)
    return Reply(number, account=replace(request.account, tables=(*request.account.tables, table)))


def update_table(request: ApiRequest) -> Reply:
    """Change the settings of a table, but not its name."""
    table = _table(request)
    body = written("DynamicTableUpdate", request.json_object())
    shared = (request.store.get(TABLE_DETAILS, table.id) or {}).get("IsShared", False)
    changed = _written(request.store, table, body | {"IsShared": shared})
    tables = tuple(changed if one is table else one for one in request.account.tables)
    return replace(EMPTY, account=replace(request.account, tables=tables))


def _owner(request: ApiRequest) -> _Owner:
    """Return the owner that a path names. Raises RefusedError (400, 404)."""
    account = request.account
    if "tableId" in request.path:
        table = _table(request)

        def with_table_fields(fields: tuple[AccountField, ...]) -> AccountSchema:
            tables = tuple(replace(one, fields=fields) if one is table else one for one in account.tables)
            return replace(account, tables=tables)

        return _Owner(table_kind(table.id), table.fields, with_table_fields)
    sent = request.path["owner"].lower()
    name = next((known for known in (*OWNERS, *_OTHERS) if known.lower() == sent), None)
    if name is None:
        raise invalid({"owner": [f"`owner` should be one of {', '.join((*OWNERS, *_OTHERS))}."]})
    if name in _OTHERS:
        kept = request.store.referring(FIELD_DETAILS, "Owner", name)
        return _Owner(name, tuple(map(_kept, kept)), lambda fields: _with_others(request, name, fields))
    owned = account.owners.get(name, ())
    return _Owner(name, owned, lambda fields: replace(account, owners={**account.owners, name: fields}))


def _with_others(request: ApiRequest, kind: str, fields: tuple[AccountField, ...]) -> AccountSchema:
    """Keep what the account schema has no place for in the fields' records."""
    by_name = {field.name: field for field in fields}
    for item in request.store.referring(FIELD_DETAILS, "Owner", kind):
        field = by_name[str(item["Name"])]
        own: Members = {"Type": field.type.value, "Label": field.label, "ValuesJson": _values_json(field)}
        _amend(request.store, item, own)
    return request.account


def _kept(item: Object) -> AccountField:
    field = AccountField(str(item["Name"]), FieldType.from_server(item["Type"]))
    return _described(field, item)


def _field(request: ApiRequest, owner: _Owner) -> tuple[Object, AccountField]:
    """Return the record and the schema of the field that a path names. Raises RefusedError (404)."""
    number = request.id("fieldId")
    by_name = {field.name: field for field in owner.fields}
    found = request.store.get(FIELD_DETAILS, number)
    if found is None or found["Owner"] != owner.kind or found["Name"] not in by_name:
        raise RefusedError(404, f"There is no such field with the id {number}.")
    return found, by_name[str(found["Name"])]


def _recorded(store: Store, kind: str, name: str, settings: Members) -> int:
    """Write the record of a new field; one of that name may be left from a field that is gone."""
    for item in store.referring(FIELD_DETAILS, "Owner", kind):
        if item["Name"] == name:
            store.delete(FIELD_DETAILS, scalars.integer(item["Id"]))
    return record_field(store, kind, name, settings)


def _amend(store: Store, details: Object, changes: Members) -> None:
    store.amend(FIELD_DETAILS, scalars.integer(details["Id"]), details | changes | {"LastModified": scalars.now()})


def _described(field: AccountField, body: Members) -> AccountField:
    """Return a field with the label and the allowed values of a body. Raises RefusedError (400)."""
    label = None if body["Label"] is None else str(body["Label"])
    return replace(field, label=label, values=_values(field.type, body["ValuesJson"]))


def _values(kind: FieldType, text: object) -> tuple[AllowedValue, ...] | None:
    if text is None:
        return None
    values = decoded_list(str(text))
    if not isinstance(values, list) or not all(isinstance(value, str | int | float) for value in values):
        raise invalid({"ValuesJson": ["`ValuesJson` should be a JSON list of texts or numbers."]})
    return canonical(kind, values)


def _values_json(field: AccountField) -> str | None:
    values = shown_values(field)
    return None if values is None else exact_json.dumps(values)


def _shown(details: Object, field: AccountField) -> Members:
    shown = details | {"Type": type_number(field.type), "Label": field.label, "ValuesJson": _values_json(field)}
    return static_shape("DynamicFieldDetails").shown(shown)


def _table(request: ApiRequest) -> AccountTable:
    number = request.id("tableId")
    for table in request.account.tables:
        if table.id == number:
            return table
    raise RefusedError(404, f"There is no dynamic table with the id {number}.")


def _written(store: Store, table: AccountTable, body: Members) -> AccountTable:
    """Write the record of a table, and return the table as the account schema has it."""
    store.replace(TABLE_DETAILS, table.id, body | {"LastModified": scalars.now()})
    create, update, delete = (body[f"{write}ConverterId"] is None for write in ("Create", "Update", "Delete"))
    label, about = (None if body[name] is None else str(body[name]) for name in ("Label", "Description"))
    return replace(table, label=label, description=about, writes=TableWrites(create, update, delete))


HANDLERS: dict[str, Handler] = {
    "admin.list_fields": list_fields,
    "admin.list_table_fields": list_fields,
    "admin.get_field": get_field,
    "admin.get_table_field": get_field,
    "admin.create_field": create_field,
    "admin.create_table_field": create_field,
    "admin.update_field": update_field,
    "admin.update_table_field": update_field,
    "admin.relate_field": relate_field,
    "admin.relate_table_field": relate_field,
    "admin.list_tables": list_tables,
    "admin.get_table": get_table,
    "admin.find_table_by_name": find_table_by_name,
    "admin.create_table": create_table,
    "admin.update_table": update_table,
}
