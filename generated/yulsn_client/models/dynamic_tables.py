"""Models of the API's dynamic_tables group."""

from __future__ import annotations

from msgspec import field

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
