"""Reading an account over real HTTP: its parts, progress and limits. Their contents are in test_peculiarities."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field

import pytest
from support.systems import needs_terminal
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.limits import Timing
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites

from .server import KEY, NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, Sleeps, failure, read, table_path


def test_an_account_without_fields_and_tables_is_empty(account: Account) -> None:
    assert read(account) == AccountSchema(owners=dict.fromkeys(OWNERS, ()))


def test_every_part_of_the_schema_is_read(account: Account) -> None:
    for owner, path in OWNER_PATHS.items():
        account.answers[path] = Answer([{"Name": f"In {owner}", "Type": 3, "Label": f"L {owner}", "Values": None}])
    account.answers[TABLES] = Answer(
        [
            {
                "Id": 7,
                "Name": "Cars",
                "Label": "All cars",
                "Description": "Those that are for sale",
                "Right": "Stock",
                "Icon": "car",
                "Group": "Garage",
                "IsShared": False,
                "LastModified": "2024-05-06T10:08:14.1957879+01:00",
                "CreateConverterId": None,
                "UpdateConverterId": 4,
                "DeleteConverterId": 0,
            },
            {"Id": 8, "Name": "Bikes"},
        ]
    )
    account.answers[table_path(7)] = Answer([{"Name": "Colour", "Type": 1, "Values": ["red", None, "green"]}])
    account.answers[table_path(8)] = Answer([])
    for path, names in zip(NAME_PATHS, (["web", "shop", "web"], ["bonus"], ["FirstName"]), strict=True):
        account.answers[path] = Answer(names)
    assert read(account) == AccountSchema(
        owners={owner: (AccountField(f"In {owner}", FieldType.NUMBER, f"L {owner}"),) for owner in OWNERS},
        tables=(
            AccountTable(
                7,
                "Cars",
                "All cars",
                "Those that are for sale",
                TableWrites(create=True, update=False, delete=False),
                (AccountField("Colour", FieldType.STRING, None, ("red", "green")),),
            ),
            AccountTable(8, "Bikes"),
        ),
        order_types=("web", "shop"),
        point_types=("bonus",),
        patch_fields=("FirstName",),
    )
    assert sorted(path for path, _ in account.requests) == sorted(account.answers)


@pytest.mark.parametrize(
    ("server_type", "expected"),
    [
        (1, FieldType.STRING),
        (2, FieldType.BOOLEAN),
        (3, FieldType.NUMBER),
        (4, FieldType.DATE_TIME_OFFSET),
        (5, FieldType.DECIMAL),
        ("String", FieldType.STRING),
        ("boolean", FieldType.BOOLEAN),
        ("NUMBER", FieldType.NUMBER),
        ("dateTimeOffset", FieldType.DATE_TIME_OFFSET),
        ("Decimal", FieldType.DECIMAL),
    ],
)
def test_a_type_may_be_an_integer_or_a_name(account: Account, server_type: object, expected: FieldType) -> None:
    account.answers[OWNER_PATHS["Contacts"]] = Answer([{"Name": "A", "Type": server_type}])
    assert read(account).owners["Contacts"] == (AccountField("A", expected),)


@pytest.mark.parametrize("server_type", [6, 0, -1, "Guid", "Unknown", "", True, 1.5, "1.0", [1], {"a": 1}])
def test_an_unknown_type_is_kept_with_one_warning(account: Account, server_type: object) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": "A b", "Type": server_type}, {"Name": "B", "Type": 1}])
    warnings: list[str] = []
    schema = read(account, warn=warnings.append)
    assert schema.owners["Orders"] == (
        AccountField("A b", FieldType.UNKNOWN, extra={"server_type": server_type}),
        AccountField("B", FieldType.STRING),
    )
    shown = json.dumps(server_type)
    assert warnings == [f"the fields of Orders: field `A b`: the type {shown} is unknown; it accepts any JSON"]


def test_warnings_follow_the_order_of_the_account(account: Account) -> None:
    account.tables("Cars", "Bikes")
    for path in (*OWNER_PATHS.values(), table_path(1), table_path(2)):
        account.answers[path] = Answer([{"Name": "A", "Type": 9}])
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert [warning.split(":")[0].removeprefix("the fields of ") for warning in warnings] == [
        *OWNERS,
        "table 'Cars'",
        "table 'Bikes'",
    ]


def test_excess_notes_are_omitted_and_counted(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(30)))
    for number in range(1, 31):
        denied = number % 2 == 0
        account.answers[table_path(number)] = Answer({}, 403) if denied else Answer([{"Name": "A", "Type": 9}])
    for path in OWNER_PATHS.values():
        account.answers[path] = Answer([{"Name": f"F{number}", "Type": 9} for number in range(5)])
    for path in NAME_PATHS:
        account.answers[path] = Answer({}, 403)
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert sum("is unknown; it accepts any JSON" in warning for warning in warnings) == 20
    assert sum("cannot be read with this key" in warning for warning in warnings) == 18
    assert warnings[38:] == ["20 more notes like these on fields, tables and names"]


def test_warnings_go_to_stderr_by_default(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"Name": "A\x1b[31m\nB", "Type": 9}])
    fetch(account.url, KEY)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ("warning: the fields of Stores: field `A\\x1b[31m B`: the type 9 is unknown; it accepts any JSON\n")


def test_property_names_match_case_insensitively(account: Account) -> None:
    account.answers[TABLES] = Answer([{"id": 1, "NAME": "Cars", "label": "L", "deleteConverterId": 3}])
    account.answers[table_path(1)] = Answer([{"name": "A", "TYPE": 2, "values": ["x"], "lAbEl": "l"}])
    [table] = read(account).tables
    fields = (AccountField("A", FieldType.BOOLEAN, "l", ("x",)),)
    assert table == AccountTable(1, "Cars", "L", None, TableWrites(delete=False), fields)


def test_the_exact_spelling_of_a_property_takes_precedence(account: Account) -> None:
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"name": "wrong", "Name": "right", "Type": 1}])
    assert read(account).owners["Stores"][0].name == "right"


def test_names_are_kept_exactly_as_entered(account: Account) -> None:
    names = ["class", "Class", "CLASS ", "", " ", "æøå", "Ⅷ", "\U0001f697", "a\nb", "\ud800", 'q"\\', "Id"]
    account.tables(*names)
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"Name": name, "Type": 1} for name in names])
    account.answers[NAME_PATHS[0]] = Answer(names)
    schema = read(account)
    assert [field.name for field in schema.owners["Stores"]] == names
    assert [table.name for table in schema.tables] == names
    assert list(schema.order_types) == names


def test_responses_may_be_compressed_and_start_with_a_byte_order_mark(account: Account) -> None:
    packed = gzip.compress('["æ"]'.encode())
    account.answers[NAME_PATHS[0]] = Answer(packed, headers={"Content-Encoding": "gzip"})
    account.answers[NAME_PATHS[1]] = Answer(b'\xef\xbb\xbf["b"]')
    schema = read(account)
    assert (schema.order_types, schema.point_types) == (("æ",), ("b",))


def test_every_request_sends_the_key_in_a_header(account: Account) -> None:
    account.tables("Cars")
    read(account)
    assert len(account.requests) == 10
    for path, headers in account.requests:
        assert headers["X-ApiKey"] == KEY
        assert headers["Accept"] == "application/json"
        assert headers["User-Agent"].startswith("yulsn-codegen/")
        assert KEY not in path


def test_at_most_eight_tables_are_read_concurrently(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(24)))
    # each request waits until eight are in flight, and 8 + 24 requests are four rounds of eight
    account.default_before = threading.Barrier(8, timeout=20).wait
    assert len(read(account).tables) == 24
    assert account.most_active == 8


def test_the_first_failure_cancels_the_other_requests(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(30)))
    give_up = threading.Event()
    account.default_before = lambda: give_up.wait(20)
    account.answers[OWNER_PATHS["Contacts"]] = Answer({"Message": "broken"}, 500, before=lambda: None)
    try:
        assert "responded with 500: broken" in failure(account.url)
    finally:
        give_up.set()
    assert len(account.requests) < 20


@dataclass
class Steps:
    expected: int = 0
    finished: int = 0
    seen: list[tuple[int, int]] = field(default_factory=list)

    def expect(self, requests: int) -> None:
        self.expected += requests
        self.seen.append((self.finished, self.expected))

    def done(self) -> None:
        self.finished += 1
        self.seen.append((self.finished, self.expected))


def test_progress_counts_every_request_and_its_total_grows_with_the_tables(account: Account) -> None:
    account.tables("Cars", "Bikes", "Boats")
    account.answers[table_path(2)] = Answer(b"", 404)
    account.answers[table_path(3)] = [Answer(b"", 503), Answer([])]
    steps = Steps()
    read(account, progress=steps, warn=lambda text: None)
    assert steps.seen[:3] == [(0, 9), (1, 9), (1, 12)]
    assert steps.seen[-1] == (12, 12)


BAR = """
import sys
from yulsn_codegen.text.progress import bar, quiet
with bar() as progress:
    progress.expect(9)
    for _ in range(4):
        progress.done()
