"""Models of the API's bulk_export group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum


class ExportType(OpenIntEnum):
    """What a bulk export contains. New members may appear without notice."""

    CONTACTS = 0
    STORES = 1
    POINTS = 2
    POINT_SUMS = 3
    ORDERS = 4
    ORDER_LINES = 5
    EVENTS = 6
    EMAIL_CAMPAIGN_CLICKS = 7
    CONTACT_COMPANIES = 8
    VOUCHER_CODES = 9
    PERMISSION_LOGS = 10
    EMAIL2_DISPATCHES = 11
    EMAIL2_RECEIVERS = 12
    EMAIL2_INTERACTIONS = 13
    EMAIL2_BOUNCES = 14
    SMS_DISPATCHES = 15
    SMS_RECEIVERS = 16
    PUSH_DISPATCHES = 17
    PUSH_RECEIVERS = 18
    PUSH_TOKENS = 19
    CONTACT_PERMISSION_SOURCES = 20
    VOUCHER_ASSIGNMENTS = 21


class ExportFormat(OpenIntEnum):
    """File format of a bulk export."""

    CSV = 0
    PARQUET = 1


class BulkExport(Model, kw_only=True):
    """A finished bulk export: a downloadable file."""

    name: str = field(name="Name")
    """Name of the file."""
    download_url: str = field(name="DownloadUrl")
    """Absolute URL to download the file from."""
    size_in_bytes: int = field(name="SizeInBytes")
    """Size of the file in bytes."""
    type: str | None = field(name="Type", default=None)
    """What the file contains, as text, e.g. `Contacts`; null for a dynamic table."""
    created_date_time_from: AwareDatetime | None = field(name="CreatedDateTimeFrom", default=None)
    """The file contains only objects created at or after this time."""
    created_date_time_to: AwareDatetime | None = field(name="CreatedDateTimeTo", default=None)
    """The file contains only objects created before this time."""
    item_type: str | None = field(name="ItemType", default=None)
    """Only objects of this type, e.g. one order, point or event type."""
    row_count: int | None = field(name="RowCount", default=None)
    """Number of rows in the file."""
    segment_id: int | None = field(name="SegmentId", default=None)
    """Only contacts in this segment."""
    right: str | None = field(name="Right", default=None)
    """Permission a user needs to see the export."""
    time_zone_id: str | None = field(name="TimeZoneId", default=None)
    """Time zone of the times in the file."""


class BulkExportCreate(Model, kw_only=True):
    """A request for a bulk export of one object type or one dynamic table. Set either `Type` or
    `DynamicTableId`. An attribute that you leave out is `UNSET` and not sent; None is sent as
    null, and '' as an empty string.
    """

    type: ExportType | UnsetType | None = field(name="Type", default=UNSET)
    """What to export; null when `DynamicTableId` is set."""
    dynamic_table_id: int | UnsetType | None = field(name="DynamicTableId", default=UNSET)
    """Id of the dynamic table to export, instead of `Type`."""
    column_delimiter: str | UnsetType | None = field(name="ColumnDelimiter", default=UNSET)
    """Column separator of a CSV file."""
    row_delimiter: str | UnsetType | None = field(name="RowDelimiter", default=UNSET)
    """Row separator of a CSV file."""
    created_date_time_from: AwareDatetime | UnsetType | None = field(name="CreatedDateTimeFrom", default=UNSET)
    """Only objects created at or after this time."""
    created_date_time_to: AwareDatetime | UnsetType | None = field(name="CreatedDateTimeTo", default=UNSET)
    """Only objects created before this time."""
    last_modified_from: AwareDatetime | UnsetType | None = field(name="LastModifiedFrom", default=UNSET)
    """Only objects changed at or after this time. The API ignores it except for Contacts,
    PointSums, PushTokens and SmsReceivers; use `CreatedDateTimeFrom` for the others.
    """
    last_modified_to: AwareDatetime | UnsetType | None = field(name="LastModifiedTo", default=UNSET)
    """Only objects changed before this time. The API ignores it except for Contacts, PointSums,
    PushTokens and SmsReceivers; use `CreatedDateTimeTo` for the others.
    """
    last_id: int | UnsetType | None = field(name="LastId", default=UNSET)
    """Only objects with an id greater than this: the last id of the previous export. Meant for
    objects that are only ever added, such as Events and Email2Interactions.
    """
    item_type: str | UnsetType | None = field(name="ItemType", default=UNSET)
    """Only objects of this type, e.g. one order, point or event type."""
    segment_id: int | UnsetType | None = field(name="SegmentId", default=UNSET)
    """Only contacts in this segment."""
    fields: list[str] | UnsetType | None = field(name="Fields", default=UNSET)
    """Names of the columns to export; defaults to all."""
    suffix_file_name: str | UnsetType | None = field(name="SuffixFileName", default=UNSET)
    """Suffix of the file name."""
    time_zone_id: str | UnsetType | None = field(name="TimeZoneId", default=UNSET)
    """Time zone for the times in the file."""
    use_compression: bool | UnsetType = field(name="UseCompression", default=UNSET)
    """Whether to compress the file; defaults to false."""
    format: ExportFormat | UnsetType | None = field(name="Format", default=UNSET)
    """File format; defaults to CSV. Contacts cannot be exported as Parquet."""
