"""The calls of the group Contacts, sync and async."""

from __future__ import annotations

from collections.abc import Iterable

from .._runtime.calls import Call, Missing
from .._runtime.resources import AsyncResource, Resource
from ..models.contacts import (
    Contact,
    ContactBaseInfo,
    ContactBatchPatch,
    ContactBatchPatchResult,
    ContactCreate,
    ContactLogin,
    ContactPasswordSet,
    ContactPatch,
    ContactUpdate,
)
from ..models.dynamic_fields import DynamicField
from ..types import ContactField

_LIST_IDS: Call[list[int]] = Call("contacts.list_ids", "GET", "/api/v1/Contacts", returns=list[int])
_FIND_BY_EMAIL: Call[Contact | None] = Call(
    "contacts.find_by_email", "GET", "/api/v1/Contacts", returns=Contact, missing=Missing.NONE
)
_FIND_BY_PHONE: Call[Contact | None] = Call(
    "contacts.find_by_phone", "GET", "/api/v1/Contacts", returns=Contact, missing=Missing.NONE
)
_FIND_BY_SECRET: Call[Contact | None] = Call(
    "contacts.find_by_secret", "GET", "/api/v1/Contacts", returns=Contact, missing=Missing.NONE
)
_FIND_BY_FIELD: Call[list[Contact]] = Call(
    "contacts.find_by_field", "GET", "/api/v1/Contacts", returns=list[Contact], missing=Missing.EMPTY
)
_CREATE: Call[Contact] = Call("contacts.create", "POST", "/api/v1/Contacts", returns=Contact)
_PATCH_MANY: Call[ContactBatchPatchResult] = Call(
    "contacts.patch_many", "PATCH", "/api/v1/Contacts", returns=ContactBatchPatchResult
)
_GET: Call[Contact] = Call("contacts.get", "GET", "/api/v1/Contacts/{id}", returns=Contact)
_UPDATE: Call[Contact] = Call("contacts.update", "PUT", "/api/v1/Contacts/{id}", returns=Contact, conflict=Contact)
_DELETE: Call[None] = Call("contacts.delete", "DELETE", "/api/v1/Contacts/{id}")
_PATCH: Call[Contact] = Call("contacts.patch", "PATCH", "/api/v1/Contacts/{id}", returns=Contact)
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
    "contacts.list_registrations", "GET", "/api/v1/Contacts/Registration", returns=list[Contact]
)
_GET_PERSON_DATA_FILE_URL: Call[str] = Call(
    "contacts.get_person_data_file_url", "GET", "/api/v1/Contacts/{id}/PersonDataFile", returns=str
)
_LOGIN: Call[Contact] = Call("contacts.login", "POST", "/api/v1/Contacts/{id}/Login", returns=Contact, sensitive=True)
_SET_PASSWORD: Call[None] = Call("contacts.set_password", "POST", "/api/v1/Contacts/{id}/SetPassword", sensitive=True)
_UNBLOCK_EMAIL: Call[bool] = Call("contacts.unblock_email", "POST", "/api/v1/Contacts/{id}/UnblockEmail", returns=bool)


