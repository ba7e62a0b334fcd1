"""The file given with --api-key-file: the key in it is used as it is, however an editor saved it."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen.cli import main
from yulsn_codegen.sandbox import running


@pytest.mark.parametrize("content", [b"sandbox", b"sandbox\n", b"\xef\xbb\xbfsandbox\r\n"])
def test_a_key_is_read_without_byte_order_mark_and_line_break(tmp_path: Path, content: bytes) -> None:
    key, snapshot = tmp_path / "key", tmp_path / "account.json"
    key.write_bytes(content)
    with running() as server:
        arguments = ["fetch", "--base-url", server.base_url, "--api-key-file", str(key), "-o", str(snapshot)]
        assert main(arguments) == 0
    assert snapshot.is_file()
