"""The resource PermissionSourceCategoryRelations: which permission source belongs to which category."""

from __future__ import annotations

from ..collections import PERMISSION_RELATIONS
from ..requests import ApiRequest, Handler, Reply


def list_all(request: ApiRequest) -> Reply:
    """List all relations."""
    return Reply(request.store.scan(PERMISSION_RELATIONS))


HANDLERS: dict[str, Handler] = {"permission_source_category_relations.list": list_all}
