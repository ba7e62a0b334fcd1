"""Models of the API's group points."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class Point(Model, kw_only=True):
    """A movement on the points of a contact or of a company."""

    id: int = field(name="Id")
    """Number of the movement; later ones have higher numbers."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact that it belongs to."""
    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the company that it belongs to."""
    type: str = field(name="Type")
    """Type of the points: one of the account's own, see `Points/Types`."""
    sub_type: str | None = field(name="SubType", default=None)
    """Finer type below `Type`."""
    amount: Decimal = field(name="Amount")
    """How many points came; negative when they went."""
    sum: Decimal = field(name="Sum")
    """The running sum after this movement."""
    date_time: datetime = field(name="DateTime")
    """When the points moved."""
    description: str | None = field(name="Description", default=None)
    """What they moved for."""
    source_id: str | None = field(name="SourceId", default=None)
    """Key of what caused it, in the system it comes from."""
    source_description: str | None = field(name="SourceDescription", default=None)
    """What caused it, in words."""
    store_id: int | None = field(name="StoreId", default=None)
    """Id of the store it happened in."""
    administrator_id: int | None = field(name="AdministratorId", default=None)
    """Number of the user who made it."""
    book_value: Decimal | None = field(name="BookValue", default=None)
    """Value of the points in money."""
    point_calculation_base: Decimal | None = field(name="PointCalculationBase", default=None)
    """Amount that the points were computed from."""
    converter_transaction_id: int | None = field(name="ConverterTransactionId", default=None)
    """Number of the converter's run that made it."""
    is_canceller: bool = field(name="IsCanceller")
    """Whether this movement cancels another one."""
    canceller_point_id: int | None = field(name="CancellerPointId", default=None)
    """Id of the movement that cancels this one; null as long as none does."""


class PointCreate(Model, kw_only=True):
    """A movement of points to be made for a contact. What is left out is `UNSET` and not sent,
    None is sent as null, '' as an empty text.
    """

    contact_id: int = field(name="ContactId")
    """Id of the contact; the API answers 404 when there is none."""
    type: Literal["anmeldelse", "bonus", "k\xf8b"] = field(name="Type")
    """Type of the points: one of the account's own, see `Points/Types`."""
    amount: Decimal = field(name="Amount")
    """How many points come; negative when they go."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the company that the points count for too."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What they move for."""
    source_id: str | UnsetType | None = field(name="SourceId", default=UNSET)
    """Key of what caused it, in the system it comes from."""
    source_description: str | UnsetType | None = field(name="SourceDescription", default=UNSET)
    """What caused it, in words."""
    store_id: int | UnsetType | None = field(name="StoreId", default=UNSET)
    """Id of the store it happened in."""
    book_value: Decimal | UnsetType | None = field(name="BookValue", default=UNSET)
    """Value of the points in money."""
    sub_type: str | UnsetType | None = field(name="SubType", default=UNSET)
    """Finer type below `Type`."""
    point_calculation_base: Decimal | UnsetType | None = field(name="PointCalculationBase", default=UNSET)
    """Amount that the points are computed from."""


class PointSum(Model, kw_only=True):
    """All points of one type that a contact has."""

    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact."""
    type: str = field(name="Type")
    """Type of the points."""
    sum: Decimal = field(name="Sum")
    """How many points there are."""
    last_modified: datetime = field(name="LastModified")
    """When the sum last changed."""


class PointTotal(Model, kw_only=True):
    """All points of one type in the account. Its properties are not documented; these are our
    reading.
    """

    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    total: Decimal | None = field(name="Total", default=None)
    """How many points there are."""


class PointStoreSum(Model, kw_only=True):
    """The points of one type that moved in one store. Its properties are not documented; these are
    our reading.
    """

    store_id: int | None = field(name="StoreId", default=None)
    """Id of the store."""
    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    sum: Decimal | None = field(name="Sum", default=None)
    """How many points moved."""


class PointContactCompanySum(Model, kw_only=True):
    """The points of one type that one company has. Its properties are not documented; these are
    our reading.
    """

    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the company."""
    type: str | None = field(name="Type", default=None)
    """Type of the points."""
    sum: Decimal | None = field(name="Sum", default=None)
    """How many points there are."""


class PointStoreSearch(Model, kw_only=True):
    """Which stores a search over points covers. The body is not documented; other properties are
    sent as given.
    """

    store_ids: list[int] = field(name="StoreIds")
    """Ids of the stores."""
