"""Models of the API's vouchers group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum


class VoucherRedeemTime(OpenIntEnum):
    """By when an assigned voucher must be redeemed: the end of the day, a number of hours later,
    or a given time.
    """

    END_OF_DAY = 0
    HOUR = 1
    CUSTOM = 2


class VoucherAssignmentStatus(OpenIntEnum):
    """State of an assignment."""

    RESERVED = 10
    ASSIGNED = 20
    VIEWED = 30
    REDEEMED = 40
    EXPIRED = 50
    CLAIMED = 60


class Voucher(Model, kw_only=True):
    """A voucher."""

    id: int = field(name="Id")
    """Id of the voucher."""
    is_active: bool = field(name="IsActive")
    """Whether the voucher can be assigned."""
    name: str = field(name="Name")
    """Name of the voucher."""
    description: str | None = field(name="Description", default=None)
    """What the voucher is for."""
    redeem_time: VoucherRedeemTime | None = field(name="RedeemTime", default=None)
    """By when an assigned voucher must be redeemed."""
    redeem_hours: int | None = field(name="RedeemHours", default=None)
    """Number of hours if `RedeemTime` is Hour."""
    redeem_custom: AwareDatetime | None = field(name="RedeemCustom", default=None)
    """The time if `RedeemTime` is Custom."""
    notify_emails: str | None = field(name="NotifyEmails", default=None)
    """E-mail addresses to notify when few codes are left."""
    notify_min_code_count: int | None = field(name="NotifyMinCodeCount", default=None)
    """Number of unassigned codes below which to notify them."""
    created: AwareDatetime = field(name="Created")
    """When it was created."""
    created_by: str | None = field(name="CreatedBy", default=None)
    """Who created it."""
    modified: AwareDatetime | None = field(name="Modified", default=None)
    """When it was last changed."""
    modified_by: str | None = field(name="ModifiedBy", default=None)
    """Who last changed it."""


class VoucherWrite(Model, kw_only=True):
    """A voucher to create, or to replace another one with. An attribute that you leave out is
    `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    is_active: bool = field(name="IsActive")
    """Whether the voucher can be assigned."""
    name: str = field(name="Name")
    """Name of the voucher."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the voucher is for."""
    redeem_time: VoucherRedeemTime | UnsetType | None = field(name="RedeemTime", default=UNSET)
    """By when an assigned voucher must be redeemed."""
    redeem_hours: int | UnsetType | None = field(name="RedeemHours", default=UNSET)
    """Number of hours if `RedeemTime` is Hour."""
    redeem_custom: AwareDatetime | UnsetType | None = field(name="RedeemCustom", default=UNSET)
    """The time if `RedeemTime` is Custom."""
    notify_emails: str | UnsetType | None = field(name="NotifyEmails", default=UNSET)
    """E-mail addresses to notify when few codes are left."""
    notify_min_code_count: int | UnsetType | None = field(name="NotifyMinCodeCount", default=UNSET)
    """Number of unassigned codes below which to notify them."""


class VoucherCreated(Model, kw_only=True):
    """The id of a created voucher."""

    voucher_id: int = field(name="VoucherId")
    """Id of the voucher."""


class VoucherGroup(Model, kw_only=True):
    """A group of vouchers."""

    id: int = field(name="Id")
    """Id of the group."""
    is_active: bool = field(name="IsActive")
    """Whether vouchers of the group can be assigned."""
    name: str = field(name="Name")
    """Name of the group."""
    winner_chance: int | None = field(name="WinnerChance", default=None)
    """Chance of winning a voucher of the group."""


class VoucherGroupVoucher(Model, kw_only=True):
    """A voucher as part of a group."""

    voucher_group_id: int = field(name="VoucherGroupId")
    """Id of the group."""
    voucher_id: int = field(name="VoucherId")
    """Id of the voucher."""
    is_active: bool = field(name="IsActive")
    """Whether the voucher can be assigned."""
    assign_weight: int | None = field(name="AssignWeight", default=None)
    """Weight of the voucher among those of the group."""
    assign_limit: int | None = field(name="AssignLimit", default=None)
    """How often the voucher can be assigned."""
    name: str = field(name="Name")
    """Name of the voucher."""
    description: str | None = field(name="Description", default=None)
    """What the voucher is for."""
    redeem_time: VoucherRedeemTime | None = field(name="RedeemTime", default=None)
    """By when an assigned voucher must be redeemed."""
    redeem_hours: int | None = field(name="RedeemHours", default=None)
    """Number of hours if `RedeemTime` is Hour."""
    redeem_custom: AwareDatetime | None = field(name="RedeemCustom", default=None)
    """The time if `RedeemTime` is Custom."""
    unassigned_voucher_code_count: int = field(name="UnassignedVoucherCodeCount")
    """Number of codes that are not assigned yet."""


class VoucherAssignment(Model, kw_only=True):
    """A voucher that is assigned to, or reserved for, a contact."""

    id: int = field(name="Id")
    """Id of the assignment."""
    voucher_group_id: int = field(name="VoucherGroupId")
    """Id of the group."""
    voucher_id: int = field(name="VoucherId")
    """Id of the voucher."""
    voucher_code_id: int | None = field(name="VoucherCodeId", default=None)
    """Id of the code."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact."""
    deadline: AwareDatetime = field(name="Deadline")
    """By when the voucher must be redeemed."""
    status: VoucherAssignmentStatus = field(name="Status")
    """State of the assignment."""
    status_changed: AwareDatetime | None = field(name="StatusChanged", default=None)
    """When the status was last set."""
    voucher_code: str | None = field(name="VoucherCode", default=None)
    """The code."""


class VoucherAssignmentCreate(Model, kw_only=True):
    """A voucher to assign to a contact."""

    voucher_group_id: int = field(name="VoucherGroupId")
    """Id of the group."""
    voucher_id: int = field(name="VoucherId")
    """Id of the voucher."""
    contact_id: int = field(name="ContactId")
    """Id of the contact."""
    reserve: bool = field(name="Reserve")
    """Whether to only reserve the voucher."""


class VoucherAssignmentCreated(Model, kw_only=True):
    """The id of a created assignment."""

    voucher_assignment_id: int = field(name="VoucherAssignmentId")
    """Id of the assignment."""


class VoucherAssignmentStatusPatch(Model, kw_only=True):
    """A new status of an assignment. The API spells the name of the id wrongly. An attribute that
    you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    voucher_assignment_id: int = field(name="VoucherAssingmentId")
    """Id of the assignment."""
    status: VoucherAssignmentStatus = field(name="Status")
    """The new status."""
    status_changed: AwareDatetime | UnsetType | None = field(name="StatusChanged", default=UNSET)
    """When the status changed; now if null or omitted."""


class VoucherCodeField(Model, kw_only=True):
    """Which column of a CSV file holds a property of the codes."""

    csv_field: str = field(name="CsvField")
    """Name of the column."""
    loyaltii_field: str = field(name="LoyaltiiField")
    """Name of the property: `Code`, `ValidFrom` or `ValidTo`."""


class VoucherCodeImport(Model, kw_only=True):
    """A CSV file of voucher codes to import: either `File` or `FileUrl`. An attribute that you
    leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    column_delimiter: str = field(name="ColumnDelimiter")
    """Text between two columns, e.g. `;`."""
    encoding: str = field(name="Encoding")
    """The file's encoding, e.g. `utf-8`."""
    first_line_is_header: bool = field(name="FirstLineIsHeader")
    """Whether the first line has the names of the columns."""
    voucher_id: int = field(name="VoucherId")
    """Id of the voucher."""
    fields: list[VoucherCodeField] = field(name="Fields")
    """The columns."""
    file_url: str | UnsetType | None = field(name="FileUrl", default=UNSET)
    """URL of the file."""
    file: bytes | UnsetType | None = field(name="File", default=UNSET)
    """The file's content."""


class VoucherCodeImported(Model, kw_only=True):
    """The id of an import of voucher codes."""

    bulk_import_id: int = field(name="BulkImportId")
    """Id of the import."""
