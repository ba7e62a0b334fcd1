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
    """Return an account with each string as the name, the label and a value of a field, as a table, as a type and as a
    key that this version does not know; `mark` stands in everything that is no name."""
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
    """Write the lock of a package that has no files, in a folder that is made."""
    folder.mkdir()
    lock = Lock(__version__, "client", "1.0.0", "", account, Names(), {})
    (folder / LOCK_NAME).write_text(dump_lock(lock), encoding="utf-8")
