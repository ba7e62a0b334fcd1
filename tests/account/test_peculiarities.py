"""Every peculiarity that the reference lists, against a server that has it."""

from __future__ import annotations

import pytest
from yulsn_codegen.account.schema import EMPTY, AccountSchema
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot
from yulsn_codegen.text.documents import parse_json

from .peculiarities import PECULIARITIES, Peculiarity
from .server import Account, failure, read

ROWS = [pytest.param(row, id=f"{title}: {row.sends}") for title, rows in PECULIARITIES.items() for row in rows]


@pytest.mark.parametrize("row", ROWS)
def test_each_peculiarity_has_its_documented_result(account: Account, row: Peculiarity) -> None:
    account.answers.update(row.answers)
    if row.error:
        assert failure(account.url).startswith(row.error)
        return
    warnings: list[str] = []
    found = read(account, warn=warnings.append)
    members = {**row.schema, "owners": {**EMPTY.owners, **row.schema.get("owners", {})}}
    assert found == AccountSchema(**members)
    assert len(warnings) == len(row.notes), warnings
    for warning, beginning in zip(warnings, row.notes, strict=True):
        assert warning.startswith(beginning)
    text = dump_snapshot(found)
    assert dump_snapshot(parse_snapshot(parse_json(text.encode(), "account.json"), "account.json")) == text


def test_at_least_40_peculiarities_are_documented() -> None:
    assert len({row.sends for rows in PECULIARITIES.values() for row in rows}) >= 40
