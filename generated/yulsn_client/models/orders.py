"""Models of the API's orders group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model
from .._runtime.search import OrderedQueryField, QueryField
from ..types import OrderDeliveryMethod, OrderLineFarve, OrderType


class OrderLine(Model, kw_only=True):
    """A line of an order, including the account's dynamic order line fields."""

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "OrderLines")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {
        "farve": ("sort", "hvid", "r\xf8d", "bl\xe5", "gr\xf8n")
    }

    _account_: ClassVar[tuple[str, ...]] = (
        "assembled",
        "farve",
        "frame_number",
        "mounted_at",
        "rabat",
        "warranty_months",
    )

    id: int = field(name="Id")
    """Id of the line."""
    order_id: int = field(name="OrderId")
    """Id of the order it belongs to."""
    ext_product_id: str | None = field(name="ExtProductId", default=None)
    """The product's key in an external system."""
    img_url: str | None = field(name="ImgUrl", default=None)
    """URL of a picture of the product."""
    name: str | None = field(name="Name", default=None)
    """Name of the product."""
    description: str | None = field(name="Description", default=None)
    """Description of the product."""
    quantity: Decimal = field(name="Quantity")
    """Quantity."""
    price: Decimal = field(name="Price")
    """Unit price."""
    price_total: Decimal = field(name="PriceTotal")
    """`Quantity` times `Price`, computed by the API."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact that the line is for."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the line was last changed."""
    assembled: bool | None = field(name="Assembled", default=None)
    """Assembled in the workshop (Assembled)."""
    farve: str | None = field(name="Farve", default=None)
    """Farve. Allowed: sort, hvid, rød, blå, grøn."""
    frame_number: str | None = field(name="Frame Number", default=None)
    """Frame number (Frame Number)."""
    mounted_at: AwareDatetime | None = field(name="Mounted At", default=None)
    """Mounted at (Mounted At)."""
    rabat: Decimal | None = field(name="Rabat", default=None)
    """Rabat (kr.) (Rabat)."""
    warranty_months: int | None = field(name="Warranty (months)", default=None)
    """Warranty in months (Warranty (months))."""


class Order(Model, kw_only=True):
    """An order of a contact, including the account's dynamic order fields."""

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Orders")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"delivery_method": ("Afhentning", "GLS", "Cykelbud")}

    _account_: ClassVar[tuple[str, ...]] = (
        "delivery_method",
        "fragt",
        "gift_wrapping",
        "number_of_parcels",
        "promised_by",
        "saelger",
    )

    id: int = field(name="Id")
    """Id of the order."""
    type: str = field(name="Type")
    """Type of the order, one of `Orders/Types`."""
    ext_order_id: str | None = field(name="ExtOrderId", default=None)
    """The order's key in an external system."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact who placed the order."""
    first_name: str | None = field(name="FirstName", default=None)
    last_name: str | None = field(name="LastName", default=None)
    address: str | None = field(name="Address", default=None)
    post_code: str | None = field(name="PostCode", default=None)
    city: str | None = field(name="City", default=None)
    country: str | None = field(name="Country", default=None)
    company: str | None = field(name="Company", default=None)
    """Name of the company that the order is for."""
    price_total: Decimal = field(name="PriceTotal")
    """Sum of the line totals."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the order was last changed."""
    store_id: int | None = field(name="StoreId", default=None)
    """Id of the store."""
    email: str | None = field(name="Email", default=None)
    """E-mail address given with the order."""
    origin_date: AwareDatetime | None = field(name="OriginDate", default=None)
    """When the order was placed in the system it comes from."""
    start_date: AwareDatetime | None = field(name="StartDate", default=None)
    """Start of what was ordered, e.g. a stay."""
    end_date: AwareDatetime | None = field(name="EndDate", default=None)
    """End of what was ordered."""
    order_lines: list[OrderLine] | None = field(name="OrderLines", default=None)
    """The order lines; null or absent if they were excluded from a listing."""
    delivery_method: str | None = field(name="Delivery Method", default=None)
    """Delivery method (Delivery Method). Allowed: Afhentning, GLS, Cykelbud."""
    fragt: Decimal | None = field(name="Fragt", default=None)
    """Fragt (kr.) (Fragt)."""
    gift_wrapping: bool | None = field(name="Gift Wrapping", default=None)
    """Gift wrapping (Gift Wrapping)."""
    number_of_parcels: int | None = field(name="Number of Parcels", default=None)
    """Number of parcels (Number of Parcels)."""
    promised_by: AwareDatetime | None = field(name="Promised By", default=None)
    """Promised by (Promised By)."""
    saelger: str | None = field(name="S\xe6lger", default=None)
    """Sælger."""


