"""Models of the API's permission_source_category_relations group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class PermissionSourceCategoryRelation(Model, kw_only=True):
    """The category that a permission source belongs to. The properties are not documented; these
    are assumptions.
    """

    id: int | None = field(name="Id", default=None)
    """Id of the relation."""
    permission_source_category_id: int | None = field(name="PermissionSourceCategoryId", default=None)
    """Id of the category."""
    permission_source: str | None = field(name="PermissionSource", default=None)
    """The permission source that belongs to it."""