class ContactsResource(Resource):
    """The people that the account knows."""

    def list_ids(self) -> list[int]:
        """List the ids of all contacts.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_LIST_IDS)

    def find_by_email(self, email: str) -> Contact | None:
        """Find a contact by e-mail address.

        Args:
            email: E-mail address of the contact.

        Returns None where there is none.
        """
        return self._call(_FIND_BY_EMAIL, query={"email": email})

    def find_by_phone(self, phone: str) -> Contact | None:
        """Find a contact by phone number.

        Args:
            phone: Phone number of the contact.

        Returns None where there is none.
        """
        return self._call(_FIND_BY_PHONE, query={"phone": phone})

    def find_by_secret(self, secret: str, *, ip: str | None = None) -> Contact | None:
        """Find a contact by secret.

        Args:
            secret: Secret of the contact.
            ip: IP address that the contact comes from.

        Returns None where there is none.
        """
        return self._call(_FIND_BY_SECRET, query={"secret": secret, "ip": ip})

    def find_by_field(self, field: ContactField, value: str) -> list[Contact]:
        """Find the contacts that have a value in a dynamic field.

        The list is empty when no contact has the value (documentation).

        Args:
            field: Name of a dynamic contact field.
            value: Value of the field, as text.

        Returns an empty list where there is none.
        """
        return self._call(_FIND_BY_FIELD, query={"field": field, "value": value})

    def create(self, contact: ContactCreate) -> Contact:
        """Create a contact.

        Raises on 409: another contact has the e-mail address or the phone number, or there is no
        store with the id of the preferred one (documentation).

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            ConflictError: Another object has a value that must be unique, the preferred store does
                not exist, or the object was changed by somebody else meanwhile.
        """
        return self._call(_CREATE, body=contact)

    def patch_many(self, changes: ContactBatchPatch) -> ContactBatchPatchResult:
        """Make the same changes to many contacts.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
        """
        return self._call(_PATCH_MANY, body=changes)

    def get(self, id: int) -> Contact:
        """Get a contact by its id.

        Args:
            id: Number of the contact.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Contact]:
        """Get many by their ids, in the order of the ids, a few requests at a time.

        Args:
            ids: Ids, which may repeat.
            concurrency: Requests at a time, at most.

        Raises:
            GetManyError: Some could not be read; it holds the errors by id, and all that were read.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def update(self, id: int, contact: ContactUpdate) -> Contact:
        """Replace all of a contact.

        Properties that every contact has become null when left out; the account's own fields stay
        as they are. Raises on 409 with the latest contact: somebody else has changed it meanwhile,
        another contact has the e-mail address or the phone number, or there is no store with the id
        of the preferred one (documentation).

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            ConflictError: The contact was changed by somebody else meanwhile, another contact has
                the e-mail address or the phone number, or there is no store with the id of the
                preferred one. The answer carries the contact as it is stored now.
        """
        return self._call(_UPDATE, path={"id": id}, body=contact)

    def delete(self, id: int) -> None:
        """Delete a contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_DELETE, path={"id": id})

    def patch(self, id: int, contact: ContactPatch) -> Contact:
        """Change some properties of a contact.

        Null leaves a property as it is; an empty text removes the e-mail address, the phone number
        or its country code (documentation). When the version is sent and differs from the stored
        one, this raises on 409.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            ConflictError: Another object has a value that must be unique, the preferred store does
                not exist, or the object was changed by somebody else meanwhile.
        """
        return self._call(_PATCH, path={"id": id}, body=contact)

    def list_patch_fields(self) -> list[str]:
        """List the contact fields that a batch patch may set."""
        return self._call(_LIST_PATCH_FIELDS)

    def list_dynamic_fields(self) -> list[DynamicField]:
        """List the fields that the account has added to contacts."""
        return self._call(_LIST_DYNAMIC_FIELDS)

    def list_base_info(self) -> list[ContactBaseInfo]:
        """List what tells apart all contacts of the account."""
        return self._call(_LIST_BASE_INFO)

    def list_registrations(
        self, *, timespan: str | None = None, source: str | None = None, ip: str | None = None
    ) -> list[Contact]:
        """List contacts by when, where and from which address they registered.

        The criteria may be combined; the list is empty when nobody meets them (documentation).

        Args:
            timespan: How far back from now the registration may lie. The format is not documented;
                our reading is a .NET time span, such as `1.00:00:00` for one day.
            source: Where the contact registered.
            ip: IP address that the contact registered from.
        """
        return self._call(_LIST_REGISTRATIONS, query={"timespan": timespan, "source": source, "ip": ip})

    def get_person_data_file_url(self, id: int) -> str:
        """Get the address of the file with everything stored about a contact.

        Args:
            id: Number of the contact.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_GET_PERSON_DATA_FILE_URL, path={"id": id})

    def login(self, id: int, login: ContactLogin) -> Contact:
        """Check a contact's password.

        Raises on 422 when the password is wrong, and on 404 when there is no such contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            UnprocessableError: The password is wrong.
        """
        return self._call(_LOGIN, path={"id": id}, body=login)

    def set_password(self, id: int, password: ContactPasswordSet) -> None:
        """Store a new password for a contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_SET_PASSWORD, path={"id": id}, body=password)

    def unblock_email(self, id: int) -> bool:
        """Send e-mail again to a contact that was blocked because mail bounced.

        Returns false when the contact was not blocked (documentation).

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_UNBLOCK_EMAIL, path={"id": id})


class AsyncContactsResource(AsyncResource):
    """The people that the account knows."""

    async def list_ids(self) -> list[int]:
        """List the ids of all contacts.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_LIST_IDS)

    async def find_by_email(self, email: str) -> Contact | None:
        """Find a contact by e-mail address.

        Args:
            email: E-mail address of the contact.

        Returns None where there is none.
        """
        return await self._call(_FIND_BY_EMAIL, query={"email": email})

    async def find_by_phone(self, phone: str) -> Contact | None:
        """Find a contact by phone number.

        Args:
            phone: Phone number of the contact.

        Returns None where there is none.
        """
        return await self._call(_FIND_BY_PHONE, query={"phone": phone})

    async def find_by_secret(self, secret: str, *, ip: str | None = None) -> Contact | None:
        """Find a contact by secret.

        Args:
            secret: Secret of the contact.
            ip: IP address that the contact comes from.

        Returns None where there is none.
        """
        return await self._call(_FIND_BY_SECRET, query={"secret": secret, "ip": ip})

    async def find_by_field(self, field: ContactField, value: str) -> list[Contact]:
        """Find the contacts that have a value in a dynamic field.

        The list is empty when no contact has the value (documentation).

        Args:
            field: Name of a dynamic contact field.
            value: Value of the field, as text.

        Returns an empty list where there is none.
        """
        return await self._call(_FIND_BY_FIELD, query={"field": field, "value": value})

    async def create(self, contact: ContactCreate) -> Contact:
        """Create a contact.

        Raises on 409: another contact has the e-mail address or the phone number, or there is no
        store with the id of the preferred one (documentation).

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            ConflictError: Another object has a value that must be unique, the preferred store does
                not exist, or the object was changed by somebody else meanwhile.
        """
        return await self._call(_CREATE, body=contact)

    async def patch_many(self, changes: ContactBatchPatch) -> ContactBatchPatchResult:
        """Make the same changes to many contacts.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
        """
        return await self._call(_PATCH_MANY, body=changes)

    async def get(self, id: int) -> Contact:
        """Get a contact by its id.

        Args:
            id: Number of the contact.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Contact]:
        """Get many by their ids, in the order of the ids, a few requests at a time.

        Args:
            ids: Ids, which may repeat.
            concurrency: Requests at a time, at most.

        Raises:
            GetManyError: Some could not be read; it holds the errors by id, and all that were read.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def update(self, id: int, contact: ContactUpdate) -> Contact:
        """Replace all of a contact.

        Properties that every contact has become null when left out; the account's own fields stay
        as they are. Raises on 409 with the latest contact: somebody else has changed it meanwhile,
        another contact has the e-mail address or the phone number, or there is no store with the id
        of the preferred one (documentation).

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            ConflictError: The contact was changed by somebody else meanwhile, another contact has
                the e-mail address or the phone number, or there is no store with the id of the
                preferred one. The answer carries the contact as it is stored now.
        """
        return await self._call(_UPDATE, path={"id": id}, body=contact)

    async def delete(self, id: int) -> None:
        """Delete a contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_DELETE, path={"id": id})

    async def patch(self, id: int, contact: ContactPatch) -> Contact:
        """Change some properties of a contact.

        Null leaves a property as it is; an empty text removes the e-mail address, the phone number
        or its country code (documentation). When the version is sent and differs from the stored
        one, this raises on 409.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            ConflictError: Another object has a value that must be unique, the preferred store does
                not exist, or the object was changed by somebody else meanwhile.
        """
        return await self._call(_PATCH, path={"id": id}, body=contact)

    async def list_patch_fields(self) -> list[str]:
        """List the contact fields that a batch patch may set."""
        return await self._call(_LIST_PATCH_FIELDS)

    async def list_dynamic_fields(self) -> list[DynamicField]:
        """List the fields that the account has added to contacts."""
        return await self._call(_LIST_DYNAMIC_FIELDS)

    async def list_base_info(self) -> list[ContactBaseInfo]:
        """List what tells apart all contacts of the account."""
        return await self._call(_LIST_BASE_INFO)

    async def list_registrations(
        self, *, timespan: str | None = None, source: str | None = None, ip: str | None = None
    ) -> list[Contact]:
        """List contacts by when, where and from which address they registered.

        The criteria may be combined; the list is empty when nobody meets them (documentation).

        Args:
            timespan: How far back from now the registration may lie. The format is not documented;
                our reading is a .NET time span, such as `1.00:00:00` for one day.
            source: Where the contact registered.
            ip: IP address that the contact registered from.
        """
        return await self._call(_LIST_REGISTRATIONS, query={"timespan": timespan, "source": source, "ip": ip})

    async def get_person_data_file_url(self, id: int) -> str:
        """Get the address of the file with everything stored about a contact.

        Args:
            id: Number of the contact.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_GET_PERSON_DATA_FILE_URL, path={"id": id})

    async def login(self, id: int, login: ContactLogin) -> Contact:
        """Check a contact's password.

        Raises on 422 when the password is wrong, and on 404 when there is no such contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
            UnprocessableError: The password is wrong.
        """
        return await self._call(_LOGIN, path={"id": id}, body=login)

    async def set_password(self, id: int, password: ContactPasswordSet) -> None:
        """Store a new password for a contact.

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_SET_PASSWORD, path={"id": id}, body=password)

    async def unblock_email(self, id: int) -> bool:
        """Send e-mail again to a contact that was blocked because mail bounced.

        Returns false when the contact was not blocked (documentation).

        Args:
            id: Number of the contact.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_UNBLOCK_EMAIL, path={"id": id})
