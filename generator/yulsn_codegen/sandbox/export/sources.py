"""What a bulk export can hold: a type or a table comes in, its columns and the stored objects behind them come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...account.schema import AccountSchema, AccountTable, FieldType
from ..resources import (
    contact_companies,
    contact_events,
    email2_dispatches,
    order_lines,
    orders,
    points,
    stores,
    tables,
)
from ..resources.contacts import read as contacts
from ..shapes import Member, shape
from ..store import Object, Store, table_kind
from ..values import types as values

_PAGE = 1000  # objects that are in memory at a time
_TIMES = ("Created", "DateTime", "LastModified", "Schedule")


@dataclass(frozen=True)
class Source:
    """Objects of one kind.

    kind: in the store, None for what the sandbox has none of; statics: the columns that do not depend on the account;
    created, changed: the members that tell when, by preference; what has only one of the two times is asked for by that
    one; contact: the member that names their contact, None if they have none; typed: whether they have types.
    """

    name: str
    kind: str | None
    statics: tuple[Member, ...]
    created: tuple[str, ...] = ("LastModified",)
    changed: tuple[str, ...] = ("LastModified",)
    contact: str | None = None
    typed: bool = False

    def columns(self, account: AccountSchema) -> tuple[Member, ...]:
        """Return all columns, those of an owner's dynamic fields included."""
        return shape(self.statics, account.owners.get(self.kind or "", ())).members

    def objects(self, store: Store, after: int) -> Iterator[Object]:
        """Return the objects whose id is higher than `after`, in ascending order."""
        while self.kind is not None:
            page = store.scan(self.kind, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = values.integer(page[-1]["Id"])


def of_table(table: AccountTable) -> Source:
    """Return the rows of a dynamic table."""
    columns = shape(tables.STATICS, table.fields).members
    return Source(table.name, table_kind(table.id), columns, created=("Created",))


def _members(names: str) -> tuple[Member, ...]:
    return tuple(
        Member(name, FieldType.DATE_TIME_OFFSET if name in _TIMES else FieldType.UNKNOWN) for name in names.split()
    )


_POINT = _members(
    "Id ContactId ContactCompanyId Type SubType Amount Sum DateTime Description SourceId SourceDescription StoreId"
    " AdministratorId BookValue PointCalculationBase ConverterTransactionId IsCanceller CancellerPointId"
)
_POINT_SUM = _members("ContactId Type Sum LastModified")
_EVENT = _members("Id Created ContactId Type SubType ParentId ParentType UniqueExtId InfoJson")
_DISPATCH = _members("Id TriggerId Schedule IsTest BatchDelaySec Scope Created")
_RECEIVER = _members("Id Email2DispatchId ContactId Email Created")
_ORDER = tuple(member for member in orders.STATICS if member.name != "OrderLines")  # a type of their own

_CREATED, _MOVED = ("Created",), ("DateTime",)


def _none(name: str) -> Source:
    return Source(name, None, _members("Id ContactId Created"))


# By the number of the type on the wire, from 0.
SOURCES = (
    Source("Contacts", contacts.KIND, contacts.STATICS, ("RegistrationDateTime",), contact="Id"),
    Source("Stores", stores.KIND, stores.STATICS),
    Source("Points", points.KIND, _POINT, _MOVED, _MOVED, "ContactId", typed=True),
    Source("PointSums", points.SUMS, _POINT_SUM, contact="ContactId", typed=True),
    Source("Orders", orders.KIND, _ORDER, ("OriginDate", "LastModified"), contact="ContactId", typed=True),
    Source("OrderLines", order_lines.KIND, order_lines.STATICS, contact="ContactId", typed=True),
    Source("Events", contact_events.KIND, _EVENT, _CREATED, _CREATED, "ContactId", typed=True),
    _none("EmailCampaignClicks"),
    Source("ContactCompanies", contact_companies.KIND, contact_companies.STATICS),
    _none("VoucherCodes"),
    _none("PermissionLogs"),
    Source("Email2Dispatches", email2_dispatches.KIND, _DISPATCH, _CREATED, _CREATED),
    Source("Email2Receivers", email2_dispatches.RECEIVERS, _RECEIVER, _CREATED, _CREATED, "ContactId"),
    _none("Email2Interactions"),
    _none("Email2Bounces"),
    _none("SmsDispatches"),
    _none("SmsReceivers"),
    _none("PushDispatches"),
    _none("PushReceivers"),
    _none("PushTokens"),
    _none("ContactPermissionSources"),
    _none("VoucherAssignments"),
)
