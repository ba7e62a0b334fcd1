"""Models of the API's group dynamic_table_entities."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class TableEntity(Model, kw_only=True):
    """An entry of a dynamic table, with the table's own fields beside the ones listed here. A
    field that is not set is null.
    """

    id: int = field(name="Id")
    """Number of the entry; later entries have higher numbers."""
    secret: str = field(name="Secret")
    """Unguessable key of the entry."""
    external_id: str | None = field(name="ExternalId", default=None)
    """The entry's key in a system outside Yulsn; unique in the table."""
    name: str | None = field(name="Name", default=None)
    """Name of the entry."""
    created: datetime = field(name="Created")
    """When the entry was created."""
    last_modified: datetime = field(name="LastModified")
    """When the entry was last changed."""


class TableEntityCreate(Model, kw_only=True):
    """An entry to be created in a dynamic table. The table's own fields may be set beside the
    properties listed here. What is left out is `UNSET` and not sent, None is sent as null, ''
    as an empty text.
    """

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry; the API makes one when it is left out."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in a system outside Yulsn; the API answers 409 when another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""


class TableEntityPatch(Model, kw_only=True):
    """Changes to one entry. Only the properties that are sent are changed; the API answers 400
    when the table knows none of them, and 404 to an empty object. That `Secret`, `ExternalId`
    and `Name` can be changed is our reading. What is left out is `UNSET` and not sent, None is
    sent as null, '' as an empty text.
    """

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in a system outside Yulsn; the API answers 409 when another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
