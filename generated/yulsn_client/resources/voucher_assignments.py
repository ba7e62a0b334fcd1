"""The calls of the API's VoucherAssignments group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call, OnNotFound
from .._runtime.resources import AsyncResource, Resource
from ..models.vouchers import (
    VoucherAssignment,
    VoucherAssignmentCreate,
    VoucherAssignmentCreated,
    VoucherAssignmentStatusPatch,
)

_CREATE: Call[VoucherAssignmentCreated] = Call(
    "voucher_assignments.create",
    "POST",
    "/api/v2/{accountId}/VoucherAssignments",
    body=VoucherAssignmentCreate,
    returns=VoucherAssignmentCreated,
)
_SET_STATUS: Call[None] = Call(
    "voucher_assignments.set_status",
    "PATCH",
    "/api/v2/{accountId}/VoucherAssignments",
    body=VoucherAssignmentStatusPatch,
)
_LIST_BY_CONTACT: Call[list[VoucherAssignment]] = Call(
    "voucher_assignments.list_by_contact",
    "GET",
    "/api/v2/{accountId}/VoucherAssignments/Contact/{contactId}",
    parameters={"contactId": int},
    returns=list[VoucherAssignment],
)
_GET: Call[VoucherAssignment] = Call(
    "voucher_assignments.get",
    "GET",
    "/api/v2/{accountId}/VoucherAssignments/Contact/{contactId}/{assignmentId}",
    parameters={"contactId": int, "assignmentId": int},
    returns=VoucherAssignment,
)
_FIND_BY_CODE: Call[VoucherAssignment | None] = Call(
    "voucher_assignments.find_by_code",
    "GET",
    "/api/v2/{accountId}/VoucherAssignments/VoucherCode/{code}",
    parameters={"code": str},
    returns=VoucherAssignment,
    on_not_found=OnNotFound.NONE,
)


class VoucherAssignmentsResource(Resource):
    """Assigning vouchers to contacts, and redeeming them."""

    def create(self, assignment: VoucherAssignmentCreate) -> VoucherAssignmentCreated:
        """Assign a voucher of a group to a contact, or reserve it.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/VoucherAssignments`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE, body=assignment)

    def set_status(self, change: VoucherAssignmentStatusPatch) -> None:
        """Set the status of an assignment, such as redeemed.

        Responds with 409 if the status cannot follow the current one (observed).

        This call is not in the public documentation of the API.

        `PATCH /api/v2/{accountId}/VoucherAssignments`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: The change is not allowed in the current state of the object.
        """
        return self._call(_SET_STATUS, body=change)

    def list_by_contact(self, contact_id: int) -> list[VoucherAssignment]:
        """List the assignments of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}`

        Args:
            contact_id: Id of the contact.
        """
        return self._call(_LIST_BY_CONTACT, path={"contactId": contact_id})

    def get(self, contact_id: int, assignment_id: int) -> VoucherAssignment:
        """Get an assignment of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}/{assignmentId}`

        Args:
            contact_id: Id of the contact.
            assignment_id: Id of the assignment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"contactId": contact_id, "assignmentId": assignment_id})

    def find_by_code(self, code: str) -> VoucherAssignment | None:
        """Find an assignment by its voucher code.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/VoucherCode/{code}`

        Args:
            code: The voucher code.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_CODE, path={"code": code})


class AsyncVoucherAssignmentsResource(AsyncResource):
    """Assigning vouchers to contacts, and redeeming them."""

    async def create(self, assignment: VoucherAssignmentCreate) -> VoucherAssignmentCreated:
        """Assign a voucher of a group to a contact, or reserve it.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/VoucherAssignments`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE, body=assignment)

    async def set_status(self, change: VoucherAssignmentStatusPatch) -> None:
        """Set the status of an assignment, such as redeemed.

        Responds with 409 if the status cannot follow the current one (observed).

        This call is not in the public documentation of the API.

        `PATCH /api/v2/{accountId}/VoucherAssignments`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: The change is not allowed in the current state of the object.
        """
        return await self._call(_SET_STATUS, body=change)

    async def list_by_contact(self, contact_id: int) -> list[VoucherAssignment]:
        """List the assignments of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}`

        Args:
            contact_id: Id of the contact.
        """
        return await self._call(_LIST_BY_CONTACT, path={"contactId": contact_id})

    async def get(self, contact_id: int, assignment_id: int) -> VoucherAssignment:
        """Get an assignment of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/Contact/{contactId}/{assignmentId}`

        Args:
            contact_id: Id of the contact.
            assignment_id: Id of the assignment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"contactId": contact_id, "assignmentId": assignment_id})

    async def find_by_code(self, code: str) -> VoucherAssignment | None:
        """Find an assignment by its voucher code.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherAssignments/VoucherCode/{code}`

        Args:
            code: The voucher code.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_CODE, path={"code": code})
