"""Fingerprints of the shipped files change with them, although not all are read each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen import cache, fingerprint
from yulsn_codegen.text.hashing import digest_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    made = tmp_path / "templates"
    (made / "deep").mkdir(parents=True)
    (made / "deep" / "a.jinja").write_text("one", encoding="utf-8")
    return made


def test_a_fingerprint_is_the_digest_and_changes_with_the_files(folder: Path) -> None:
    def check() -> str:
        found = fingerprint.fingerprint(folder, "*.jinja")
        assert found == digest_of(folder, "*.jinja")
        return found

    seen = {check()}
    (folder / "deep" / "a.jinja").write_text("two", encoding="utf-8")
    seen.add(check())
    (folder / "b.jinja").write_text("", encoding="utf-8")
    seen.add(check())
    (folder / "b.jinja").rename(folder / "c.jinja")
    seen.add(check())
    assert len(seen) == 4


def test_unchanged_files_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fingerprint.fingerprint(folder)
    monkeypatch.setattr(fingerprint, "digest_of", lambda *_: pytest.fail("read again"))
    assert fingerprint.fingerprint(folder) == first


def test_only_shipped_files_have_a_prepared_hash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "prepared", lambda name: {folder.name: "prepared"})
    assert fingerprint.fingerprint(folder) == digest_of(folder, "*")
    monkeypatch.setattr(fingerprint, "PACKAGE", folder.parent)
    assert fingerprint.fingerprint(folder) == "prepared"
