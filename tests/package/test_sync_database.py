"""The database of a local copy: columns for any names, and files that are refused as damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_client import SyncError
from yulsn_client._runtime.sync_columns import CopyState, plan_columns
from yulsn_client._runtime.sync_database import CopyDatabase

from .local_copies import HOSTILE, copied

pytest.importorskip("duckdb", reason="duckdb is not installed")


def test_any_names_become_separate_columns(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    columns = plan_columns(HOSTILE, {"Id": "BIGINT"}, CopyState(), ())
    assert len({column.name.casefold() for column in columns}) == len(HOSTILE)
    assert all(column.name.isprintable() and column.name.strip() for column in columns)
    batch = pyarrow.RecordBatch.from_arrays(
        [pyarrow.array([1, 2]), *(pyarrow.array([name, None]) for name in HOSTILE[1:])], names=list(HOSTILE)
    )
    path = tmp_path / "copy.duckdb"
    with CopyDatabase.opened(path, {}) as database:
        for count in (2, 0):
            staged = database.stage("tables.x", columns, [batch])
            with database.transaction():
                state = database.state("tables.x")
                shape = database.reshape("tables.x", state, columns)
                merged = database.merge("tables.x", shape, staged, absent="true")
                database.set_state("tables.x", CopyState(shape))
            assert (merged.inserted, merged.updated, merged.deleted, merged.rows) == (count, 0, 0, 2)
            assert shape == columns
        state = database.state("tables.x")
        assert state is not None
        assert plan_columns(HOSTILE[::-1], {"Id": "BIGINT"}, state, ()) == columns[::-1]
    rows = copied(path)["tables.x"]
    assert rows[1] == {column.name: 1 if column.wire == "Id" else column.wire for column in columns}
    assert set(rows[2].values()) == {2, None}


@pytest.mark.parametrize("twin", ["id", "ID"])
def test_a_column_that_differs_from_the_key_only_in_case_is_not_the_key(twin: str, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    names = [twin, "orderID", "Id", "OrderId"]
    columns = plan_columns(names, {"Id": "BIGINT"}, CopyState(), ())
    assert [column.name for column in columns] == [f"{twin}_2", "orderID_2", "Id", "OrderId"]
    values = [["same"] * 3, ["same"] * 3, [1, 2, 3], ["a"] * 3]
    batch = pyarrow.RecordBatch.from_arrays(list(map(pyarrow.array, values)), names=names)
    with CopyDatabase.opened(tmp_path / "copy.duckdb", {}) as database:
        staged = database.stage("tables.x", columns, [batch])
        assert database.merge("tables.x", database.reshape("tables.x", None, columns), staged, absent="true").rows == 3


@pytest.mark.parametrize(
    "value", ["[]", "null", "{", "[" * 5000, '{"format":1}', '{"format":1,"source":null}', '{"format":1,"source":[]}']
)
def test_a_file_with_an_invalid_source_is_refused(value: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.duckdb"
    with CopyDatabase.opened(path, {"package": "x"}) as database:
        database.run('UPDATE "local"."_sync"."state" SET value = ?', value)
    with pytest.raises(SyncError, match="is not a local copy"), CopyDatabase.opened(path, {"package": "x"}):
        pass


@pytest.mark.parametrize(
    "value",
    [
        "[]",
        "{",
        '{"columns":1}',
        '{"columns":[{"wire":"a","name":"a","declared":"BIGINT","type":"BIGINT); DROP TABLE x; --"}]}',
        '{"columns":[{"wire":"a","name":"a","declared":"x","type":"BIGINT"}]}',
    ],
)
def test_an_invalid_state_is_refused(value: str, tmp_path: Path) -> None:
    with CopyDatabase.opened(tmp_path / "copy.duckdb", {}) as database:
        database.run('INSERT INTO "local"."_sync"."state" VALUES (?, ?)', "contacts", value)
        with pytest.raises(SyncError, match="the state of contacts is damaged"):
            database.state("contacts")