class OrderLineCreate(Model, kw_only=True):
    """An order line to create. The account's dynamic order line fields may be set as well. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "OrderLines")

    quantity: Decimal | int = field(name="Quantity")
    """Quantity."""
    price: Decimal | int = field(name="Price")
    """Unit price."""
    ext_product_id: str | UnsetType | None = field(name="ExtProductId", default=UNSET)
    """The product's key in an external system."""
    img_url: str | UnsetType | None = field(name="ImgUrl", default=UNSET)
    """URL of a picture of the product."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the product."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """Description of the product."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact that the line is for."""
    assembled: bool | UnsetType | None = field(name="Assembled", default=UNSET)
    """Assembled in the workshop (Assembled)."""
    farve: OrderLineFarve | UnsetType | None = field(name="Farve", default=UNSET)
    """Farve. Allowed: sort, hvid, rød, blå, grøn."""
    frame_number: str | UnsetType | None = field(name="Frame Number", default=UNSET)
    """Frame number (Frame Number)."""
    mounted_at: AwareDatetime | UnsetType | None = field(name="Mounted At", default=UNSET)
    """Mounted at (Mounted At)."""
    rabat: Decimal | int | UnsetType | None = field(name="Rabat", default=UNSET)
    """Rabat (kr.) (Rabat)."""
    warranty_months: int | UnsetType | None = field(name="Warranty (months)", default=UNSET)
    """Warranty in months (Warranty (months))."""


