"""Define what a bulk export can contain: the columns of each type or table, and the stored objects behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ...account.schema import AccountField, AccountSchema, AccountTable, FieldType
from ..collections import (
    COMPANIES,
    CONTACTS,
    EMAIL2_DISPATCHES,
    EMAIL2_RECEIVERS,
    EVENTS,
    ORDER_LINES,
    ORDERS,
    POINT_SUMS,
    POINTS,
    PUSH_TOKENS,
    STORES,
    VOUCHER_ASSIGNMENTS,
    VOUCHER_CODES,
    message_dispatches,
    message_receivers,
    rows_of,
)
from ..shapes import ObjectShape, Property, enum_names, static_shape
from ..store import Object, Store
from ..values import scalars

_PAGE = 1000  # objects in memory at a time
_TIMES = ("Created", "Deadline", "LastModified", "Schedule", "StatusChanged")  # among the columns that are listed here


@dataclass(frozen=True)
class ExportSource:
    """Objects of one kind that can be exported.

    Attributes:
        kind: The kind in the store; None if the sandbox has no such objects.
        columns: The columns, without those of dynamic fields.
        created: The properties that hold the time of creation, in order of preference. An object with only one of the
            two times is selected by that one.
        changed: The properties that hold the time of the last change; empty if the API ignores a window of changes.
        contact: The property that refers to its contact, if any.
        typed: Whether the objects have types.
        grows: Whether objects are only ever added, so that `LastId` applies.
        fields: The dynamic fields; None for those of the owner `kind`.
    """

    name: str
    kind: str | None
    columns: ObjectShape
    created: tuple[str, ...] = ("LastModified",)
    changed: tuple[str, ...] = ()
    contact: str | None = None
    typed: bool = False
    grows: bool = False
    fields: tuple[AccountField, ...] | None = None

    def shape(self, account: AccountSchema) -> ObjectShape:
        """Return all columns, including those of dynamic fields."""
        fields = account.owners.get(self.kind or "", ()) if self.fields is None else self.fields
        return self.columns.with_fields(fields)

    def objects(self, store: Store, after: int) -> Iterator[Object]:
        """Yield the objects whose id is higher than `after`, in ascending order."""
        while self.kind is not None:
            page = store.scan(self.kind, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = scalars.integer(page[-1]["Id"])


@cache
def sources() -> Mapping[int, ExportSource]:
    """Return the sources by the number of their export type."""
    known = {source.name: source for source in _known()}
    return {number: known.get(name) or _absent(name) for number, name in enum_names("ExportType").items()}


def source_of(table: AccountTable) -> ExportSource:
    """Return the source of a dynamic table's rows."""
    rows = rows_of(table)
    return ExportSource(table.name, rows.kind, rows.statics, created=("Created",), fields=table.fields)


def _known() -> Iterator[ExportSource]:
    created, changed = ("Created",), ("LastModified",)
    yield ExportSource("Contacts", CONTACTS.kind, CONTACTS.statics, ("RegistrationDateTime",), changed, contact="Id")
    yield ExportSource("Stores", STORES.kind, STORES.statics)
    yield ExportSource("ContactCompanies", COMPANIES.kind, COMPANIES.statics)
    yield ExportSource(
        "Points", POINTS.kind, POINTS.statics, ("DateTime",), contact="ContactId", typed=True, grows=True
    )
    yield ExportSource(
        "PointSums", POINT_SUMS, static_shape("PointSum"), changed=changed, contact="ContactId", typed=True
    )
    yield ExportSource(
        "Orders", ORDERS.kind, ORDERS.stored, ("OriginDate", "LastModified"), contact="ContactId", typed=True
    )
    yield ExportSource("OrderLines", ORDER_LINES.kind, ORDER_LINES.statics, contact="ContactId", typed=True)
    yield ExportSource("Events", EVENTS.kind, EVENTS.statics, created, contact="ContactId", typed=True, grows=True)
    # The API cannot read these, so no schema describes them.
    dispatches = _columns("Id", "TriggerId", "Schedule", "IsTest", "BatchDelaySec", "Scope", "Created")
    receivers = _columns("Id", "Email2DispatchId", "ContactId", "Email", "Created")
    yield ExportSource("Email2Dispatches", EMAIL2_DISPATCHES, dispatches, created, grows=True)
    yield ExportSource("Email2Receivers", EMAIL2_RECEIVERS, receivers, created, contact="ContactId", grows=True)
    for form, target in (("Sms", "Phone"), ("Push", "PushTokenId")):
        dispatches = _columns("Id", "TriggerId", "Schedule", "IsTest", "BatchDelay", "Created")
        receivers = _columns("Id", f"{form}DispatchId", "ContactId", target, "Created", "LastModified")
        yield ExportSource(f"{form}Dispatches", message_dispatches(form), dispatches, created, grows=True)
        yield ExportSource(
            f"{form}Receivers",
            message_receivers(form),
            receivers,
            created,
            changed=changed if form == "Sms" else (),
            contact="ContactId",
            grows=True,
        )
    tokens = _columns("Id", "ContactId", "Value", "IsBounced", "DeviceId", "Description", "Created", "LastModified")
    yield ExportSource("PushTokens", PUSH_TOKENS, tokens, created, changed, contact="ContactId")
    codes = _columns("Id", "VoucherId", "Code", "ValidFrom", "ValidTo", "IsAssigned", "Created")
    yield ExportSource("VoucherCodes", VOUCHER_CODES, codes, created)
    assignments = _columns(
        *("Id", "VoucherGroupId", "VoucherId", "VoucherCodeId", "ContactId"),
        *("Deadline", "Status", "StatusChanged", "VoucherCode", "Created"),
    )
    yield ExportSource("VoucherAssignments", VOUCHER_ASSIGNMENTS, assignments, created, contact="ContactId")


def _absent(name: str) -> ExportSource:
    """Return the source of a type of which the sandbox has no objects."""
    return ExportSource(name, None, _columns("Id", "ContactId", "Created"))


def _columns(*names: str) -> ObjectShape:
    return ObjectShape(
        tuple(Property(name, FieldType.DATE_TIME_OFFSET if name in _TIMES else FieldType.UNKNOWN) for name in names)
    )
