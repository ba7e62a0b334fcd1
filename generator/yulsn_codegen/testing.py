"""Test a program that uses a Yulsn client against a sandbox, also as a pytest fixture.

Run a sandbox for as long as a block takes:

    with run_sandbox(faults=["status=503 GET 2x"]) as sandbox:
        client = Client(sandbox.api_key, base_url=sandbox.base_url)

With `pytest_plugins = ["yulsn_codegen.testing"]` in the top-level `conftest.py`, every test that takes the fixture
`sandbox` gets a new one. It serves the built-in account; the fixture of a generated package (`acme_crm.testing`) serves
the account of that package. The marker `sandbox(...)`, or an indirect parameter that is a dict, passes keywords to
`run_sandbox`. Relative paths in them start at pytest's root directory. Only the fixture needs pytest.

PYTEST_DONT_REWRITE: there is no assertion to rewrite here, and `conftest.py` may have imported the module already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from .account.schema import AccountSchema
from .account.snapshot import parse_snapshot, read_snapshot
from .description.document import load
from .description.overlay import apply_overlays, read_overlays
from .sandbox import RecordedRequest, RunningSandbox, running

__all__ = ["RecordedRequest", "RunningSandbox", "run_sandbox"]


def run_sandbox(
    account: AccountSchema | Mapping[str, object] | Path | str | None = None,
    *,
    api_key: str = "sandbox",
    account_id: int = 1,
    db: Path | str | None = None,
    faults: Sequence[str] = (),
    seed: int = 0,
    contacts: int = 0,
    strict: bool = False,
    overlays: Sequence[Path | str] = (),
    export_delay: float = 0.0,
) -> AbstractContextManager[RunningSandbox]:
    """Run a sandbox on a free port of this machine while the `with` block runs.

    Args:
        account: The schema, a snapshot with it, or the file of a snapshot; by default the built-in bicycle shop.
        api_key: The key that requests must carry.
        account_id: The account's number, which paths of version 2 contain.
        db: An SQLite file to keep the data in; by default it is kept in memory.
        faults: Rules for what goes wrong, as for `--fault`.
        seed: Decides the made-up data, and which requests the faults hit.
        contacts: How many contacts to make up, with orders, points, events and table rows.
        strict: Refuse with 400 what the API ignores, such as a query time that it cannot read.
        overlays: Overlay files that correct the description.
        export_delay: Seconds until a bulk export is ready.

    Raises:
        InputError: A file cannot be read or filled, a rule is invalid, or an overlay cannot be applied.
        UnsafeError: An overlay changes something that it must not change.
    """
    schema = account if isinstance(account, AccountSchema) or account is None else _schema(account)
    file = None if db is None else Path(db)
    corrections = read_overlays([Path(overlay) for overlay in overlays])
    description = apply_overlays(load(), corrections)[0] if corrections else None
    return running(
        schema,
        api_key,
        file,
        account_id=account_id,
        faults=faults,
        seed=seed,
        contacts=contacts,
        strict=strict,
        description=description,
        export_delay=export_delay,
    )


def _schema(account: Mapping[str, object] | Path | str) -> AccountSchema:
    if isinstance(account, (str, Path)):
        return read_snapshot(Path(account))
    return parse_snapshot(account, "account")


try:
    import pytest
except ModuleNotFoundError:  # run_sandbox works without pytest
    pass
else:
    __all__ += ["sandbox", "sandbox_fixture"]

    def pytest_configure(config: pytest.Config) -> None:
        """Register the marker."""
        config.addinivalue_line(
            "markers", "sandbox(**keywords): pass keywords to run_sandbox for the fixture `sandbox`."
        )

    def sandbox_fixture(**defaults: Any) -> Callable[..., Iterator[RunningSandbox]]:
        """Return a fixture `sandbox` with other defaults.

        Args:
            defaults: Keywords of `run_sandbox` that apply unless a test passes others.
        """

        @pytest.fixture(name="sandbox")
        def fixture(request: pytest.FixtureRequest) -> Iterator[RunningSandbox]:
            """Run a new sandbox for one test; a marker on the test overrides those on its class and its module."""
            keywords = defaults | _marked(request) | getattr(request, "param", {})
            with run_sandbox(**_rooted(keywords, request.config.rootpath)) as running_sandbox:
                yield running_sandbox

        return fixture

    def _marked(request: pytest.FixtureRequest) -> dict[str, Any]:
        keywords: dict[str, Any] = {}
        for mark in reversed(list(request.node.iter_markers("sandbox"))):
            if mark.args:
                raise pytest.UsageError("the marker `sandbox` takes only keywords, those of run_sandbox")
            keywords |= mark.kwargs
        return keywords

    def _rooted(keywords: dict[str, Any], root: Path) -> dict[str, Any]:
        """Return keywords with the paths in them relative to a folder, wherever pytest was started."""
        paths = {
            name: root / keywords[name] for name in ("account", "db") if isinstance(keywords.get(name), (str, Path))
        }
        return keywords | paths | {"overlays": [root / overlay for overlay in keywords.get("overlays", ())]}

    sandbox = sandbox_fixture()
