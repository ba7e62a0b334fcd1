"""The account's table Newsletter Signups.

Newsletter signups. Comes from the form on the website, by way of a converter

It has no create, delete, patch or create_many, because the account routes these writes
through a converter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias, get_args

from msgspec import field

from .._runtime.calls import Call, OnNotFound, Page
from .._runtime.model import AwareDatetime, Model
from .._runtime.search import Condition, OrderedQueryField, QueryField
from .._runtime.table_resource import AsyncTableResource, TableResource

NewsletterSignupsSource: TypeAlias = Literal["forside", "kasse", "konkurrence"]
"""The allowed values of Newsletter Signups, Source."""
NEWSLETTER_SIGNUPS_SOURCE_VALUES: tuple[NewsletterSignupsSource, ...] = get_args(NewsletterSignupsSource)


class NewsletterSignupsRow(Model, kw_only=True):
    """An entry of a dynamic table, including the table's own fields. A field that is not set is
    null.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Newsletter Signups")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"source": ("forside", "kasse", "konkurrence")}

    _account_: ClassVar[tuple[str, ...]] = (
        "confirmed",
        "consent_text",
        "e_mail",
        "reminders_sent",
        "score",
        "signed_up",
        "source",
    )

    id: int = field(name="Id")
    """Id of the entry. Later entries have higher ids."""
    secret: str = field(name="Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: str | None = field(name="ExternalId", default=None)
    """The entry's key in an external system; unique in the table."""
    name: str | None = field(name="Name", default=None)
    """Name of the entry."""
    created: AwareDatetime = field(name="Created")
    """When the entry was created."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the entry was last changed."""
    confirmed: bool | None = field(name="Confirmed", default=None)
    """Confirmed."""
    consent_text: str | None = field(name="Consent Text", default=None)
    """Consent text as shown (Consent Text)."""
    e_mail: str | None = field(name="E-mail", default=None)
    """E-mail."""
    reminders_sent: int | None = field(name="Reminders Sent", default=None)
    """Reminders sent (Reminders Sent)."""
    score: Decimal | None = field(name="Score", default=None)
    """Score."""
    signed_up: AwareDatetime | None = field(name="Signed Up", default=None)
    """Signed up (Signed Up)."""
    source: str | None = field(name="Source", default=None)
    """Source. Allowed: forside, kasse, konkurrence."""


class NewsletterSignupsField:
    """The fields that the conditions of a search for `NewsletterSignupsRow` can name."""

    id: ClassVar[OrderedQueryField[NewsletterSignupsRow, int, int]] = OrderedQueryField("Id")
    """Id of the entry. Later entries have higher ids."""
    secret: ClassVar[QueryField[NewsletterSignupsRow, str]] = QueryField("Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: ClassVar[QueryField[NewsletterSignupsRow, str]] = QueryField("ExternalId")
    """The entry's key in an external system; unique in the table."""
    name: ClassVar[QueryField[NewsletterSignupsRow, str]] = QueryField("Name")
    """Name of the entry."""
    created: ClassVar[OrderedQueryField[NewsletterSignupsRow, datetime, datetime]] = OrderedQueryField("Created")
    """When the entry was created."""
    last_modified: ClassVar[OrderedQueryField[NewsletterSignupsRow, datetime, datetime]] = OrderedQueryField(
        "LastModified"
    )
    """When the entry was last changed."""
    confirmed: ClassVar[QueryField[NewsletterSignupsRow, bool]] = QueryField("Confirmed")
    """Confirmed."""
    consent_text: ClassVar[QueryField[NewsletterSignupsRow, str]] = QueryField("Consent Text")
    """Consent text as shown (Consent Text)."""
    e_mail: ClassVar[QueryField[NewsletterSignupsRow, str]] = QueryField("E-mail")
    """E-mail."""
    reminders_sent: ClassVar[OrderedQueryField[NewsletterSignupsRow, int, int]] = OrderedQueryField("Reminders Sent")
    """Reminders sent (Reminders Sent)."""
    score: ClassVar[OrderedQueryField[NewsletterSignupsRow, Decimal | int, Decimal | int]] = OrderedQueryField("Score")
    """Score."""
    signed_up: ClassVar[OrderedQueryField[NewsletterSignupsRow, datetime, datetime]] = OrderedQueryField("Signed Up")
    """Signed up (Signed Up)."""
    source: ClassVar[QueryField[NewsletterSignupsRow, Literal["forside", "kasse", "konkurrence"]]] = QueryField(
        "Source"
    )
    """Source. Allowed: forside, kasse, konkurrence."""


_LIST_IDS: Call[list[int]] = Call(
    "tables.newsletter_signups.list_ids", "GET", "/api/v1/table/Newsletter%20Signups", returns=list[int]
)
_FIND_BY_SECRET: Call[NewsletterSignupsRow | None] = Call(
    "tables.newsletter_signups.find_by_secret",
    "GET",
    "/api/v1/table/Newsletter%20Signups",
    parameters={"secret": str},
    returns=NewsletterSignupsRow,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_EXTERNAL_ID: Call[NewsletterSignupsRow | None] = Call(
    "tables.newsletter_signups.find_by_external_id",
    "GET",
    "/api/v1/table/Newsletter%20Signups",
    parameters={"externalId": str},
    returns=NewsletterSignupsRow,
    on_not_found=OnNotFound.NONE,
)
_LIST_AFTER: Call[list[NewsletterSignupsRow]] = Call(
    "tables.newsletter_signups.list_after",
    "GET",
    "/api/v1/table/Newsletter%20Signups",
    parameters={"lastId": int, "take": int | None},
    returns=list[NewsletterSignupsRow],
    page=Page(cursor="lastId", item="id", limit=1000, size="take"),
)
_SEARCH: Call[list[NewsletterSignupsRow]] = Call(
    "tables.newsletter_signups.search",
    "SEARCH",
    "/api/v1/table/Newsletter%20Signups",
    returns=list[NewsletterSignupsRow],
    wrapper="Fields",
)
_GET: Call[NewsletterSignupsRow] = Call(
    "tables.newsletter_signups.get",
    "GET",
    "/api/v1/table/Newsletter%20Signups/{id}",
    parameters={"id": int},
    returns=NewsletterSignupsRow,
)
_COUNT: Call[int] = Call(
    "tables.newsletter_signups.count",
    "SEARCH",
    "/api/v1/table/Newsletter%20Signups/Count",
    returns=int,
    wrapper="Fields",
)


class NewsletterSignupsTable(TableResource):
    """The account's table Newsletter Signups.

    Newsletter signups. Comes from the form on the website, by way of a converter

    It has no create, delete, patch or create_many, because the account routes these writes
    through a converter.
    """

    def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_IDS)

    def find_by_secret(self, secret: str) -> NewsletterSignupsRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_SECRET, query={"secret": secret})

    def find_by_external_id(self, external_id: str) -> NewsletterSignupsRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    def list_after(self, last_id: int, *, take: int | None = None) -> list[NewsletterSignupsRow]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_AFTER, query={"lastId": last_id, "take": take})

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> Iterator[NewsletterSignupsRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> Iterator[list[NewsletterSignupsRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    def search(self, *conditions: Condition[NewsletterSignupsRow]) -> list[NewsletterSignupsRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `NewsletterSignupsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_SEARCH, body=conditions)

    def get(self, id: int) -> NewsletterSignupsRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[NewsletterSignupsRow]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def count(self, *conditions: Condition[NewsletterSignupsRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `NewsletterSignupsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_COUNT, body=conditions)


class AsyncNewsletterSignupsTable(AsyncTableResource):
    """The account's table Newsletter Signups.

    Newsletter signups. Comes from the form on the website, by way of a converter

    It has no create, delete, patch or create_many, because the account routes these writes
    through a converter.
    """

    async def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_IDS)

    async def find_by_secret(self, secret: str) -> NewsletterSignupsRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_SECRET, query={"secret": secret})

    async def find_by_external_id(self, external_id: str) -> NewsletterSignupsRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    async def list_after(self, last_id: int, *, take: int | None = None) -> list[NewsletterSignupsRow]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_AFTER, query={"lastId": last_id, "take": take})

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[NewsletterSignupsRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[list[NewsletterSignupsRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    async def search(self, *conditions: Condition[NewsletterSignupsRow]) -> list[NewsletterSignupsRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `NewsletterSignupsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_SEARCH, body=conditions)

    async def get(self, id: int) -> NewsletterSignupsRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[NewsletterSignupsRow]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def count(self, *conditions: Condition[NewsletterSignupsRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `NewsletterSignupsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_COUNT, body=conditions)
