"""For the tests of programs that use a Yulsn client: a sandbox to run them against, and a pytest fixture of it.

    with run_sandbox(faults=["status=503 GET 2x"]) as sandbox:
        client = Client(sandbox.api_key, base_url=sandbox.base_url)

With `pytest_plugins = ["yulsn_codegen.testing"]` in the top conftest.py a test that takes `sandbox` gets a new one. The
marker `sandbox(...)`, or an indirect parameter that is a dict, gives it the keywords of `run_sandbox`. pytest is needed
for the fixture only. (There is nothing to rewrite here, and conftest.py may have imported it: PYTEST_DONT_REWRITE.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from .account.schema import AccountSchema
from .account.snapshot import read_snapshot
from .sandbox import RecordedRequest, RunningSandbox, running

__all__ = ["RecordedRequest", "RunningSandbox", "run_sandbox"]


def run_sandbox(
    account: AccountSchema | Path | str | None = None,
    *,
    api_key: str = "sandbox",
    db: Path | str | None = None,
    faults: Sequence[str] = (),
    seed: int = 0,
    contacts: int = 0,
) -> AbstractContextManager[RunningSandbox]:
    """Run a sandbox on a free port of this machine for as long as the block takes.

    account: the schema, or the snapshot file that holds it, by default the built-in bicycle shop; db: the SQLite file
    that keeps the data, by default it is in memory; faults: rules; contacts: how many are made up, with orders, points,
    events and rows; seed: what decides that data, and which requests the faults strike.
    Raises InputError if a file cannot be used or filled, or a rule is none.
    """
    schema = read_snapshot(Path(account)) if isinstance(account, (str, Path)) else account
    return running(schema, api_key, None if db is None else Path(db), faults=faults, seed=seed, contacts=contacts)


try:
    import pytest
except ModuleNotFoundError:  # a program may run a sandbox without it
    pass
else:
    __all__ += ["sandbox"]

    def pytest_configure(config: pytest.Config) -> None:
        """Make the marker known to pytest."""
        config.addinivalue_line(
            "markers", "sandbox(**keywords): the keywords of run_sandbox for the fixture `sandbox`."
        )

    @pytest.fixture
    def sandbox(request: pytest.FixtureRequest) -> Iterator[RunningSandbox]:
        """A new sandbox with its own data, for one test; a test's marker wins over its class's and its module's."""
        keywords: dict[str, Any] = {}
        for mark in reversed(list(request.node.iter_markers("sandbox"))):
            if mark.args:
                raise pytest.UsageError("the marker `sandbox` takes keywords only, those of run_sandbox")
            keywords |= mark.kwargs
        with run_sandbox(**keywords | getattr(request, "param", {})) as running_sandbox:
            yield running_sandbox
