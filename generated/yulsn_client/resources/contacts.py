"""The calls of the API's Contacts group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator

from .._runtime.calls import Call, OnNotFound
from .._runtime.resources import AsyncResource, Resource
from ..models.contacts import (
    Contact,
    ContactBaseInfo,
    ContactBatchPatch,
    ContactBatchPatchResult,
    ContactCreate,
    ContactLogin,
    ContactMerge,
    ContactMergeResult,
    ContactPasswordSet,
    ContactPatch,
    ContactUpdate,
)
from ..models.dynamic_fields import DynamicField
from ..types import ContactField

_LIST_IDS: Call[list[int]] = Call("contacts.list_ids", "GET", "/api/v1/Contacts", returns=list[int])
_FIND_BY_EMAIL: Call[Contact | None] = Call(
    "contacts.find_by_email",
    "GET",
    "/api/v1/Contacts",
    parameters={"email": str},
    returns=Contact,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_PHONE: Call[Contact | None] = Call(
    "contacts.find_by_phone",
    "GET",
    "/api/v1/Contacts",
    parameters={"phone": str},
    returns=Contact,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_SECRET: Call[Contact | None] = Call(
    "contacts.find_by_secret",
    "GET",
    "/api/v1/Contacts",
    parameters={"secret": str, "ip": str | None},
    returns=Contact,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_FIELD: Call[list[Contact]] = Call(
    "contacts.find_by_field",
    "GET",
    "/api/v1/Contacts",
    parameters={"field": ContactField, "value": str},
    returns=list[Contact],
    on_not_found=OnNotFound.EMPTY,
)
_CREATE: Call[Contact] = Call("contacts.create", "POST", "/api/v1/Contacts", body=ContactCreate, returns=Contact)
_PATCH_MANY: Call[ContactBatchPatchResult] = Call(
    "contacts.patch_many", "PATCH", "/api/v1/Contacts", body=ContactBatchPatch, returns=ContactBatchPatchResult
)
_GET: Call[Contact] = Call("contacts.get", "GET", "/api/v1/Contacts/{id}", parameters={"id": int}, returns=Contact)
_UPDATE: Call[Contact] = Call(
    "contacts.update",
    "PUT",
    "/api/v1/Contacts/{id}",
    parameters={"id": int},
    body=ContactUpdate,
    returns=Contact,
    conflict=Contact,
)
_DELETE: Call[None] = Call("contacts.delete", "DELETE", "/api/v1/Contacts/{id}", parameters={"id": int})
_PATCH: Call[Contact] = Call(
    "contacts.patch", "PATCH", "/api/v1/Contacts/{id}", parameters={"id": int}, body=ContactPatch, returns=Contact
)
_LIST_PATCH_FIELDS: Call[list[str]] = Call(
    "contacts.list_patch_fields", "GET", "/api/v1/Contacts/PatchFields", returns=list[str]
)
_LIST_DYNAMIC_FIELDS: Call[list[DynamicField]] = Call(
    "contacts.list_dynamic_fields", "GET", "/api/v1/Contacts/DynamicFields", returns=list[DynamicField]
)
_LIST_BASE_INFO: Call[list[ContactBaseInfo]] = Call(
    "contacts.list_base_info", "GET", "/api/v1/Contacts/GetContactsBaseInfo", returns=list[ContactBaseInfo]
)
_LIST_REGISTRATIONS: Call[list[Contact]] = Call(
    "contacts.list_registrations",
    "GET",
    "/api/v1/Contacts/Registration",
    parameters={"timespan": str | None, "source": str | None, "ip": str | None},
    returns=list[Contact],
)
_GET_PERSON_DATA_FILE_URL: Call[str] = Call(
    "contacts.get_person_data_file_url",
    "GET",
    "/api/v1/Contacts/{id}/PersonDataFile",
    parameters={"id": int},
    returns=str,
)
_LOGIN: Call[Contact] = Call(
    "contacts.login",
    "POST",
    "/api/v1/Contacts/{id}/Login",
    parameters={"id": int},
    body=ContactLogin,
    returns=Contact,
    sensitive=True,
)
_SET_PASSWORD: Call[None] = Call(
    "contacts.set_password",
    "POST",
    "/api/v1/Contacts/{id}/SetPassword",
    parameters={"id": int},
    body=ContactPasswordSet,
    sensitive=True,
)
_UNBLOCK_EMAIL: Call[bool] = Call(
    "contacts.unblock_email", "POST", "/api/v1/Contacts/{id}/UnblockEmail", parameters={"id": int}, returns=bool
)
_MERGE: Call[ContactMergeResult] = Call(
    "contacts.merge",
    "POST",
    "/api/v2/{accountId}/Contacts/{sourceId}/Merge/{targetId}",
    parameters={"sourceId": int, "targetId": int},
    body=ContactMerge,
    returns=ContactMergeResult,
)


class ContactsResource(Resource):
    """The account's contacts: people."""

    def list_ids(self) -> list[int]:
        """List the ids of all contacts.

        `GET /api/v1/Contacts`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_IDS)

    def find_by_email(self, email: str) -> Contact | None:
        """Find a contact by e-mail address.

        `GET /api/v1/Contacts?email={email}`

        Args:
            email: E-mail address of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_EMAIL, query={"email": email})

    def find_by_phone(self, phone: str) -> Contact | None:
        """Find a contact by phone number.

        `GET /api/v1/Contacts?phone={phone}`

        Args:
            phone: Phone number of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_PHONE, query={"phone": phone})

    def find_by_secret(self, secret: str, *, ip: str | None = None) -> Contact | None:
        """Find a contact by secret.

        `GET /api/v1/Contacts?secret={secret}&ip={ip}`

        Args:
            secret: Secret of the contact.
            ip: The contact's IP address.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_SECRET, query={"secret": secret, "ip": ip})

    def find_by_field(self, field: ContactField, value: str) -> list[Contact]:
        """Find contacts by the value of a dynamic field.

        The list is empty if no contact has the value (documented).

        `GET /api/v1/Contacts?field={field}&value={value}`

        Args:
            field: Name of a dynamic contact field.
            value: Value of the field, as a string.

        Returns:
            The objects; an empty list if there are none.
        """
        return self._call(_FIND_BY_FIELD, query={"field": field, "value": value})

    def create(self, contact: ContactCreate) -> Contact:
        """Create a contact.

        Responds with 409 if another contact has the e-mail address or the phone number, or if the
        preferred store does not exist (documented).

        `POST /api/v1/Contacts`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_CREATE, body=contact)

    def patch_many(self, changes: ContactBatchPatch) -> ContactBatchPatchResult:
        """Apply the same changes to many contacts.

        `PATCH /api/v1/Contacts`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_PATCH_MANY, body=changes)

    def get(self, id: int) -> Contact:
        """Get a contact by its id.

        `GET /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Contact]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Contacts/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def update(self, id: int, contact: ContactUpdate) -> Contact:
        """Replace a contact.

        Standard properties that are omitted become null; dynamic fields that are omitted keep their
        values. Responds with 409 and the current contact if it has been changed since it was read,
        if another contact has the e-mail address or the phone number, or if the preferred store
        does not exist (documented).

        `PUT /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: The contact has been changed since it was read, another contact has the
                e-mail address or the phone number, or the preferred store does not exist. The
                response holds the current contact.
        """
        return self._call(_UPDATE, path={"id": id}, body=contact)

    def delete(self, id: int) -> None:
        """Delete a contact.

        `DELETE /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_DELETE, path={"id": id})

    def patch(self, id: int, contact: ContactPatch) -> Contact:
        """Update some properties of a contact.

        Null leaves a property unchanged; an empty string clears the e-mail address, the phone
        number or its country code (documented). If the version is sent and differs from the stored
        one, the API responds with 409.

        `PATCH /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_PATCH, path={"id": id}, body=contact)

    def list_patch_fields(self) -> list[str]:
        """List the contact fields that a batch patch may set.

        `GET /api/v1/Contacts/PatchFields`
        """
        return self._call(_LIST_PATCH_FIELDS)

    def list_dynamic_fields(self) -> list[DynamicField]:
        """List the dynamic fields of contacts.

        `GET /api/v1/Contacts/DynamicFields`
        """
        return self._call(_LIST_DYNAMIC_FIELDS)

    def list_base_info(self) -> list[ContactBaseInfo]:
        """List the basic information of all contacts.

        `GET /api/v1/Contacts/GetContactsBaseInfo`
        """
        return self._call(_LIST_BASE_INFO)

    def list_registrations(
        self, *, timespan: str | None = None, source: str | None = None, ip: str | None = None
    ) -> list[Contact]:
        """List contacts by the time, source or IP address of their registration.

        The criteria can be combined; the list is empty if no contact meets them (documented).

        `GET /api/v1/Contacts/Registration?timespan={timespan}&source={source}&ip={ip}`

        Args:
            timespan: How long ago the contact may have registered. The format is not documented; we
                assume a .NET time span, such as `1.00:00:00` for one day.
            source: Where the contact registered.
            ip: IP address that the contact registered from.
        """
        return self._call(_LIST_REGISTRATIONS, query={"timespan": timespan, "source": source, "ip": ip})

    def get_person_data_file_url(self, id: int) -> str:
        """Get the URL of the file with all data stored about a contact.

        `GET /api/v1/Contacts/{id}/PersonDataFile`

        Args:
            id: Id of the contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_PERSON_DATA_FILE_URL, path={"id": id})

    def login(self, id: int, login: ContactLogin) -> Contact:
        """Check a contact's password.

        Responds with 422 if the password is wrong, and with 404 if the contact does not exist.

        `POST /api/v1/Contacts/{id}/Login`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            UnprocessableError: The password is wrong.
        """
        return self._call(_LOGIN, path={"id": id}, body=login)

    def set_password(self, id: int, password: ContactPasswordSet) -> None:
        """Set the password of a contact.

        `POST /api/v1/Contacts/{id}/SetPassword`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SET_PASSWORD, path={"id": id}, body=password)

    def unblock_email(self, id: int) -> bool:
        """Unblock a contact whose e-mails bounced.

        Returns false if the contact was not blocked (documented).

        `POST /api/v1/Contacts/{id}/UnblockEmail`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_UNBLOCK_EMAIL, path={"id": id})

    def merge(self, source_id: int, into_id: int, merge: ContactMerge) -> ContactMergeResult:
        """Merge one contact into another, and delete the first.

        What belongs to the source is moved to the target. The response counts what was moved.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Contacts/{sourceId}/Merge/{targetId}`

        Args:
            source_id: Id of the contact to merge, which is deleted.
            into_id: Id of the contact that remains.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_MERGE, path={"sourceId": source_id, "targetId": into_id}, body=merge)

    def iterate(self, *, after: int | None = None, concurrency: int = 8) -> Iterator[Contact]:
        """Iterate over all objects in the order of their ids.

        The ids are listed first, and then each object is fetched. Objects that are deleted
        meanwhile are left out. A bulk export is faster.

        Args:
            after: Start after the object with this id. To resume, pass the last id you saw.
            concurrency: Maximum number of requests in flight.
        """
        return self._iterate_ids(_LIST_IDS, get=_GET, after=after, concurrency=concurrency)


class AsyncContactsResource(AsyncResource):
    """The account's contacts: people."""

    async def list_ids(self) -> list[int]:
        """List the ids of all contacts.

        `GET /api/v1/Contacts`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_IDS)

    async def find_by_email(self, email: str) -> Contact | None:
        """Find a contact by e-mail address.

        `GET /api/v1/Contacts?email={email}`

        Args:
            email: E-mail address of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_EMAIL, query={"email": email})

    async def find_by_phone(self, phone: str) -> Contact | None:
        """Find a contact by phone number.

        `GET /api/v1/Contacts?phone={phone}`

        Args:
            phone: Phone number of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_PHONE, query={"phone": phone})

    async def find_by_secret(self, secret: str, *, ip: str | None = None) -> Contact | None:
        """Find a contact by secret.

        `GET /api/v1/Contacts?secret={secret}&ip={ip}`

        Args:
            secret: Secret of the contact.
            ip: The contact's IP address.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_SECRET, query={"secret": secret, "ip": ip})

    async def find_by_field(self, field: ContactField, value: str) -> list[Contact]:
        """Find contacts by the value of a dynamic field.

        The list is empty if no contact has the value (documented).

        `GET /api/v1/Contacts?field={field}&value={value}`

        Args:
            field: Name of a dynamic contact field.
            value: Value of the field, as a string.

        Returns:
            The objects; an empty list if there are none.
        """
        return await self._call(_FIND_BY_FIELD, query={"field": field, "value": value})

    async def create(self, contact: ContactCreate) -> Contact:
        """Create a contact.

        Responds with 409 if another contact has the e-mail address or the phone number, or if the
        preferred store does not exist (documented).

        `POST /api/v1/Contacts`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_CREATE, body=contact)

    async def patch_many(self, changes: ContactBatchPatch) -> ContactBatchPatchResult:
        """Apply the same changes to many contacts.

        `PATCH /api/v1/Contacts`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_PATCH_MANY, body=changes)

    async def get(self, id: int) -> Contact:
        """Get a contact by its id.

        `GET /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Contact]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Contacts/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def update(self, id: int, contact: ContactUpdate) -> Contact:
        """Replace a contact.

        Standard properties that are omitted become null; dynamic fields that are omitted keep their
        values. Responds with 409 and the current contact if it has been changed since it was read,
        if another contact has the e-mail address or the phone number, or if the preferred store
        does not exist (documented).

        `PUT /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: The contact has been changed since it was read, another contact has the
                e-mail address or the phone number, or the preferred store does not exist. The
                response holds the current contact.
        """
        return await self._call(_UPDATE, path={"id": id}, body=contact)

    async def delete(self, id: int) -> None:
        """Delete a contact.

        `DELETE /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_DELETE, path={"id": id})

    async def patch(self, id: int, contact: ContactPatch) -> Contact:
        """Update some properties of a contact.

        Null leaves a property unchanged; an empty string clears the e-mail address, the phone
        number or its country code (documented). If the version is sent and differs from the stored
        one, the API responds with 409.

        `PATCH /api/v1/Contacts/{id}`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_PATCH, path={"id": id}, body=contact)

    async def list_patch_fields(self) -> list[str]:
        """List the contact fields that a batch patch may set.

        `GET /api/v1/Contacts/PatchFields`
        """
        return await self._call(_LIST_PATCH_FIELDS)

    async def list_dynamic_fields(self) -> list[DynamicField]:
        """List the dynamic fields of contacts.

        `GET /api/v1/Contacts/DynamicFields`
        """
        return await self._call(_LIST_DYNAMIC_FIELDS)

    async def list_base_info(self) -> list[ContactBaseInfo]:
        """List the basic information of all contacts.

        `GET /api/v1/Contacts/GetContactsBaseInfo`
        """
        return await self._call(_LIST_BASE_INFO)

    async def list_registrations(
        self, *, timespan: str | None = None, source: str | None = None, ip: str | None = None
    ) -> list[Contact]:
        """List contacts by the time, source or IP address of their registration.

        The criteria can be combined; the list is empty if no contact meets them (documented).

        `GET /api/v1/Contacts/Registration?timespan={timespan}&source={source}&ip={ip}`

        Args:
            timespan: How long ago the contact may have registered. The format is not documented; we
                assume a .NET time span, such as `1.00:00:00` for one day.
            source: Where the contact registered.
            ip: IP address that the contact registered from.
        """
        return await self._call(_LIST_REGISTRATIONS, query={"timespan": timespan, "source": source, "ip": ip})

    async def get_person_data_file_url(self, id: int) -> str:
        """Get the URL of the file with all data stored about a contact.

        `GET /api/v1/Contacts/{id}/PersonDataFile`

        Args:
            id: Id of the contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET_PERSON_DATA_FILE_URL, path={"id": id})

    async def login(self, id: int, login: ContactLogin) -> Contact:
        """Check a contact's password.

        Responds with 422 if the password is wrong, and with 404 if the contact does not exist.

        `POST /api/v1/Contacts/{id}/Login`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            UnprocessableError: The password is wrong.
        """
        return await self._call(_LOGIN, path={"id": id}, body=login)

    async def set_password(self, id: int, password: ContactPasswordSet) -> None:
        """Set the password of a contact.

        `POST /api/v1/Contacts/{id}/SetPassword`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SET_PASSWORD, path={"id": id}, body=password)

    async def unblock_email(self, id: int) -> bool:
        """Unblock a contact whose e-mails bounced.

        Returns false if the contact was not blocked (documented).

        `POST /api/v1/Contacts/{id}/UnblockEmail`

        Args:
            id: Id of the contact.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_UNBLOCK_EMAIL, path={"id": id})

    async def merge(self, source_id: int, into_id: int, merge: ContactMerge) -> ContactMergeResult:
        """Merge one contact into another, and delete the first.

        What belongs to the source is moved to the target. The response counts what was moved.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Contacts/{sourceId}/Merge/{targetId}`

        Args:
            source_id: Id of the contact to merge, which is deleted.
            into_id: Id of the contact that remains.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_MERGE, path={"sourceId": source_id, "targetId": into_id}, body=merge)

    def iterate(self, *, after: int | None = None, concurrency: int = 8) -> AsyncIterator[Contact]:
        """Iterate over all objects in the order of their ids.

        The ids are listed first, and then each object is fetched. Objects that are deleted
        meanwhile are left out. A bulk export is faster.

        Args:
            after: Start after the object with this id. To resume, pass the last id you saw.
            concurrency: Maximum number of requests in flight.
        """
        return self._iterate_ids(_LIST_IDS, get=_GET, after=after, concurrency=concurrency)
