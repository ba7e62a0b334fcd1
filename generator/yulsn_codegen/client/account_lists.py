"""The account's lists of names that the description refers to with `x-account-values`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..account.schema import AccountSchema


@dataclass(frozen=True)
class AccountList:
    """A list of names that every account has.

    Attributes:
        type: The name of the type alias for the names.
        description: What the names are.
        names_in: Returns the names of an account.
    """

    type: str
    description: str
    names_in: Callable[[AccountSchema], Iterable[str]]


ACCOUNT_LISTS: Mapping[str, AccountList] = {
    "order_types": AccountList("OrderType", "The account's order types.", lambda account: account.order_types),
    "point_types": AccountList("PointType", "The account's point types.", lambda account: account.point_types),
    "contact_fields": AccountList(
        "ContactField",
        "The wire names of the account's own contact fields.",
        lambda account: [field.name for field in account.owners.get("Contacts", ())],
    ),
    "patch_fields": AccountList(
        "PatchField",
        "The wire names of the contact fields that a batch patch may set.",
        lambda account: account.patch_fields,
    ),
}
"""The lists, by the value of `x-account-values`."""


def listed_names(account: AccountSchema) -> dict[str, list[str]]:
    """Return the sorted names in each list of an account, by the value of `x-account-values`."""
    return {key: sorted(one.names_in(account)) for key, one in ACCOUNT_LISTS.items()}