print("quiet" if progress is quiet else "bar", "rich" in sys.modules)
"""


@needs_terminal
def test_a_progress_bar_is_shown_on_a_terminal() -> None:
    import pty  # only on POSIX

    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", BAR],
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            check=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )
        shown = os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.stdout == "bar True\n"
    assert "Reading the account" in shown
    assert "4/9" in shown


def test_no_progress_bar_is_shown_if_stderr_is_not_a_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", BAR], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("quiet False\n", "")


def test_importing_loads_neither_the_http_client_nor_rich() -> None:
    modules = "yulsn_codegen.account.fetch, yulsn_codegen.text.progress"
    code = f"import sys, {modules}; print({{'httpx2', 'rich'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_fetching_has_a_total_time_limit(account: Account) -> None:
    account.tables("Cars", "Bikes")
    give_up = threading.Event()
    account.answers[table_path(1)] = Answer([], before=lambda: give_up.wait(20))
    try:
        message = failure(account.url, timing=Sleeps().timing(total=1.0))
    finally:
        give_up.set()
    assert message.startswith("account: could not be read within 1 s: ")
    assert message.endswith(" of 11 parts are done\n  Allow more time with --timeout SECONDS.")


def test_waits_between_attempts_count_towards_the_time_limit(account: Account) -> None:
    account.answers[TABLES] = Answer(b"", 503, {"Retry-After": "100"})
    message = failure(account.url, timing=Timing(total=0.5))
    assert message.startswith("account: could not be read within 0.5 s: 0 of 9 parts are done")


def test_an_account_with_more_than_200000_values_is_refused(account: Account) -> None:
    values = [{"Name": f"F{number}", "Type": 3, "Values": list(range(10_000))} for number in range(5)]
    for path in OWNER_PATHS.values():
        account.answers[path] = Answer(values)
    assert "more than 200000 fields, allowed values and names, the limit" in failure(account.url)
