"""Models of the API's permission_source_categories group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class PermissionSourceCategory(Model, kw_only=True):
    """A category of permission sources. A permission source says where a contact gave a
    permission. The properties are not documented; these are assumptions.
    """

    id: int | None = field(name="Id", default=None)
    """Id of the category."""
    name: str | None = field(name="Name", default=None)
    """Name of the category."""
