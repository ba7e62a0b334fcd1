"""The file given with --api-key-file: how the key is read from it, however an editor saved it."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen.cli import main
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import ExitCode


@pytest.mark.parametrize("content", [b"sandbox", b"sandbox\n", b"\xef\xbb\xbfsandbox\r\n"])
def test_a_byte_order_mark_and_a_line_break_are_removed_from_a_key(tmp_path: Path, content: bytes) -> None:
    key, snapshot = tmp_path / "key", tmp_path / "account.json"
    key.write_bytes(content)
    with running() as server:
        arguments = ["fetch", "--base-url", server.base_url, "--api-key-file", str(key), "-o", str(snapshot)]
        assert main(arguments) == 0
    assert snapshot.is_file()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b" \n", "is empty"),
        (b"\xff", "is not UTF-8"),
        ("kkk".encode("utf-16-le"), "is not UTF-8: it looks like UTF-16"),
        (b"k" * 70_000, "is larger than 64 KiB"),
    ],
)
def test_a_message_about_an_invalid_key_file_names_it_without_its_content(
    tmp_path: Path, content: bytes, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    key.write_bytes(content)
    assert main(["fetch", "--api-key-file", str(key), "-o", str(tmp_path / "account.json")]) == ExitCode.USAGE
    error = capsys.readouterr().err
    assert error.startswith(f"error: {key}: {what}")
    assert "kkk" not in error
