"""The signature of `make_store` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..models.stores import Store

    def make_store(
        *,
        id: int = ...,
        number: str = ...,
        name: str = ...,
        phone: str | None = ...,
        address: str | None = ...,
        zip_code: str | None = ...,
        city: str | None = ...,
        email: str | None = ...,
        json_string: str | None = ...,
        last_modified: AwareDatetime = ...,
        areal_m2: Decimal | None = ...,
        opened: AwareDatetime | None = ...,
        region: str | None = ...,
        workshop_stands: int | None = ...,
        aabent_soendag: bool | None = ...,
    ) -> Store: ...
