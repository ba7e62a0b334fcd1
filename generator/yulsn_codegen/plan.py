"""Decide everything about a package before any text is rendered: names, aliases, tailored document and `Api`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .account.schema import AccountSchema
from .client.account_lists import ACCOUNT_LISTS
from .client.api import Api
from .client.build import build, check_static_names, static_names
from .client.naming import Alias, Names, decide, with_given
from .client.shapes import typed_values
from .client.tailor import tailor
from .client.value_names import value_names
from .config import NO_CONFIG, Config
from .configured_names import unknown_names, unknown_renames
from .description.document import Document, load
from .description.overlay import Overlay, apply_overlays, apply_pending, read_overlays
from .drift.compare import compare
from .release.renames import (
    aliases,
    carried,
    carried_values,
    certain,
    confirmed_late,
    put_right,
    retire,
    suspected_alike,
)

if TYPE_CHECKING:
    from .drift.changes import SchemaChange
    from .output.lock import Lock


@dataclass(frozen=True)
class Plan:
    """What one account's package will contain.

    Attributes:
        account: The account schema that the package is for.
        names: The Python names of all its fields and tables, to be pinned in the lock.
        aliases: Deprecated names of renamed fields and tables.
        document: The API's description with the account's fields and tables merged in.
        api: The tree that the templates print.
        changes: How the account differs from the one in the previous lock.
        notes: What the user should know about names, allowed values and overlays.
        overlays: The overlays that correct the description.
    """

    account: AccountSchema
    names: Names
    aliases: tuple[Alias, ...]
    document: Document
    api: Api
    changes: tuple[SchemaChange, ...]
    notes: tuple[str, ...]
    overlays: tuple[Overlay, ...] = ()

    def without_aliases(self) -> Plan:
        """Return the same plan with all deprecated names dropped."""
        return replace(self, aliases=(), api=build(self.document, self.account, self.names))


def plan(account: AccountSchema, previous: Lock | None = None, config: Config = NO_CONFIG) -> Plan:
    """Plan the package of an account.

    Args:
        account: The account schema.
        previous: The lock of the package that this one replaces. Its names stay pinned.
        config: The names and confirmed renames that the user configured.

    Raises:
        InputError: A configured name is not valid, is reserved, or is given twice; or an overlay cannot be applied.
        UnsafeError: An overlay changes what it must not.
    """
    overlays = read_overlays(config.overlays)
    description, pending = apply_overlays(load(), overlays)
    if overlays:
        check_static_names(description, ", ".join(overlay.name for overlay in overlays))
    static = static_names(description)
    changes = compare(previous.account, account, config.renames) if previous else ()
    renames = certain(changes)
    pins, restored = Names(), tuple[Alias, ...]()
    if previous is not None:
        pins, restored = put_right(previous.names, confirmed_late(previous, account, config.renames))
        pins = carried(pins, renames, suspected_alike(changes))
    naming = decide(account, static, with_given(pins, config.names, static))
    deprecated = (*aliases(previous, changes, renames, naming.names), *restored) if previous else ()
    kept = carried_values(previous.names.values, renames, suspected_alike(changes)) if previous else {}
    reserved = {*description.schemas, *(listed.type for listed in ACCOUNT_LISTS.values())}
    values, value_notes = value_names(naming.names, account, kept, reserved)
    names = replace(retire(naming.names, deprecated), values=values)
    document, unused = apply_pending(tailor(description, account, names), pending)
    return Plan(
        account=account,
        names=names,
        aliases=deprecated,
        document=document,
        api=build(document, account, names, deprecated),
        changes=tuple(changes),
        notes=(
            *naming.notes,
            *value_notes,
            *unused,
            *unknown_names(account, config),
            *unknown_renames(previous, account, config),
            *_unchecked_values(account),
        ),
        overlays=overlays,
    )


def _unchecked_values(account: AccountSchema) -> Iterator[str]:
    """Yield a note for each list of allowed values that do not fit the field's type, and so are not checked."""
    owners = [*account.owners.items(), *((f"table {table.name!r}", table.fields) for table in account.tables)]
    for owner, fields in owners:
        for field in fields:
            if field.values and not typed_values(field):
                yield f"{owner}: {field.name!r} lists values that do not fit {field.type.value}; none is checked."
