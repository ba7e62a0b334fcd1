"""Models of the API's dynamic_tables group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class DynamicTable(Model, kw_only=True):
    """A dynamic table of the account. Only its id and name are guaranteed to be present."""

    id: int = field(name="Id")
    """Id of the table, used to list its fields."""
    name: str = field(name="Name")
    """Name of the table, as used in the path of its entries."""
    label: str | None = field(name="Label", default=None)
    """Display name of the table."""
    description: str | None = field(name="Description", default=None)
    """What the table is for."""
    right: str | None = field(name="Right", default=None)
    """Permission a user needs to see the table."""
    icon: str | None = field(name="Icon", default=None)
    """Icon shown for the table."""
    group: str | None = field(name="Group", default=None)
    """Group that the table is listed under."""
    is_shared: bool | None = field(name="IsShared", default=None)
    """Whether the table is shared with other accounts."""
    last_modified: AwareDatetime | None = field(name="LastModified", default=None)
    """When the table was last changed."""
    create_converter_id: int | None = field(name="CreateConverterId", default=None)
    """If set, entries are created only through this converter; a direct create fails with 423."""
    update_converter_id: int | None = field(name="UpdateConverterId", default=None)
    """If set, entries are changed only through this converter; a direct patch fails with 423."""
    delete_converter_id: int | None = field(name="DeleteConverterId", default=None)
    """If set, entries are deleted only through this converter; a direct delete fails with 423."""


class DynamicTableDetails(Model, kw_only=True):
    """A dynamic table with all its settings."""

    id: int = field(name="Id")
    """Id of the table."""
    name: str = field(name="Name")
    """Name of the table, as used in the path of its entries."""
    is_shared: bool = field(name="IsShared")
    """Whether the table is shared with other accounts."""
    label: str | None = field(name="Label", default=None)
    """Display name of the table."""
    right: str | None = field(name="Right", default=None)
    """Permission a user needs to see the table."""
    description: str | None = field(name="Description", default=None)
    """What the table is for."""
    person_data_lifetime: str | None = field(name="PersonDataLifetime", default=None)
    """How long personal data is kept."""
    entity_lifetime: str | None = field(name="EntityLifetime", default=None)
    """How long entries are kept."""
    icon: str | None = field(name="Icon", default=None)
    """Icon shown for the table."""
    group: str | None = field(name="Group", default=None)
    """Group that the table is listed under."""
    group_icon: str | None = field(name="GroupIcon", default=None)
    """Icon shown for the group."""
    group_heading: str | None = field(name="GroupHeading", default=None)
    """Heading of the group."""
    create_converter_id: int | None = field(name="CreateConverterId", default=None)
    """If set, entries are created only through this converter."""
    update_converter_id: int | None = field(name="UpdateConverterId", default=None)
    """If set, entries are changed only through this converter."""
    delete_converter_id: int | None = field(name="DeleteConverterId", default=None)
    """If set, entries are deleted only through this converter."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the table was last changed."""


class DynamicTableCreate(Model, kw_only=True):
    """A dynamic table to create. An attribute that you leave out is `UNSET` and not sent; None is
    sent as null, and '' as an empty string.
    """

    name: str = field(name="Name")
    """Name of the table."""
    is_shared: bool = field(name="IsShared")
    """Whether to share the table with other accounts."""
    label: str | UnsetType | None = field(name="Label", default=UNSET)
    """Display name of the table."""
    right: str | UnsetType | None = field(name="Right", default=UNSET)
    """Permission a user needs to see the table."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the table is for."""
    person_data_lifetime: str | UnsetType | None = field(name="PersonDataLifetime", default=UNSET)
    """How long personal data is kept."""
    entity_lifetime: str | UnsetType | None = field(name="EntityLifetime", default=UNSET)
    """How long entries are kept."""
    icon: str | UnsetType | None = field(name="Icon", default=UNSET)
    """Icon shown for the table."""
    group: str | UnsetType | None = field(name="Group", default=UNSET)
    """Group that the table is listed under."""
    group_icon: str | UnsetType | None = field(name="GroupIcon", default=UNSET)
    """Icon shown for the group."""
    group_heading: str | UnsetType | None = field(name="GroupHeading", default=UNSET)
    """Heading of the group."""
    create_converter_id: int | UnsetType | None = field(name="CreateConverterId", default=UNSET)
    """If set, entries are created only through this converter."""
    update_converter_id: int | UnsetType | None = field(name="UpdateConverterId", default=UNSET)
    """If set, entries are changed only through this converter."""
    delete_converter_id: int | UnsetType | None = field(name="DeleteConverterId", default=UNSET)
    """If set, entries are deleted only through this converter."""


class DynamicTableUpdate(Model, kw_only=True):
    """The new settings of a dynamic table. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    label: str | UnsetType | None = field(name="Label", default=UNSET)
    """Display name of the table."""
    right: str | UnsetType | None = field(name="Right", default=UNSET)
    """Permission a user needs to see the table."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the table is for."""
    person_data_lifetime: str | UnsetType | None = field(name="PersonDataLifetime", default=UNSET)
    """How long personal data is kept."""
    entity_lifetime: str | UnsetType | None = field(name="EntityLifetime", default=UNSET)
    """How long entries are kept."""
    icon: str | UnsetType | None = field(name="Icon", default=UNSET)
    """Icon shown for the table."""
    group: str | UnsetType | None = field(name="Group", default=UNSET)
    """Group that the table is listed under."""
    group_icon: str | UnsetType | None = field(name="GroupIcon", default=UNSET)
    """Icon shown for the group."""
    group_heading: str | UnsetType | None = field(name="GroupHeading", default=UNSET)
    """Heading of the group."""
    create_converter_id: int | UnsetType | None = field(name="CreateConverterId", default=UNSET)
    """If set, entries are created only through this converter."""
    update_converter_id: int | UnsetType | None = field(name="UpdateConverterId", default=UNSET)
    """If set, entries are changed only through this converter."""
    delete_converter_id: int | UnsetType | None = field(name="DeleteConverterId", default=UNSET)
    """If set, entries are deleted only through this converter."""
