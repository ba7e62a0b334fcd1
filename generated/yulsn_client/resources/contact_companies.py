"""The calls of the API's ContactCompanies group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from .._runtime.calls import Call, OnNotFound
from .._runtime.resources import AsyncResource, Resource
from ..models.contact_companies import (
    ContactCompany,
    ContactCompanyContactAdd,
    ContactCompanyContactRemove,
    ContactCompanyCreate,
    ContactCompanyPatch,
)
from ..models.contacts import Contact

_LIST: Call[list[ContactCompany]] = Call(
    "contact_companies.list", "GET", "/api/v1/ContactCompanies", returns=list[ContactCompany]
)
_LIST_BY_PRIMARY_CONTACT_EMAIL: Call[list[ContactCompany]] = Call(
    "contact_companies.list_by_primary_contact_email",
    "GET",
    "/api/v1/ContactCompanies",
    parameters={"primaryContactEmail": str},
    returns=list[ContactCompany],
)
_FIND_BY_NUMBER: Call[ContactCompany | None] = Call(
    "contact_companies.find_by_number",
    "GET",
    "/api/v1/ContactCompanies",
    parameters={"contactCompanyNumber": str},
    returns=ContactCompany,
    on_not_found=OnNotFound.NONE,
)
_CREATE: Call[ContactCompany] = Call(
    "contact_companies.create", "POST", "/api/v1/ContactCompanies", body=ContactCompanyCreate, returns=ContactCompany
)
_PATCH: Call[ContactCompany] = Call(
    "contact_companies.patch", "PATCH", "/api/v1/ContactCompanies", body=ContactCompanyPatch, returns=ContactCompany
)
_GET: Call[ContactCompany] = Call(
    "contact_companies.get", "GET", "/api/v1/ContactCompanies/{id}", parameters={"id": int}, returns=ContactCompany
)
_LIST_CONTACTS: Call[list[Contact]] = Call(
    "contact_companies.list_contacts",
    "GET",
    "/api/v1/ContactCompanies/{id}/Contacts",
    parameters={"id": int},
    returns=list[Contact],
    on_not_found=OnNotFound.EMPTY,
)
_ADD_CONTACT: Call[None] = Call(
    "contact_companies.add_contact",
    "POST",
    "/api/v1/ContactCompanies/{id}/AddContact",
    parameters={"id": int},
    body=ContactCompanyContactAdd,
)
_REMOVE_CONTACT: Call[None] = Call(
    "contact_companies.remove_contact",
    "POST",
    "/api/v1/ContactCompanies/{id}/RemoveContact",
    parameters={"id": int},
    body=ContactCompanyContactRemove,
)


class ContactCompaniesResource(Resource):
    """Companies that contacts belong to."""

    def list(self) -> builtins.list[ContactCompany]:
        """List all companies.

        `GET /api/v1/ContactCompanies`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST)

    def list_by_primary_contact_email(self, primary_contact_email: str) -> builtins.list[ContactCompany]:
        """List the companies whose primary contact has the given e-mail address.

        `GET /api/v1/ContactCompanies?primaryContactEmail={primaryContactEmail}`

        Args:
            primary_contact_email: E-mail address of the company's primary contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_BY_PRIMARY_CONTACT_EMAIL, query={"primaryContactEmail": primary_contact_email})

    def find_by_number(self, contact_company_number: str) -> ContactCompany | None:
        """Find a company by its number in an external system.

        `GET /api/v1/ContactCompanies?contactCompanyNumber={contactCompanyNumber}`

        Args:
            contact_company_number: The company's unique number in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_NUMBER, query={"contactCompanyNumber": contact_company_number})

    def create(self, company: ContactCompanyCreate) -> ContactCompany:
        """Create a company.

        `POST /api/v1/ContactCompanies`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_CREATE, body=company)

    def patch(self, company: ContactCompanyPatch) -> ContactCompany:
        """Update some properties of the company whose id is in the body.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/ContactCompanies`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_PATCH, body=company)

    def get(self, id: int) -> ContactCompany:
        """Get a company by its id.

        `GET /api/v1/ContactCompanies/{id}`

        Args:
            id: Id of the company.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[ContactCompany]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/ContactCompanies/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def list_contacts(self, id: int) -> builtins.list[Contact]:
        """List the contacts that belong to a company.

        Returns an empty list on 404, which the API uses both for a company without contacts
        (documented) and for a company that does not exist.

        `GET /api/v1/ContactCompanies/{id}/Contacts`

        Args:
            id: Id of the company.

        Returns:
            The objects; an empty list if there are none.
        """
        return self._call(_LIST_CONTACTS, path={"id": id})

    def add_contact(self, id: int, contact: ContactCompanyContactAdd) -> None:
        """Add a contact to a company.

        `POST /api/v1/ContactCompanies/{id}/AddContact`

        Args:
            id: Id of the company.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_ADD_CONTACT, path={"id": id}, body=contact)

    def remove_contact(self, id: int, contact: ContactCompanyContactRemove) -> None:
        """Remove a contact from a company.

        `POST /api/v1/ContactCompanies/{id}/RemoveContact`

        Args:
            id: Id of the company.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_REMOVE_CONTACT, path={"id": id}, body=contact)


class AsyncContactCompaniesResource(AsyncResource):
    """Companies that contacts belong to."""

    async def list(self) -> builtins.list[ContactCompany]:
        """List all companies.

        `GET /api/v1/ContactCompanies`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST)

    async def list_by_primary_contact_email(self, primary_contact_email: str) -> builtins.list[ContactCompany]:
        """List the companies whose primary contact has the given e-mail address.

        `GET /api/v1/ContactCompanies?primaryContactEmail={primaryContactEmail}`

        Args:
            primary_contact_email: E-mail address of the company's primary contact.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_BY_PRIMARY_CONTACT_EMAIL, query={"primaryContactEmail": primary_contact_email})

    async def find_by_number(self, contact_company_number: str) -> ContactCompany | None:
        """Find a company by its number in an external system.

        `GET /api/v1/ContactCompanies?contactCompanyNumber={contactCompanyNumber}`

        Args:
            contact_company_number: The company's unique number in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_NUMBER, query={"contactCompanyNumber": contact_company_number})

    async def create(self, company: ContactCompanyCreate) -> ContactCompany:
        """Create a company.

        `POST /api/v1/ContactCompanies`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_CREATE, body=company)

    async def patch(self, company: ContactCompanyPatch) -> ContactCompany:
        """Update some properties of the company whose id is in the body.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/ContactCompanies`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_PATCH, body=company)

    async def get(self, id: int) -> ContactCompany:
        """Get a company by its id.

        `GET /api/v1/ContactCompanies/{id}`

        Args:
            id: Id of the company.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[ContactCompany]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/ContactCompanies/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def list_contacts(self, id: int) -> builtins.list[Contact]:
        """List the contacts that belong to a company.

        Returns an empty list on 404, which the API uses both for a company without contacts
        (documented) and for a company that does not exist.

        `GET /api/v1/ContactCompanies/{id}/Contacts`

        Args:
            id: Id of the company.

        Returns:
            The objects; an empty list if there are none.
        """
        return await self._call(_LIST_CONTACTS, path={"id": id})

    async def add_contact(self, id: int, contact: ContactCompanyContactAdd) -> None:
        """Add a contact to a company.

        `POST /api/v1/ContactCompanies/{id}/AddContact`

        Args:
            id: Id of the company.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_ADD_CONTACT, path={"id": id}, body=contact)

    async def remove_contact(self, id: int, contact: ContactCompanyContactRemove) -> None:
        """Remove a contact from a company.

        `POST /api/v1/ContactCompanies/{id}/RemoveContact`

        Args:
            id: Id of the company.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_REMOVE_CONTACT, path={"id": id}, body=contact)
