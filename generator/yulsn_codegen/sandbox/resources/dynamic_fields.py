"""The resource DynamicFields: the fields that the account has added to an owner."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ...account.schema import OWNERS, AccountField, FieldType
from ...description.document import TABLE_OWNER
from ..requests import ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import enum_names

_UNKNOWN_TYPE = 99  # a number not in the description


def list_all(request: ApiRequest) -> Reply:
    """List the fields of an owner, or of the table with the path's id; 404 for an unknown table."""
    owner = request.query.text("owner").lower()
    if owner == TABLE_OWNER.lower():
        if "id" not in request.path:
            raise invalid({"id": ["Request a table's fields with the table's id in the path."]})
        number = request.id()
        for table in request.account.tables:
            if table.id == number:
                return Reply(shown_fields(table.fields))
        raise RefusedError(404, f"There is no dynamic table with the id {number}.")
    for name in OWNERS:
        if name.lower() == owner:
            return Reply(shown_fields(request.account.owners.get(name, ())))
    raise invalid({"owner": [f"`owner` should be one of {', '.join((*OWNERS, TABLE_OWNER))}."]})


def shown_fields(fields: Iterable[AccountField]) -> list[dict[str, object]]:
    """Return dynamic fields as the API lists them."""
    return [
        {"Name": field.name, "Type": type_number(field.type), "Label": field.label, "Values": shown_values(field)}
        for field in fields
    ]


def shown_values(field: AccountField) -> list[object] | None:
    """Return the allowed values as JSON of the field's type."""
    if field.values is None:
        return None
    decimals = field.type is FieldType.DECIMAL
    return [
        Decimal(str(value)) if isinstance(value, float) or (decimals and type(value) is int) else value
        for value in field.values
    ]


def type_number(kind: FieldType) -> int:
    """Return the number of a type in the API; for an unknown type, one that the description does not have."""
    return next(
        (number for number, name in enum_names("DynamicFieldType").items() if name == kind.value), _UNKNOWN_TYPE
    )


HANDLERS: dict[str, Handler] = {"dynamic_fields.list": list_all}
