"""Fixtures: a scripted server, reached without a proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .server import Account


@pytest.fixture
def account() -> Iterator[Account]:
    account = Account()
    yield account
    account.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
