"""The signature of `make_order` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..models.orders import Order, OrderLine

    def make_order(
        *,
        id: int = ...,
        type: str = ...,
        ext_order_id: str | None = ...,
        contact_id: int | None = ...,
        first_name: str | None = ...,
        last_name: str | None = ...,
        address: str | None = ...,
        post_code: str | None = ...,
        city: str | None = ...,
        country: str | None = ...,
        company: str | None = ...,
        price_total: Decimal = ...,
        last_modified: AwareDatetime = ...,
        store_id: int | None = ...,
        email: str | None = ...,
        origin_date: AwareDatetime | None = ...,
        start_date: AwareDatetime | None = ...,
        end_date: AwareDatetime | None = ...,
        order_lines: list[OrderLine] | None = ...,
        delivery_method: str | None = ...,
        fragt: Decimal | None = ...,
        gift_wrapping: bool | None = ...,
        number_of_parcels: int | None = ...,
        promised_by: AwareDatetime | None = ...,
        saelger: str | None = ...,
    ) -> Order: ...
