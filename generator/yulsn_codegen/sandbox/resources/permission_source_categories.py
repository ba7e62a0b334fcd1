"""The resource PermissionSourceCategories: listing the categories."""

from __future__ import annotations

from ..collections import PERMISSION_CATEGORIES
from ..requests import ApiRequest, Handler, Reply


def list_all(request: ApiRequest) -> Reply:
    """List all categories."""
    return Reply(request.store.scan(PERMISSION_CATEGORIES))


HANDLERS: dict[str, Handler] = {"permission_source_categories.list": list_all}
