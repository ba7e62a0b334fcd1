"""The signature of `make_loyalty_cards_row` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..tables.loyalty_cards import LoyaltyCardsRow

    def make_loyalty_cards_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        balance: Decimal | None = ...,
        blocked: bool | None = ...,
        card_level: str | None = ...,
        contact_id: int | None = ...,
        issued: AwareDatetime | None = ...,
        stamps: int | None = ...,
    ) -> LoyaltyCardsRow: ...
