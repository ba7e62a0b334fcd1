"""The signature of `make_bikes_row` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..tables.bikes import BikesRow

    def make_bikes_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        bought: AwareDatetime | None = ...,
        contact_id: int | None = ...,
        electric: bool | None = ...,
        frame_number: str | None = ...,
        gears: int | None = ...,
        price: Decimal | None = ...,
        type: str | None = ...,
    ) -> BikesRow: ...
