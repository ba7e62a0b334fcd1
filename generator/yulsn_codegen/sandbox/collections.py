"""Define the collections of stored objects: what identifies them, what they refer to, and how to read and write them.

Every resource, export and data set uses these definitions; the properties of the objects come from the description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..account.schema import AccountField, AccountSchema, AccountTable
from ..description.document import TABLE_OWNER
from .requests import RefusedError
from .shapes import Members, ObjectShape, static_shape
from .store import DuplicateKeyError, Object, Store, table_kind
from .values import exact_json, periods, scalars


@dataclass(frozen=True)
class Collection:
    """Objects of one kind that have a schema in the description.

    Attributes:
        kind: The kind in the store, which is the owner's name if the objects have dynamic fields.
        schema: The name of the schema that describes the objects in responses.
        absent: The beginning of the message of a 404.
        keys: The properties that no two objects share, each with how its text is compared.
        refs: The properties by which objects are looked up.
        timeline: The time by which objects of one `Type` are looked up, if any.
        taken: The message of the 409 for a key that another object has.
        deviations: Where the sandbox deliberately differs from the description, by property.
        apart: The properties whose values are separate objects, which are not stored with the object.
        fields: The dynamic fields; None for those of the owner `kind`.
    """

    kind: str
    schema: str
    absent: str = "There is no object"
    keys: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    refs: tuple[str, ...] = ()
    timeline: str | None = None
    taken: str = "Cannot save duplicate value '{value}'!"
    deviations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    fields: tuple[AccountField, ...] | None = None

    @cached_property
    def statics(self) -> ObjectShape:
        """The shape without dynamic fields."""
        shape = static_shape(self.schema)
        if not self.apart and not self.deviations:
            return shape
        changes = {name: {"required": False, "writable": False} for name in self.apart} | dict(self.deviations)
        return ObjectShape(tuple(replace(item, **changes.get(item.name, {})) for item in shape.properties))

    @property
    def stored(self) -> ObjectShape:
        """The static shape of the properties that are stored with the object."""
        return ObjectShape(tuple(item for item in self.statics.properties if item.name not in self.apart))

    def shape(self, account: AccountSchema) -> ObjectShape:
        """Return the shape with the account's dynamic fields."""
        return self.statics.with_fields(account.owners.get(self.kind, ()) if self.fields is None else self.fields)

    def has(self, store: Store, number: int) -> bool:
        """Whether there is an object with this id."""
        return store.get(self.kind, number) is not None

    def get(self, store: Store, number: int) -> Object:
        """Return a stored object. Raises RefusedError (404)."""
        return existing(store, self.kind, number, self.absent)

    def find(self, store: Store, key: str, value: str) -> Object:
        """Return the stored object that has a key. Raises RefusedError (404)."""
        found = store.find(self.kind, key, self.keys[key](value))
        if found is None:
            raise RefusedError(404, f"{self.absent} with that {key}.")
        return found

    def save(self, store: Store, number: int | None, members: Members) -> Object:
        """Write an object and its times, creating it if `number` is None, and return it. Raises RefusedError (409)."""
        body = {name: value for name, value in members.items() if name != "Id"}
        moment = scalars.now()
        if "LastModified" in self.statics:
            body["LastModified"] = moment
        if number is None and "Created" in self.statics:
            body["Created"] = moment
        keys = {name: None if body[name] is None else as_key(str(body[name])) for name, as_key in self.keys.items()}
        try:
            if number is None:
                number = store.insert(self.kind, body, keys, self._refs(body))
            else:
                store.replace(self.kind, number, body, keys, self._refs(body))
        except DuplicateKeyError as error:
            raise RefusedError(409, self.taken.format(name=error.name, value=body[error.name])) from None
        return {"Id": number, **body}

    def _refs(self, body: Object) -> dict[str, str | None]:
        refs = {name: None if body[name] is None else str(body[name]) for name in self.refs}
        if self.timeline is not None:
            refs[self.timeline_of(str(body["Type"]))] = periods.key(str(body[self.timeline]))
        return refs

    def timeline_of(self, kind: str) -> str:
        """Return the name of the ref that holds the times of one type."""
        return f"{self.timeline} of {kind}"


