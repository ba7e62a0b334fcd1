"""The signature of `make_newsletter_signups_row` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..tables.newsletter_signups import NewsletterSignupsRow

    def make_newsletter_signups_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        confirmed: bool | None = ...,
        consent_text: str | None = ...,
        e_mail: str | None = ...,
        reminders_sent: int | None = ...,
        score: Decimal | None = ...,
        signed_up: AwareDatetime | None = ...,
        source: str | None = ...,
    ) -> NewsletterSignupsRow: ...
