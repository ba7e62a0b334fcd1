"""The resource VoucherAssignments: assigning vouchers to contacts, and their status."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..collections import CONTACTS, VOUCHER_ASSIGNMENTS, VOUCHER_CODES, existing
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..shapes import enum_names, static_shape
from ..store import Object, Store
from ..values import scalars
from ..written import written
from .vouchers import need_link, need_voucher, unassigned_codes

_RESERVED, _ASSIGNED, _REDEEMED = 10, 20, 40


def create(request: ApiRequest) -> Reply:
    """Assign a voucher to a contact, with its first unassigned code if it has one left; 404 for unknown objects."""
    body = written("VoucherAssignmentCreate", request.json_object())
    group, voucher, contact = (scalars.integer(body[f"{name}Id"]) for name in ("VoucherGroup", "Voucher", "Contact"))
    need_link(request.store, group, voucher)
    CONTACTS.get(request.store, contact)
    code = next(iter(unassigned_codes(request.store, voucher)), None)
    if code is not None:
        request.store.amend(VOUCHER_CODES, scalars.integer(code["Id"]), code | {"IsAssigned": True})
    moment = scalars.now()
    assignment: Object = {
        "VoucherGroupId": group,
        "VoucherId": voucher,
        "VoucherCodeId": None if code is None else code["Id"],
        "ContactId": contact,
        "Deadline": _deadline(need_voucher(request.store, voucher), moment),
        "Status": _RESERVED if body["Reserve"] else _ASSIGNED,
        "StatusChanged": moment,
        "VoucherCode": None if code is None else code["Code"],
        "Created": moment,
    }
    refs = {"ContactId": contact, "VoucherCode": None if code is None else str(code["Code"])}
    return Reply({"VoucherAssignmentId": request.store.insert(VOUCHER_ASSIGNMENTS, assignment, refs=refs)})


def set_status(request: ApiRequest) -> Reply:
    """Set the status of an assignment; 409 for a step back from redeemed. Every other step is accepted."""
    body = written("VoucherAssignmentStatusPatch", request.json_object())
    stored = _assignment(request.store, scalars.integer(body["VoucherAssingmentId"]))
    status, names = scalars.integer(body["Status"]), enum_names("VoucherAssignmentStatus")
    current = scalars.integer(stored["Status"])
    if current == _REDEEMED and status < current:
        raise RefusedError(409, f"Could not update the status from {names[current]} to {names[status]}.")
    changed = {"Status": status, "StatusChanged": body["StatusChanged"] or scalars.now()}
    request.store.amend(VOUCHER_ASSIGNMENTS, scalars.integer(stored["Id"]), stored | changed)
    return EMPTY


def list_by_contact(request: ApiRequest) -> Reply:
    """List the assignments of a contact."""
    found = request.store.referring(VOUCHER_ASSIGNMENTS, "ContactId", request.id("contactId"))
    return Reply([_shown(item) for item in found])


def get(request: ApiRequest) -> Reply:
    """Get an assignment of a contact."""
    found = _assignment(request.store, request.id("assignmentId"))
    if found["ContactId"] != request.id("contactId"):
        raise RefusedError(404, "The contact has no such voucher assignment.")
    return Reply(_shown(found))


def find_by_code(request: ApiRequest) -> Reply:
    """Find the latest assignment of a code."""
    found = request.store.referring(VOUCHER_ASSIGNMENTS, "VoucherCode", request.path["code"])
    if not found:
        raise RefusedError(404, "There is no voucher assignment with that code.")
    return Reply(_shown(found[-1]))


def _assignment(store: Store, number: int) -> Object:
    return existing(store, VOUCHER_ASSIGNMENTS, number, "There is no voucher assignment")


def _shown(stored: Object) -> Object:
    return static_shape("VoucherAssignment").shown(stored)


def _deadline(voucher: Object, moment: str) -> str:
    """Return by when a voucher that is assigned now must be redeemed: without a rule, by the end of the day in UTC."""
    names = enum_names("VoucherRedeemTime")
    rule = None if voucher["RedeemTime"] is None else names[scalars.integer(voucher["RedeemTime"])]
    if rule == "Custom" and voucher["RedeemCustom"] is not None:
        return str(voucher["RedeemCustom"])
    if rule == "Hour" and voucher["RedeemHours"] is not None:
        since = datetime.fromisoformat(moment[:19])
        hours = max(0, scalars.integer(voucher["RedeemHours"]))
        with_hours = min(since + timedelta(hours=min(hours, 10**6)), datetime(9999, 12, 31))
        return f"{with_hours.isoformat()}+00:00"
    return f"{moment[:10]}T23:59:59+00:00"


HANDLERS: dict[str, Handler] = {
    "voucher_assignments.create": create,
    "voucher_assignments.set_status": set_status,
    "voucher_assignments.list_by_contact": list_by_contact,
    "voucher_assignments.get": get,
    "voucher_assignments.find_by_code": find_by_code,
}