class OrderCreate(Model, kw_only=True):
    """An order to create. The account's dynamic order fields may be set as well. An attribute that
    you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Orders")

    type: Literal["butik", "udlejning", "v\xe6rksted", "webshop"] = field(name="Type")
    """Type of the order, one of `Orders/Types`. The API responds with 400 to any other."""
    order_lines: list[OrderLineCreate] = field(name="OrderLines")
    """The order lines: at least one. The API responds with 400 if there is none, or if one has no
    quantity or price.
    """
    ext_order_id: str | UnsetType | None = field(name="ExtOrderId", default=UNSET)
    """The order's key in an external system."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact who placed the order."""
    first_name: str | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: str | UnsetType | None = field(name="LastName", default=UNSET)
    address: str | UnsetType | None = field(name="Address", default=UNSET)
    post_code: str | UnsetType | None = field(name="PostCode", default=UNSET)
    city: str | UnsetType | None = field(name="City", default=UNSET)
    country: str | UnsetType | None = field(name="Country", default=UNSET)
    company: str | UnsetType | None = field(name="Company", default=UNSET)
    """Name of the company that the order is for."""
    store_id: int | UnsetType | None = field(name="StoreId", default=UNSET)
    """Id of the store."""
    email: str | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address given with the order."""
    origin_date: AwareDatetime | UnsetType | None = field(name="OriginDate", default=UNSET)
    """When the order was placed in the system it comes from."""
    start_date: AwareDatetime | UnsetType | None = field(name="StartDate", default=UNSET)
    """Start of what was ordered, e.g. a stay."""
    end_date: AwareDatetime | UnsetType | None = field(name="EndDate", default=UNSET)
    """End of what was ordered."""
    delivery_method: OrderDeliveryMethod | UnsetType | None = field(name="Delivery Method", default=UNSET)
    """Delivery method (Delivery Method). Allowed: Afhentning, GLS, Cykelbud."""
    fragt: Decimal | int | UnsetType | None = field(name="Fragt", default=UNSET)
    """Fragt (kr.) (Fragt)."""
    gift_wrapping: bool | UnsetType | None = field(name="Gift Wrapping", default=UNSET)
    """Gift wrapping (Gift Wrapping)."""
    number_of_parcels: int | UnsetType | None = field(name="Number of Parcels", default=UNSET)
    """Number of parcels (Number of Parcels)."""
    promised_by: AwareDatetime | UnsetType | None = field(name="Promised By", default=UNSET)
    """Promised by (Promised By)."""
    saelger: str | UnsetType | None = field(name="S\xe6lger", default=UNSET)
    """Sælger."""


class OrderPatch(Model, kw_only=True):
    """Changes to one order. Only the properties that are sent are changed; lines have calls of
    their own. An attribute that you leave out is `UNSET` and not sent; None is sent as null,
    and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Orders")

    type: Literal["butik", "udlejning", "v\xe6rksted", "webshop"] | UnsetType = field(name="Type", default=UNSET)
    """Type of the order, one of `Orders/Types`."""
    ext_order_id: str | UnsetType | None = field(name="ExtOrderId", default=UNSET)
    """The order's key in an external system."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact who placed the order."""
    first_name: str | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: str | UnsetType | None = field(name="LastName", default=UNSET)
    address: str | UnsetType | None = field(name="Address", default=UNSET)
    post_code: str | UnsetType | None = field(name="PostCode", default=UNSET)
    city: str | UnsetType | None = field(name="City", default=UNSET)
    country: str | UnsetType | None = field(name="Country", default=UNSET)
    company: str | UnsetType | None = field(name="Company", default=UNSET)
    """Name of the company that the order is for."""
    store_id: int | UnsetType | None = field(name="StoreId", default=UNSET)
    """Id of the store."""
    email: str | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address given with the order."""
    origin_date: AwareDatetime | UnsetType | None = field(name="OriginDate", default=UNSET)
    """When the order was placed in the system it comes from."""
    start_date: AwareDatetime | UnsetType | None = field(name="StartDate", default=UNSET)
    """Start of what was ordered, e.g. a stay."""
    end_date: AwareDatetime | UnsetType | None = field(name="EndDate", default=UNSET)
    """End of what was ordered."""
    delivery_method: OrderDeliveryMethod | UnsetType | None = field(name="Delivery Method", default=UNSET)
    """Delivery method (Delivery Method). Allowed: Afhentning, GLS, Cykelbud."""
    fragt: Decimal | int | UnsetType | None = field(name="Fragt", default=UNSET)
    """Fragt (kr.) (Fragt)."""
    gift_wrapping: bool | UnsetType | None = field(name="Gift Wrapping", default=UNSET)
    """Gift wrapping (Gift Wrapping)."""
    number_of_parcels: int | UnsetType | None = field(name="Number of Parcels", default=UNSET)
    """Number of parcels (Number of Parcels)."""
    promised_by: AwareDatetime | UnsetType | None = field(name="Promised By", default=UNSET)
    """Promised by (Promised By)."""
    saelger: str | UnsetType | None = field(name="S\xe6lger", default=UNSET)
    """Sælger."""


class OrderLinePatch(Model, kw_only=True):
    """Changes to one order line. Only the properties that are sent are changed. An attribute that
    you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "OrderLines")

    ext_product_id: str | UnsetType | None = field(name="ExtProductId", default=UNSET)
    """The product's key in an external system."""
    img_url: str | UnsetType | None = field(name="ImgUrl", default=UNSET)
    """URL of a picture of the product."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the product."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """Description of the product."""
    quantity: Decimal | int | UnsetType = field(name="Quantity", default=UNSET)
    """Quantity."""
    price: Decimal | int | UnsetType = field(name="Price", default=UNSET)
    """Unit price."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact that the line is for."""
    assembled: bool | UnsetType | None = field(name="Assembled", default=UNSET)
    """Assembled in the workshop (Assembled)."""
    farve: OrderLineFarve | UnsetType | None = field(name="Farve", default=UNSET)
    """Farve. Allowed: sort, hvid, rød, blå, grøn."""
    frame_number: str | UnsetType | None = field(name="Frame Number", default=UNSET)
    """Frame number (Frame Number)."""
    mounted_at: AwareDatetime | UnsetType | None = field(name="Mounted At", default=UNSET)
    """Mounted at (Mounted At)."""
    rabat: Decimal | int | UnsetType | None = field(name="Rabat", default=UNSET)
    """Rabat (kr.) (Rabat)."""
    warranty_months: int | UnsetType | None = field(name="Warranty (months)", default=UNSET)
    """Warranty in months (Warranty (months))."""


