"""Models as the generator makes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta
from runtime.model import UNSET, AwareDatetime, Model, OpenIntEnum, UnsetType, UtcDatetime, encoded_name, field


class Status(OpenIntEnum):
    WAITING = 100
    ENDED_BY_UNKNOWN = 500


class Contact(Model, kw_only=True):
    id: int = field(name="Id")
    secret: str = field(name="Secret")
    version: bytes = field(name="Version")
    email: str | None = field(name="Email", default=None)
    email_confirmed: bool = field(name="EmailConfirmed")
    last_modified: AwareDatetime = field(name="LastModified")
    balance: Decimal | None = field(name="Balance", default=None)
    favourite_colour: str | None = field(name="Favourite Colour", default=None)
    anything: Any = field(name="Anything", default=None)


class Visit(Model, kw_only=True):
    """A model with date-times of every kind."""

    start: AwareDatetime = field(name="Start")
    end: AwareDatetime | None = field(name="End Time", default=None)
    planned_utc: UtcDatetime | None = field(name="PlannedUtc", default=None)
    breaks: list[AwareDatetime | None] | None = field(name="Breaks", default=None)
    next: Visit | None = field(name="Next", default=None)


class VisitCreate(Model, kw_only=True):
    start: AwareDatetime | UnsetType | None = field(name="Start", default=UNSET)


class Bike(Model, kw_only=True):
    """A model that is read, with fields of the account."""

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"kind": ("racer", "gravel"), "gears": (7, 21)}
    _account_: ClassVar[tuple[str, ...]] = ("kind", "gears", "colour")
    id: int = field(name="Id")
    kind: str | None = field(name="Kind", default=None)
    gears: int | None = field(name="Gears", default=None)
    colour: str | None = field(name="Fa\xf8rve", default=None)


class Shed(Model, kw_only=True):
    bikes: list[Bike] = field(name="Bikes")
    best: Bike | None = field(name="Best", default=None)
    inner: list[Shed] | None = field(name="Inner", default=None)


class ContactPatch(Model, kw_only=True):
    email: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Email", default=UNSET)
    size: Literal["S", "M", "Large"] | UnsetType | None = field(name="Size", default=UNSET)
    balance: Decimal | UnsetType | None = field(name="Balance", default=UNSET)
    logo: bytes | UnsetType | None = field(name="Logo", default=UNSET)
    since: AwareDatetime | UnsetType | None = field(name="Since", default=UNSET)


class Line(Model, kw_only=True):
    id: int = field(name="Id")
    price: Decimal = field(name="Price")


class Order(Model, kw_only=True):
    id: int = field(name="Id")
    status: Status = field(name="Status")
    lines: list[Line] | None = field(name="Lines", default=None)
    by_name: dict[str, Line] | None = field(name="ByName", default=None)
    parent: Order | None = field(name="Parent", default=None)


class OrderCreate(Model, kw_only=True):
    lines: list[LineCreate] = field(name="Lines")
    info: Any | UnsetType = field(name="Info", default=UNSET)


class LineCreate(Model, kw_only=True):
    price: Decimal = field(name="Price")
    quantity: Decimal = field(name="Quantity")


class Town(Model, kw_only=True):
    """A model with more allowed values than a Literal would hold."""

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"name": tuple(f"Town {n}" for n in range(60))}
    name: str | UnsetType | None = field(name="Town Name", default=UNSET)


class Odd(Model, kw_only=True):
    """A model with names that msgspec refuses."""

    quoted: str | None = field(name=encoded_name('say "hi"'), default=None)
    backslash: int | None = field(name=encoded_name("a\\b%22"), default=None)
    line: Decimal | None = field(name=encoded_name("two\nlines"), default=None)
    private: str | None = field(name=encoded_name("\ue000x"), default=None)
    usual: str | None = field(name="Usual", default=None)


class OddHolder(Model, kw_only=True):
    odd: Odd | None = field(name="Odd", default=None)


class Login(Model, kw_only=True):
    password: str = field(name="Password")
    ip: str = field(name="Ip")
