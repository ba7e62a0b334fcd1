"""Which rows of the API a test is about, by its marks and by the requests it sends."""

from __future__ import annotations

import csv
import html
import inspect
import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from yulsn_codegen.description.document import load
from yulsn_codegen.sandbox import RecordedRequest
from yulsn_codegen.sandbox.http.routing import api_routes, router
from yulsn_codegen.sandbox.requests import Query

from .conftest import REPOSITORY

_ROUTER = router(api_routes(load()))
_OBSERVED = {"orderType", "withOrderLines"}  # query names that the documentation does not have


@cache
def listed() -> dict[str, tuple[str, str, frozenset[str]]]:
    """The listed rows as they are written, each with its method, path and query names."""
    found = {}
    for name in ("endpoints.tsv", "observed.tsv"):
        with (REPOSITORY / "spec" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                found[_written(row)] = (row["method"], row["path"], frozenset(_names(row["query"])))
    return found


def _written(row: dict[str, str]) -> str:
    query = f"?{html.unescape(row['query'])}" if row["query"] else ""
    return f"{row['method']} {row['path']}{query}"


def _names(query: str) -> list[str]:
    return re.findall(r"([A-Za-z]+)(?:\[\d\])?=", html.unescape(query or ""))


def served(requests: Iterable[RecordedRequest]) -> set[str]:
    """The rows that were answered with success."""
    by_route = {route: row for row, route in listed().items()}
    found = set()
    for request in requests:
        if request.status == 200 and request.path.startswith("/api/"):
            route, _ = _ROUTER.find(request.method, quote(request.path), Query.of(request.query))
            found.add(by_route[route.method, route.path, frozenset(route.names) - _OBSERVED])
    return found


def marked(modules: Iterable[ModuleType]) -> Iterator[tuple[str, str]]:
    """Yield the rows that the modules' tests are marked with, each with the test.

    Every such test takes the fixture `api`, which runs it in both flavours.
    """
    for module in modules:
        for name, test in inspect.getmembers(module, inspect.isfunction):
            for mark in marks(getattr(test, "pytestmark", [])):
                assert "api" in inspect.signature(test).parameters, f"{name} does not run in both flavours"
                yield from ((row, name) for row in mark.args)


def marks(found: Iterable[Any]) -> list[pytest.Mark]:
    """Those of the marks that name rows."""
    return [mark for mark in found if mark.name == "rows"]
