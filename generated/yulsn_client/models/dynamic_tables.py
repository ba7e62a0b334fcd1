"""Models of the API's group dynamic_tables."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from .._runtime.model import Model


class DynamicTable(Model, kw_only=True):
    """A table that the account has defined. Only its id and name are certain to be there."""

    id: int = field(name="Id")
    """Number of the table; its fields are asked for by it."""
    name: str = field(name="Name")
    """Name of the table, as it stands in the path of its entries."""
    label: str | None = field(name="Label", default=None)
    """The table's name for display."""
    description: str | None = field(name="Description", default=None)
    """What the table is for."""
    right: str | None = field(name="Right", default=None)
    """Right that a user needs to see the table."""
    icon: str | None = field(name="Icon", default=None)
    """Icon shown for the table."""
    group: str | None = field(name="Group", default=None)
    """Group that the table is listed under."""
    is_shared: bool | None = field(name="IsShared", default=None)
    """Whether the table is shared with other accounts."""
    last_modified: datetime | None = field(name="LastModified", default=None)
    """When the table was last changed."""
    create_converter_id: int | None = field(name="CreateConverterId", default=None)
    """When set, entries are created through this converter only; a direct create gets status 423."""
    update_converter_id: int | None = field(name="UpdateConverterId", default=None)
    """When set, entries are changed through this converter only; a direct patch gets status 423."""
    delete_converter_id: int | None = field(name="DeleteConverterId", default=None)
    """When set, entries are deleted through this converter only; a direct delete gets status 423."""
