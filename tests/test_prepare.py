"""The modules that are the same for every account: prepared in a wheel, and cached in a source tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen import cache, fingerprint, prepare


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The modules of each time that they are made."""
    made: list[dict[str, str]] = []

    def make(_: object) -> dict[str, str]:
        made.append({"key": f"text {len(made)}"})
        return made[-1]

    monkeypatch.setattr(prepare, "_modules", make)
    return made


@pytest.mark.usefixtures("own_cache")
def test_a_source_tree_makes_the_modules_once(made: list[dict[str, str]]) -> None:
    assert [prepare.common_modules() for _ in range(2)] == [{"key": "text 0"}] * 2
    assert len(made) == 1


@pytest.mark.usefixtures("own_cache")
def test_other_code_makes_the_modules_again(made: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    prepare.common_modules()
    monkeypatch.setattr(fingerprint, "code", lambda: "other")
    assert prepare.common_modules() == {"key": "text 1"}


def test_prepared_modules_are_used_as_they_are(made: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "prepared", lambda name: {"key": f"prepared {name}"})
    assert prepare.common_modules() == {"key": "prepared modules"}
    assert made == []
