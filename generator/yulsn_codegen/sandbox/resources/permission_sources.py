"""The categories of permission sources, and which source belongs to which: both come out as a new sandbox has them."""

from __future__ import annotations

from ..calls import Call, Reply, Route
from .seeds import PERMISSION_CATEGORIES, PERMISSION_RELATIONS


def list_categories(call: Call) -> Reply:
    """GET PermissionSourceCategories"""
    return Reply(call.store.scan(PERMISSION_CATEGORIES))


def list_relations(call: Call) -> Reply:
    """GET PermissionSourceCategoryRelations"""
    return Reply(call.store.scan(PERMISSION_RELATIONS))


ROUTES = (
    Route("GET", "/api/v1/PermissionSourceCategories", list_categories),
    Route("GET", "/api/v1/PermissionSourceCategoryRelations", list_relations),
)
