"""The signature of `make_cykelruter_row` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..tables.cykelruter import CykelruterRow

    def make_cykelruter_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        asfalt: bool | None = ...,
        beskrivelse: str | None = ...,
        hoejdemeter: int | None = ...,
        laengde_km: Decimal | None = ...,
        svaerhedsgrad: str | None = ...,
        aabner: AwareDatetime | None = ...,
    ) -> CykelruterRow: ...
