"""Models of the API's points group."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class Point(Model, kw_only=True):
    """A point transaction of a contact or a company."""

    id: int = field(name="Id")
    """Id of the transaction. Later transactions have higher ids."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact."""
    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the company."""
    type: str = field(name="Type")
    """Type of the points, one of `Points/Types`."""
    sub_type: str | None = field(name="SubType", default=None)
    """Subtype of the points."""
    amount: Decimal = field(name="Amount")
    """Number of points: positive if earned, negative if spent."""
    sum: Decimal = field(name="Sum")
    """The balance after this transaction."""
    date_time: AwareDatetime = field(name="DateTime")
    """When the transaction took place."""
    description: str | None = field(name="Description", default=None)
    """Description of the transaction."""
    source_id: str | None = field(name="SourceId", default=None)
    """Key of the object that the transaction comes from, in its own system."""
    source_description: str | None = field(name="SourceDescription", default=None)
    """Description of the object that the transaction comes from."""
    store_id: int | None = field(name="StoreId", default=None)
    """Id of the store where it took place."""
    administrator_id: int | None = field(name="AdministratorId", default=None)
    """Id of the user who created it."""
    book_value: Decimal | None = field(name="BookValue", default=None)
    """Monetary value of the points."""
    point_calculation_base: Decimal | None = field(name="PointCalculationBase", default=None)
    """Amount from which the points were calculated."""
    converter_transaction_id: int | None = field(name="ConverterTransactionId", default=None)
    """Id of the converter run that created it."""
    is_canceller: bool = field(name="IsCanceller")
    """Whether this transaction cancels another one."""
    canceller_point_id: int | None = field(name="CancellerPointId", default=None)
    """Id of the transaction that cancels this one; null if it has not been cancelled."""


class PointCreate(Model, kw_only=True):
    """A point transaction to create for a contact. An attribute that you leave out is `UNSET` and
    not sent; None is sent as null, and '' as an empty string.
    """

    contact_id: int = field(name="ContactId")
    """Id of the contact; the API responds with 404 if it does not exist."""
    type: Literal["anmeldelse", "bonus", "k\xf8b"] = field(name="Type")
    """Type of the points, one of `Points/Types`."""
    amount: Decimal | int = field(name="Amount")
    """Number of points: positive to add, negative to deduct."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the company that the points also count for."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """Description of the transaction."""
    source_id: str | UnsetType | None = field(name="SourceId", default=UNSET)
    """Key of the object that the transaction comes from, in its own system."""
    source_description: str | UnsetType | None = field(name="SourceDescription", default=UNSET)
    """Description of the object that the transaction comes from."""
    store_id: int | UnsetType | None = field(name="StoreId", default=UNSET)
    """Id of the store where it took place."""
    book_value: Decimal | int | UnsetType | None = field(name="BookValue", default=UNSET)
    """Monetary value of the points."""
    sub_type: str | UnsetType | None = field(name="SubType", default=UNSET)
    """Subtype of the points."""
    point_calculation_base: Decimal | int | UnsetType | None = field(name="PointCalculationBase", default=UNSET)
    """Amount from which the points are calculated."""


class PointSum(Model, kw_only=True):
    """A contact's balance of one point type."""

    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact."""
    type: str = field(name="Type")
    """Type of the points."""
    sum: Decimal = field(name="Sum")
    """The balance."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the balance last changed."""


class PointTotal(Model, kw_only=True):
    """The total of one point type in the account. Its properties are not documented; these are
    assumptions.
    """

    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    total: Decimal | None = field(name="Total", default=None)
    """The total."""


class PointStoreSum(Model, kw_only=True):
    """The sum of one point type in one store. Its properties are not documented; these are
    assumptions.
    """

    store_id: int | None = field(name="StoreId", default=None)
    """Id of the store."""
    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    sum: Decimal | None = field(name="Sum", default=None)
    """The sum of the points."""


class PointContactCompanySum(Model, kw_only=True):
    """The sum of one point type for one company. Its properties are not documented; these are
    assumptions.
    """

    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the company."""
    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    sum: Decimal | None = field(name="Sum", default=None)
    """The balance."""


class PointStoreSearch(Model, kw_only=True):
    """The stores to search. The body is not documented; additional properties are sent as given."""

    store_ids: list[int] = field(name="StoreIds")
    """Ids of the stores."""
