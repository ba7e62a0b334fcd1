"""The resources Vouchers and VoucherGroups: vouchers, alone and as part of the groups they are assigned from.

No call creates a group or adds a voucher to one, so a new sandbox has a group with a voucher.
"""

from __future__ import annotations

import re
from datetime import date

from ..collections import VOUCHER_CODES, VOUCHER_GROUP_VOUCHERS, VOUCHER_GROUPS, VOUCHERS, existing
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..shapes import static_shape
from ..store import Object, Store
from ..values import scalars
from ..written import written

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SHARED = ("Name", "Description", "RedeemTime", "RedeemHours", "RedeemCustom")


def list_all(request: ApiRequest) -> Reply:
    """List all vouchers."""
    shape = static_shape("Voucher")
    return Reply([shape.shown(item) for item in request.store.scan(VOUCHERS)])


def create(request: ApiRequest) -> Reply:
    """Create a voucher, which belongs to no group."""
    body = written("VoucherWrite", request.json_object())
    created: Object = {"Created": scalars.now(), "CreatedBy": None, "Modified": None, "ModifiedBy": None}
    return Reply({"VoucherId": request.store.insert(VOUCHERS, body | created)})


def update(request: ApiRequest) -> Reply:
    """Replace a voucher; what was not sent becomes null."""
    stored = need_voucher(request.store, request.id("voucherId"))
    body = written("VoucherWrite", request.json_object())
    request.store.replace(VOUCHERS, request.id("voucherId"), stored | body | {"Modified": scalars.now()})
    return EMPTY


def list_groups(request: ApiRequest) -> Reply:
    """List all groups."""
    return Reply([_shown_group(item) for item in request.store.scan(VOUCHER_GROUPS)])


def list_active_groups(request: ApiRequest) -> Reply:
    """List the active groups."""
    return Reply([_shown_group(item) for item in request.store.scan(VOUCHER_GROUPS) if item["IsActive"]])


def get_group(request: ApiRequest) -> Reply:
    """Get a group."""
    return Reply(_shown_group(need_group(request.store, request.id("groupId"))))


def list_group_vouchers(request: ApiRequest) -> Reply:
    """List the vouchers of a group; codes that are no longer valid at `validTo` do not count as unassigned."""
    day = request.query.read("validTo", _date)
    return Reply([_shown(request.store, item, day) for item in _of_group(request)])


def list_active_group_vouchers(request: ApiRequest) -> Reply:
    """List the active vouchers of a group."""
    found = (_shown(request.store, item) for item in _of_group(request))
    return Reply([item for item in found if item["IsActive"]])


def get_group_voucher(request: ApiRequest) -> Reply:
    """Get a voucher of a group."""
    link = need_link(request.store, request.id("groupId"), request.id("voucherId"))
    return Reply(_shown(request.store, link))


def need_voucher(store: Store, number: int) -> Object:
    """Return a stored voucher. Raises RefusedError (404)."""
    return existing(store, VOUCHERS, number, "There is no voucher")


def need_group(store: Store, number: int) -> Object:
    """Return a stored group. Raises RefusedError (404)."""
    return existing(store, VOUCHER_GROUPS, number, "There is no voucher group")


def need_link(store: Store, group: int, voucher: int) -> Object:
    """Return what is stored about a voucher as part of a group. Raises RefusedError (404)."""
    need_group(store, group)
    for item in store.referring(VOUCHER_GROUP_VOUCHERS, "VoucherGroupId", group):
        if item["VoucherId"] == voucher:
            return item
    raise RefusedError(404, f"The voucher group has no voucher with the id {voucher}.")


def unassigned_codes(store: Store, voucher: int) -> list[Object]:
    """Return the codes of a voucher that are not assigned yet, in the order of their import."""
    return [code for code in store.referring(VOUCHER_CODES, "VoucherId", voucher) if not code["IsAssigned"]]


def _of_group(request: ApiRequest) -> list[Object]:
    group = request.id("groupId")
    need_group(request.store, group)
    return request.store.referring(VOUCHER_GROUP_VOUCHERS, "VoucherGroupId", group)


def _shown_group(stored: Object) -> Object:
    return static_shape("VoucherGroup").shown(stored)


def _shown(store: Store, link: Object, day: str | None = None) -> Object:
    voucher = need_voucher(store, scalars.integer(link["VoucherId"]))
    codes = unassigned_codes(store, scalars.integer(link["VoucherId"]))
    if day is not None:
        codes = [code for code in codes if code["ValidTo"] is None or str(code["ValidTo"])[:10] >= day]
    shared = {name: voucher[name] for name in _SHARED}
    active = bool(link["IsActive"] and voucher["IsActive"])
    shown = link | shared | {"IsActive": active, "UnassignedVoucherCodeCount": len(codes)}
    return static_shape("VoucherGroupVoucher").shown(shown)


def _date(written_date: str) -> str:
    if not _DATE.fullmatch(written_date):
        raise ValueError("should be a date like 2024-05-06")
    return date.fromisoformat(written_date).isoformat()


HANDLERS: dict[str, Handler] = {
    "vouchers.list": list_all,
    "vouchers.create": create,
    "vouchers.update": update,
    "voucher_groups.list": list_groups,
    "voucher_groups.list_active": list_active_groups,
    "voucher_groups.get": get_group,
    "voucher_groups.list_vouchers": list_group_vouchers,
    "voucher_groups.list_active_vouchers": list_active_group_vouchers,
    "voucher_groups.get_voucher": get_group_voucher,
}
