"""The lines of TOML that confirm suspected renames."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.accounts import HOSTILE
from support.outputs import BRAND, LEVEL, SHOP, SIZE, shop
from support.schemas import field
from yulsn_codegen.account.schema import AccountTable
from yulsn_codegen.config import read_config
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.confirmations import confirmation


def confirmed(tmp_path: Path, lines: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """What the configuration holds after the lines were appended to it."""
    file = tmp_path / "pyproject.toml"
    file.write_text("\n".join(["[tool.yulsn-codegen]", *lines]), encoding="utf-8")
    return {scope: dict(names) for scope, names in read_config(file).renames.items()}


def test_the_suggested_lines_confirm_their_renames(tmp_path: Path) -> None:
    table = AccountTable(9, "Service Visits", fields=(field("Mechanic"),))
    renamed = replace(table, fields=(field("Mechanic No."),))
    old = replace(SHOP, tables=(table,))
    new = replace(shop(LEVEL, SIZE, field("Brand")), tables=(renamed,))
    lines = confirmation(compare(old, new))
    assert lines == (
        "[tool.yulsn-codegen.renames.Contacts]",
        '"Favourite" = "Brand"',
        '[tool.yulsn-codegen.renames."table Service Visits"]',
        '"Mechanic" = "Mechanic No."',
    )
    config = confirmed(tmp_path, lines)
    assert all(change.certain for change in compare(old, new, config))


def test_no_lines_are_suggested_for_certain_renames() -> None:
    assert confirmation(compare(SHOP, shop(LEVEL, replace(SIZE, name="SHOE SIZE"), BRAND))) == ()
    assert confirmation(compare(SHOP, shop(LEVEL, SIZE))) == ()


@pytest.mark.parametrize("name", [text for text in HOSTILE if not json.dumps(text).startswith('"\\\\ud8')])
def test_any_name_is_quoted_and_reads_back(name: str, tmp_path: Path) -> None:
    old = shop(LEVEL, SIZE, field("Favourite", label="One"))
    new = shop(LEVEL, SIZE, field(name, label="One"))
    lines = confirmation(compare(old, new))
    assert all(line.isprintable() for line in lines)
    assert confirmed(tmp_path, lines) == {"Contacts": {"Favourite": name}}


def test_a_name_that_toml_cannot_hold_is_omitted() -> None:
    assert confirmation(compare(SHOP, shop(LEVEL, SIZE, field("half \ud800")))) == ()
