"""Read the objects of a kind from the store of a running sandbox, including what no call returns."""

from __future__ import annotations

from typing import Any

from yulsn_codegen.sandbox import RunningSandbox


def stored(sandbox: RunningSandbox, kind: str) -> list[dict[str, Any]]:
    """Return the objects of a kind in ascending order of their ids."""
    store = sandbox._controls._store
    with store.transaction(write=False):
        return [dict(item) for item in store.scan(kind)]
