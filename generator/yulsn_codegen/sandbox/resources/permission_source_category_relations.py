"""The resource PermissionSourceCategoryRelations: the assignment of permission sources to categories."""

from __future__ import annotations

from ..collections import PERMISSION_RELATIONS
from ..requests import ApiRequest, Handler, Reply


def list_all(request: ApiRequest) -> Reply:
    """List all relations."""
    return Reply(request.store.scan(PERMISSION_RELATIONS))


HANDLERS: dict[str, Handler] = {"permission_source_category_relations.list": list_all}
