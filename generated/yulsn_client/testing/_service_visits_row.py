"""The signature of `make_service_visits_row` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..tables.service_visits import ServiceVisitsRow

    def make_service_visits_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        bike_id: int | None = ...,
        hours: Decimal | None = ...,
        mechanic: str | None = ...,
        status: str | None = ...,
        under_warranty: bool | None = ...,
        from_: AwareDatetime | None = ...,
        to: AwareDatetime | None = ...,
    ) -> ServiceVisitsRow: ...