class OrderField:
    """The fields that the conditions of a search for `Order` can name."""

    id: ClassVar[OrderedQueryField[Order, int, int]] = OrderedQueryField("Id")
    """Id of the order."""
    type: ClassVar[QueryField[Order, OrderType]] = QueryField("Type")
    """Type of the order, one of `Orders/Types`."""
    ext_order_id: ClassVar[QueryField[Order, str]] = QueryField("ExtOrderId")
    """The order's key in an external system."""
    contact_id: ClassVar[OrderedQueryField[Order, int, int]] = OrderedQueryField("ContactId")
    """Id of the contact who placed the order."""
    first_name: ClassVar[QueryField[Order, str]] = QueryField("FirstName")
    last_name: ClassVar[QueryField[Order, str]] = QueryField("LastName")
    address: ClassVar[QueryField[Order, str]] = QueryField("Address")
    post_code: ClassVar[QueryField[Order, str]] = QueryField("PostCode")
    city: ClassVar[QueryField[Order, str]] = QueryField("City")
    country: ClassVar[QueryField[Order, str]] = QueryField("Country")
    company: ClassVar[QueryField[Order, str]] = QueryField("Company")
    """Name of the company that the order is for."""
    price_total: ClassVar[OrderedQueryField[Order, Decimal | int, Decimal | int]] = OrderedQueryField("PriceTotal")
    """Sum of the line totals."""
    last_modified: ClassVar[OrderedQueryField[Order, datetime, datetime]] = OrderedQueryField("LastModified")
    """When the order was last changed."""
    store_id: ClassVar[OrderedQueryField[Order, int, int]] = OrderedQueryField("StoreId")
    """Id of the store."""
    email: ClassVar[QueryField[Order, str]] = QueryField("Email")
    """E-mail address given with the order."""
    origin_date: ClassVar[OrderedQueryField[Order, datetime, datetime]] = OrderedQueryField("OriginDate")
    """When the order was placed in the system it comes from."""
    start_date: ClassVar[OrderedQueryField[Order, datetime, datetime]] = OrderedQueryField("StartDate")
    """Start of what was ordered, e.g. a stay."""
    end_date: ClassVar[OrderedQueryField[Order, datetime, datetime]] = OrderedQueryField("EndDate")
    """End of what was ordered."""
    delivery_method: ClassVar[QueryField[Order, Literal["Afhentning", "GLS", "Cykelbud"]]] = QueryField(
        "Delivery Method"
    )
    """Delivery method (Delivery Method). Allowed: Afhentning, GLS, Cykelbud."""
    fragt: ClassVar[OrderedQueryField[Order, Decimal | int, Decimal | int]] = OrderedQueryField("Fragt")
    """Fragt (kr.) (Fragt)."""
    gift_wrapping: ClassVar[QueryField[Order, bool]] = QueryField("Gift Wrapping")
    """Gift wrapping (Gift Wrapping)."""
    number_of_parcels: ClassVar[OrderedQueryField[Order, int, int]] = OrderedQueryField("Number of Parcels")
    """Number of parcels (Number of Parcels)."""
    promised_by: ClassVar[OrderedQueryField[Order, datetime, datetime]] = OrderedQueryField("Promised By")
    """Promised by (Promised By)."""
    saelger: ClassVar[QueryField[Order, str]] = QueryField("S\xe6lger")
    """Sælger."""