CONTACTS = Collection(
    "Contacts",
    "Contact",
    absent="There is no contact",
    keys={"Secret": str, "Email": str.casefold, "Phone": str},
    refs=("ContactCompanyId",),
    taken="Another contact has the {name} '{value}'.",
)
COMPANIES = Collection(
    "ContactCompanies",
    "ContactCompany",
    absent="There is no company",
    keys={"Number": str},
    refs=("PrimaryContactId",),
)
STORES = Collection("Stores", "Store", absent="There is no store", keys={"Number": str})
ORDERS = Collection(
    "Orders",
    "Order",
    absent="There is no order",
    refs=("ContactId", "ExtOrderId"),
    apart=("OrderLines",),
)
ORDER_LINES = Collection("OrderLines", "OrderLine", absent="The order has no line", refs=("OrderId",))
POINTS = Collection(
    "Points",
    "Point",
    absent="There is no point",
    refs=("ContactId", "ContactCompanyId", "StoreId", "SourceId", "Type"),
    timeline="DateTime",
)
EVENTS = Collection(
    "ContactEvents", "ContactEvent", keys={"UniqueExtId": str}, refs=("ContactId", "Type"), timeline="Created"
)
COLLECTIONS = (CONTACTS, COMPANIES, STORES, ORDERS, ORDER_LINES, POINTS, EVENTS)
# The rows of any dynamic table; `rows_of` returns those of one.
TABLE_ROWS = Collection(
    TABLE_OWNER, "TableEntity", absent="The table has no row", keys={"Secret": str, "ExternalId": str}
)

# The kinds of objects whose stored form is not described by any schema.
ACTIONS = "Actions"
ACTION_TRIGGERS = "ActionTriggers"  # one for each time that an action was triggered
BANNERS = "Banners"
BULK_EXPORTS = "BulkExports"
BULK_IMPORTS = "BulkImports"
CONTACT_BOUNCES = "ContactBounces"
CONTACT_PASSWORDS = "ContactPasswords"
EMAIL2_DISPATCHES = "Email2Dispatches"
EMAIL2_RECEIVERS = "Email2Receivers"
EMAIL2_TRIGGERS = "Email2Triggers"
EMAIL_BUILDER_CAMPAIGNS = "EmailBuilderCampaigns"
EMAIL_CAMPAIGNS = "EmailCampaigns"
EMAIL_DISPATCHES = "EmailDispatches"
EMAIL_DISPATCH_RECEIVERS = "EmailDispatchReceivers"
FEED_SYNCS = "FeedSyncs"
IFRAME_TOKENS = "IframeTokens"
MEDIA = "Media"
MEDIA_FOLDERS = "MediaFolders"
MESSAGE_TRIGGERS = "MessageTriggers"  # for SMS and push messages; EMAIL2_TRIGGERS has those for e-mail
PERMISSION_CATEGORIES = "PermissionSourceCategories"
PERMISSION_RELATIONS = "PermissionSourceCategoryRelations"
POINT_SUMS = "PointSums"  # one for each contact and type, with refs to both
POINT_TOTALS = "PointTotals"  # one for each type
PUSH_TOKENS = "PushTokens"
SEGMENTS = "Segments"
SEGMENT_TEMPLATES = "SegmentTemplates"
USER_AGENTS = "UserAgents"
VOUCHERS = "Vouchers"
VOUCHER_ASSIGNMENTS = "VoucherAssignments"
VOUCHER_CODES = "VoucherCodes"
VOUCHER_GROUPS = "VoucherGroups"
VOUCHER_GROUP_VOUCHERS = "VoucherGroupVouchers"


def message_dispatches(form: str) -> str:
    """Return the kind of the dispatches of SMS or push messages."""
    return f"{form}Dispatches"


def message_receivers(form: str) -> str:
    """Return the kind of the receivers of SMS or push messages."""
    return f"{form}Receivers"


def existing(store: Store, kind: str, number: int, absent: str) -> Object:
    """Return the stored object of a kind that has an id.

    Args:
        store: The stored data.
        kind: The kind of the object.
        number: The id.
        absent: The beginning of the message of a 404.

    Raises:
        RefusedError: 404 if there is no such object.
    """
    found = store.get(kind, number)
    if found is None:
        raise RefusedError(404, f"{absent} with the id {number}.")
    return found


def rows_of(table: AccountTable) -> Collection:
    """Return the collection of a dynamic table's rows."""
    return replace(TABLE_ROWS, kind=table_kind(table.id), fields=table.fields)


def sum_key(*owner: object) -> str:
    """Return the key of a sum of points, for a contact and a type, or for a type alone."""
    return exact_json.dumps(owner)
