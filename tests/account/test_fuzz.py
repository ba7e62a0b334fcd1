"""Whatever a server sends about an account, reading it gives a schema or an error with a place, and never crashes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.text.documents import parse_json
from yulsn_codegen.text.errors import ExitCode

from .server import KEY, NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, table_path

MEMBERS = ("Name", "name", "Type", "Values", "VALUES", "Label", "Id", "id", "Description", "CreateConverterId", "Extra")
texts = st.text(st.characters(), max_size=6) | st.sampled_from(["", "Decimal", "3", "[1, 2]", '["a"', "null", KEY])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS) | texts, inner, max_size=5),
    max_leaves=12,
)
plausible = st.lists(  # fields and tables with members of any kind
    st.fixed_dictionaries(
        {"Name": texts | anything, "Type": st.integers(-1, 9) | anything},
        optional={
            "Id": st.integers(-1, 3) | anything,
            "Values": st.lists(scalars, max_size=4) | anything,
            "Label": anything,
        },
    )
    | anything,
    max_size=4,
)
documents = (plausible | plausible | anything).map(lambda value: json.dumps(value).encode())
# JSON that Python's encoder never writes, and text that is not JSON.
peculiar = st.sampled_from(
    [
        b"",
        b"<html>",
        b"[" * 800 + b"]" * 800,
        b'[{"Extra": ' + b'{"a":' * 800 + b"1" + b"}" * 801 + b"]",
        b"[" * 20_000,
        b"[" + b"9" * 5_000 + b"]",
        b'[{"Name": "A", "Values": [' + b"9" * 5_000 + b"]}]",
        b'[{"Name": "A", "Values": [1e400, -1e400, NaN]}]',
        b'["\\ud800", "\\udc00\\ud800"]',
        b'["\xff"]',
        '["utf-16"]'.encode("utf-16"),
        b'[{"Id": 1, "Id": 2, "Name": "twice"}]',
    ]
)
answers = st.builds(
    Answer, documents | documents | documents | peculiar | st.binary(max_size=8), st.just(200)
) | st.builds(Answer, documents, st.sampled_from([201, 204, 302, 401, 403, 404, 418]))


@pytest.fixture(scope="module")
def server() -> Iterator[Account]:
    account = Account()
    account.tables("One", "Two", "Three")
    yield account
    account.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    changed=st.dictionaries(
        st.sampled_from([TABLES, *OWNER_PATHS.values(), *NAME_PATHS, *map(table_path, (1, 2, 3))]), answers, min_size=1
    )
)
def test_fetching_returns_a_snapshot_or_raises_a_clear_error(server: Account, changed: dict[str, Answer]) -> None:
    before = dict(server.answers)
    server.answers.update(changed)
    out, err = io.StringIO(), io.StringIO()
    try:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("YULSN_API_KEY", KEY)
            code = main(["fetch", "-o", "-", "--base-url", server.url])
    finally:
        server.answers = before
    lines = err.getvalue().splitlines()
    assert lines[0] == f"Reading the account at {server.url}"
    assert KEY not in out.getvalue() + err.getvalue()
    if code == ExitCode.OK:
        assert all(line.startswith("warning: ") for line in lines[1:])
        account = parse_snapshot(parse_json(out.getvalue().encode(), "stdout"), "stdout")
        assert dump_snapshot(account) == out.getvalue()
    else:
        assert code == ExitCode.UNDETERMINED
        assert out.getvalue() == ""
        assert all(line.startswith(("error: GET /api/v1/", "error: account: ", "  ")) for line in lines[1:])
