"""Control a running sandbox: its faults, its account, and the requests it received."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...account.schema import AccountSchema
from ...text.errors import InputError, Problem
from ..faults.plan import Fault, FaultPlan
from ..migration import change_account, known_account
from ..store import Store

MAX_REQUESTS = 10_000  # requests kept
_MAX_SNAPSHOTS = 20


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the sandbox received.

    Attributes:
        path: The path, decoded and without the query.
        query: The query as it was sent.
        status: The status of the response that was started; None if there was none.
        faults: The rules of the faults that hit it.
    """

    method: str
    path: str
    query: str
    status: int | None
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return a line for a log, without the values in the query, which may be personal data."""
        names = "&".join(f"{pair.partition('=')[0]}=…" for pair in self.query.split("&") if pair)
        target = f"{self.path}?{names}" if names else self.path
        hit = f" (fault: {', '.join(self.faults)})" if self.faults else ""
        return f"{self.method} {target} {self.status or 'dropped'}{hit}"


class Controls:
    """The controls of one sandbox. Thread-safe."""

    def __init__(self, store: Store, account: AccountSchema, faults: Sequence[Fault], seed: int) -> None:
        self.plan = FaultPlan(faults, seed)
        self._store = store
        self._account = account
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=MAX_REQUESTS)
        self._snapshots: dict[str, sqlite3.Connection] = {}
        self._initial: sqlite3.Connection | None = None
        self.on_request: Callable[[RecordedRequest], None] = lambda _: None

    @property
    def account(self) -> AccountSchema:
        """The current account schema; it does not change during a transaction of the store."""
        return self._account

    def change_account(self, account: AccountSchema) -> None:
        """Serve another account schema from now on, with the existing data."""
        with self._store.transaction(write=True):
            self.adopt(account)

    def adopt(self, account: AccountSchema) -> None:
        """Serve another account schema from now on, within a write transaction of the store."""
        change_account(self._store, self._account, account)
        self._account = account

    def keep_initial(self) -> None:
        """Keep the present data and account for `reset`."""
        self._initial = self._store.copy()

    def reset(self) -> None:
        """Return to the initial data, account and faults, and forget all requests. Snapshots remain."""
        assert self._initial is not None
        self._replace(self._initial)
        self.plan.reset()
        self.clear_requests()

    @property
    def snapshots(self) -> list[str]:
        """The names of the snapshots, in the order in which they were first saved."""
        with self._lock:
            return list(self._snapshots)

    def save(self, name: str) -> None:
        """Save the data and the account under a name.

        Raises:
            InputError: There are too many snapshots.
        """
        copy = self._store.copy()
        with self._lock:
            if len(self._snapshots) >= _MAX_SNAPSHOTS and name not in self._snapshots:
                raise InputError(Problem("", f"there are {_MAX_SNAPSHOTS} snapshots already", "Delete one first."))
            self._snapshots[name] = copy

    def restore(self, name: str) -> bool:
        """Return to the data and the account of a snapshot; return whether there is one of this name."""
        with self._lock:
            copy = self._snapshots.get(name)
        if copy is None:
            return False
        self._replace(copy)
        return True

    def forget(self, name: str) -> bool:
        """Delete a snapshot; return whether there was one of this name."""
        with self._lock:
            return self._snapshots.pop(name, None) is not None

    def _replace(self, copy: sqlite3.Connection) -> None:
        with self._store.replaced(copy):
            account = known_account(self._store)
            assert account is not None
            self._account = account

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest `MAX_REQUESTS` requests, in the order of their responses."""
        with self._lock:
            return list(self._requests)

    def record(self, request: RecordedRequest) -> None:
        """Record a request."""
        with self._lock:
            self._requests.append(request)
        self.on_request(request)

    def clear_requests(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._requests.clear()
