"""Generate packages for a shop whose account changes, each replacing the previous one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from yulsn_codegen.account.schema import AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.config import Config
from yulsn_codegen.generate import Generated, generate

from .generating import write_files
from .schemas import contacts, field

PACKAGE = "shop_client"
LEVEL = field("Level", values=("bronze", "silver", "gold"))
SIZE = field("Shoe Size", FieldType.NUMBER)
BRAND = field("Favourite")
BIKES = AccountTable(3, "Bikes", label="Bikes", fields=(field("Gears", FieldType.NUMBER), field("Frame-No")))
SHOP = contacts(LEVEL, SIZE, BRAND, order_types=("shop", "web"), tables=(BIKES,))


@cache
def first() -> Generated:
    """Return the first package of the shop."""
    return generate(SHOP, PACKAGE)


def again(before: Generated, account: AccountSchema, config: Config | None = None) -> Generated:
    """Return the package that replaces an earlier one when the account has changed."""
    return generate(account, PACKAGE, before.lock, before.files, config=config or Config())


def shop(*fields: AccountField) -> AccountSchema:
    """Return the account of the shop with other contact fields."""
    return replace(SHOP, owners={**SHOP.owners, "Contacts": fields})


def tables(*items: AccountTable) -> AccountSchema:
    """Return the account of the shop with other tables."""
    return replace(SHOP, tables=items)


def unpack(generated: Generated, folder: Path) -> Path:
    """Write the files of a package into a folder, and return the folder."""
    return write_files(folder, generated.files)


def python(folder: Path, code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a program that can import the package in a folder."""
    program = folder / "program.py"
    program.write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, *options, str(program)], cwd=folder, capture_output=True, text=True, check=False
    )


def latest(generated: Generated) -> tuple[str, tuple[str, ...]]:
    """Return the version and its lines in the changelog."""
    entry = generated.lock.changelog[0]
    assert entry.version == generated.lock.version
    return entry.version, entry.lines


def same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Return whether two outputs have exactly the same files."""
    return dict(one) == dict(other)
