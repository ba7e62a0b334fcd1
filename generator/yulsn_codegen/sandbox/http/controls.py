"""Control a running sandbox: its faults, its account, and the requests it received."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from ...account.schema import AccountSchema
from ..faults.plan import Fault, FaultPlan
from ..migration import change_account
from ..store import Store

MAX_REQUESTS = 10_000  # requests kept


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


class Controls:
    """The controls of one sandbox. Thread-safe."""

    def __init__(self, store: Store, account: AccountSchema, faults: Sequence[Fault], seed: int) -> None:
        self.plan = FaultPlan(faults, seed)
        self._store = store
        self._account = account
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=MAX_REQUESTS)

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

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest `MAX_REQUESTS` requests, in the order of their responses."""
        with self._lock:
            return list(self._requests)

    def record(self, request: RecordedRequest) -> None:
        """Record a request."""
        with self._lock:
            self._requests.append(request)

    def clear_requests(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._requests.clear()
