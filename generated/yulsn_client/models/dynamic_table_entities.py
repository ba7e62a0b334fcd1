"""Models of the API's dynamic_table_entities group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class TableEntity(Model, kw_only=True):
    """An entry of a dynamic table, including the table's own fields. A field that is not set is
    null.
    """

    id: int = field(name="Id")
    """Id of the entry. Later entries have higher ids."""
    secret: str = field(name="Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: str | None = field(name="ExternalId", default=None)
    """The entry's key in an external system; unique in the table."""
    name: str | None = field(name="Name", default=None)
    """Name of the entry."""
    created: AwareDatetime = field(name="Created")
    """When the entry was created."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the entry was last changed."""


class TableEntityCreate(Model, kw_only=True):
    """An entry to create in a dynamic table. The table's own fields may be set as well. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry; the API generates one if it is omitted."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""


class TableEntityPatch(Model, kw_only=True):
    """Changes to one entry. Only the properties that are sent are changed. The API responds with
    400 if the table has none of them, and with 404 if the object is empty. We assume that
    `Secret`, `ExternalId` and `Name` can be changed. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
