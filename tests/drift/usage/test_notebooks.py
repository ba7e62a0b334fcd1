"""Notebooks: which code they contain, and where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from yulsn_codegen.drift.findings import Usage
from yulsn_codegen.drift.usage.find import BY_NAME, Usages, find_usages

from .shop import DOCUMENT, LOCK, SIZE_REMOVED


def cell(*lines: str, kind: str = "code") -> dict[str, object]:
    return {"cell_type": kind, "source": [f"{line}\n" for line in lines[:-1]] + list(lines[-1:])}


def notebook(*cells: object, **metadata: object) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def usages(folder: Path, text: str | bytes) -> Usages:
    (folder / "report.ipynb").write_bytes(text if isinstance(text, bytes) else text.encode())
    return find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [folder])


def places(found: Usages) -> list[tuple[int | None, int, int]]:
    return [(usage.cell, usage.line, usage.column) for usage in found.of.get(SIZE_REMOVED.fingerprint, ())]


def test_a_line_is_found_by_its_cell_and_its_line_in_the_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = notebook(
        cell("# Sizes", "contact.shoe_size", kind="markdown"),
        cell("from shop_client import Client", "client = Client()", ""),
        cell(""),
        cell("frame = read(client)", "frame['Shoe Size']"),
        {"cell_type": "code", "source": "await client.get(1)\r\ncontact.shoe_size\r"},
    )
    monkeypatch.chdir(tmp_path)
    found = usages(tmp_path, text)
    assert found.notes == (BY_NAME,)
    assert places(found) == [(4, 2, 7), (5, 2, 9)]
    usage = found.of[SIZE_REMOVED.fingerprint][0]
    assert usage == Usage("report.ipynb", 2, 7, "Shoe Size", cell=4)
    assert usage.location == "report.ipynb:cell 4:2"


@pytest.mark.parametrize(
    "lines",
    [
        ("%matplotlib inline", "contact.shoe_size"),
        ("if contact:", "    !pip install pandas", "contact.shoe_size"),
        ("files = !ls", "contact.shoe_size"),
        ("contact.get?", "contact.shoe_size"),
        ("", "%%time", "contact.shoe_size"),
        ("%%capture --no-stderr", "contact.shoe_size"),
        ("odd = (5", "%2)", "contact.shoe_size"),
    ],
)
def test_ipython_commands_are_ignored(lines: tuple[str, ...], tmp_path: Path) -> None:
    found = usages(tmp_path, notebook(cell("import shop_client"), cell(*lines)))
    assert found.notes == (BY_NAME,)
    assert places(found) == [(2, len(lines), 9)]


def test_cells_in_other_languages_are_ignored(tmp_path: Path) -> None:
    found = usages(
        tmp_path, notebook(cell("import shop_client"), cell("%%bash", "contact.shoe_size"), cell("x.shoe_size"))
    )
    assert found.notes == (BY_NAME,)
    assert places(found) == [(3, 1, 3)]


def test_cells_that_cannot_be_parsed_are_noted(tmp_path: Path) -> None:
    found = usages(tmp_path, notebook(cell("import shop_client"), cell("def ("), cell("x.shoe_size"), cell("\0")))
    assert places(found) == [(3, 1, 3)]
    assert found.notes[1].endswith("report.ipynb: cells that cannot be parsed were skipped: 2, 4")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        (b"\xff\xfe\xff", "codec can't decode"),
        ("[" * 100_000, ""),
        ("[]", "not a notebook of format 4"),
        ('{"worksheets": []}', "not a notebook of format 4"),
        (notebook(cell("import shop_client"), kernelspec={"language": "R"}), "a notebook in R"),
    ],
)
def test_a_file_that_is_not_a_python_notebook_is_noted(text: str | bytes, reason: str, tmp_path: Path) -> None:
    (note,) = usages(tmp_path, text).notes
    assert "report.ipynb was skipped: " in note
    assert reason in note


@pytest.mark.parametrize(
    "cells", [[5, None, {}, {"cell_type": "code"}, {"cell_type": "code", "source": [1, {}, "x"]}], []]
)
def test_cells_of_any_shape_are_accepted(cells: list[object], tmp_path: Path) -> None:
    assert usages(tmp_path, notebook(*cells, cell("import shop_client"))).notes == (BY_NAME,)
