"""Accounts in which every string is hostile, and variants that differ in a single change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yulsn_codegen import __version__
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.client.naming import Names
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock

from .strings import HOSTILE


def hostile(strings: Sequence[str] = HOSTILE, *, mark: str = "") -> AccountSchema:
    """Return an account with each string as the name, label and value of a field, a table, a type and an unknown key.

    Args:
        strings: The strings.
        mark: Added to everything but names, so that the account differs from one without it.
    """
    fields = tuple(
        AccountField(
            text,
            FieldType.STRING,
            label=text + mark,
            values=(text, f"{text}{mark}."),
            extra={text: text + mark, "nested": {text: [text, mark]}},
        )
        for text in strings
    )
    tables = tuple(
        AccountTable(
            number, text, label=text + mark, description=text + mark, fields=(AccountField(text, FieldType.STRING),)
        )
        for number, text in enumerate(strings, 1)
    )
    texts = tuple(text + mark for text in strings)
    return AccountSchema(
        owners={owner: fields if owner == "Contacts" else () for owner in OWNERS},
        tables=tables,
        order_types=texts,
        point_types=texts,
        patch_fields=texts,
        extra=dict.fromkeys(strings, mark),
    )


def write_lock(folder: Path, account: AccountSchema) -> None:
    """Create a folder with the lock of a package without files."""
    folder.mkdir()
    lock = Lock(__version__, "client", "1.0.0", "", account, Names(), {})
    (folder / LOCK_NAME).write_text(dump_lock(lock), encoding="utf-8")
