"""The signature of `make_order_line` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..models.orders import OrderLine

    def make_order_line(
        *,
        id: int = ...,
        order_id: int = ...,
        ext_product_id: str | None = ...,
        img_url: str | None = ...,
        name: str | None = ...,
        description: str | None = ...,
        quantity: Decimal = ...,
        price: Decimal = ...,
        price_total: Decimal = ...,
        contact_id: int | None = ...,
        last_modified: AwareDatetime = ...,
        assembled: bool | None = ...,
        farve: str | None = ...,
        frame_number: str | None = ...,
        mounted_at: AwareDatetime | None = ...,
        rabat: Decimal | None = ...,
        warranty_months: int | None = ...,
    ) -> OrderLine: ...
