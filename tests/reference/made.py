"""The document that the site of the sandbox's account shows, made once, and its samples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from yulsn_codegen.plan import Plan, plan
from yulsn_codegen.reference.samples import SampleSettings
from yulsn_codegen.reference.view import view
from yulsn_codegen.sandbox import builtin_account

SETTINGS = SampleSettings("yulsn_client", "https://api.yulsn.io", 1)


@cache
def builtin_plan() -> Plan:
    return plan(builtin_account())


@cache
def document() -> dict[str, Any]:
    return view(builtin_plan(), SETTINGS)


def operations(shown: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the path, the method and the operation of each call that a document shows."""
    for path, item in shown["paths"].items():
        for method, operation in item.items():
            if method == "additionalOperations":
                yield from ((path, name, one) for name, one in operation.items())
            else:
                yield path, method.upper(), operation


def samples(label: str) -> dict[str, str]:
    """Return the samples with a label by the names of their calls."""
    return {
        operation["operationId"]: next(one["source"] for one in operation["x-codeSamples"] if one["label"] == label)
        for _, _, operation in operations(document())
    }


def all_programs() -> str:
    """Return a module in which each Python sample is the body of a function."""
    programs = [*samples("Python").values(), *samples("Python (async)").values()]
    return "\n\n".join(
        f"def sample_{number}() -> None:\n{textwrap.indent(source, '    ')}" for number, source in enumerate(programs)
    )
