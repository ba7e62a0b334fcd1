"""Untrusted documents: what is parsed, and what is refused with its place and without a traceback."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.text.documents import MAX_DEPTH, parse_json, parse_toml, read_bytes
from yulsn_codegen.text.errors import InputError

OTHER_ENCODINGS = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32": "UTF-32"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def problem_of(parse: object, content: bytes) -> str:
    assert callable(parse)
    with pytest.raises(InputError) as caught:
        parse(content, "file")
    return str(caught.value)


@given(JSON, st.booleans())
def test_any_json_is_parsed_like_json_loads_does(data: object, mark: bool) -> None:
    content = json.dumps(data).encode("utf-8-sig" if mark else "utf-8")
    assert parse_json(content, "file") == data


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_bytes_are_parsed_or_refused(content: bytes) -> None:
    for parse in (parse_json, parse_toml):
        with suppress(InputError):
            parse(content, "file")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file, line 1, column 1: is not JSON: "),
        (b'{\r\n "a": }', "file, line 2, column 7: is not JSON: "),
        (b"[1] 2", "file, line 1, column 5: is not JSON: "),
        (b"[NaN]", "file: is not JSON: NaN is not a number"),
        (b"-Infinity", "file: is not JSON: -Infinity is not a number"),
        (b"1e999", "file: is not JSON: 1e999 is too large a number"),
        (b"9" * 1_001, "file: is not JSON: a number has 1001 digits"),
        (b"[" * 200_000, "file: is nested deeper than 100 levels"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "file: is nested deeper than 100 levels"),
        (b'{"a": [{"b": 1, "b": 2}]}', 'file, $.a[0]: has the key "b" more than once'),
        *(
            ("[1]".encode(encoding), f"file: is not UTF-8: it looks like {name}\n  Save it as UTF-8.")
            for encoding, name in OTHER_ENCODINGS.items()
        ),
        (b"[1, '\xe6']", "file: is not UTF-8: invalid continuation byte at byte 5\n  Save it as UTF-8."),
        (b'"\xed\xa0\x80"', "file: is not UTF-8: "),
    ],
)
def test_malformed_json_is_refused_with_its_place(content: bytes, problem: str) -> None:
    assert problem_of(parse_json, content).startswith(problem)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a = 1\nb =\n", "file, line 2, column 4: is not TOML: Invalid value"),
        (b"a = 1\na = 2\n", "file, line 2, column 6: is not TOML: Cannot overwrite a value"),
        (b"a = " + b"9" * 5_000, "file: is not TOML: a number has too many digits"),
        (b"a = " + b"[" * 50_000, "file: is nested deeper than 100 levels"),
        (b"a" + b".a" * 101 + b" = 1", "file: is nested deeper than 100 levels"),
        (b'a = "\\ud800"', "file, line 1, column 12: is not TOML: "),
        (b"a = '\xe6'", "file: is not UTF-8: "),
    ],
)
def test_malformed_toml_is_refused_with_its_place(content: bytes, problem: str) -> None:
    assert problem_of(parse_toml, content).startswith(problem)


def test_the_deepest_nesting_that_is_allowed_is_parsed() -> None:
    content = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert parse_json(content, "file") == json.loads(content)


def test_lone_surrogates_are_kept() -> None:
    assert parse_json(b'["\\ud800", {"\\udfff": 1}]', "file") == ["\ud800", {"\udfff": 1}]


def test_every_repeated_key_is_reported() -> None:
    problem = problem_of(parse_json, b'{"a": 1, "a": {"b": 1, "b": 2}, "c": [{"d": 1, "d": 1}]}')
    assert problem.splitlines() == [
        'file, $: has the key "a" more than once',
        'file, $.a: has the key "b" more than once',
        'file, $.c[0]: has the key "d" more than once',
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the text of the system differs")
def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none: cannot be read: No such file or directory"):
        read_bytes(tmp_path / "none")
    with pytest.raises(InputError, match=r": cannot be read: Is a directory"):
        read_bytes(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no device that never ends")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(InputError, match="/dev/zero: is larger than 1 KiB"):
        read_bytes(Path("/dev/zero"), limit=1024)
