"""What a test sees and changes of a sandbox while it runs: its faults, its account, and the requests that came."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from ...account.schema import AccountSchema
from ..accounts import change
from ..faults.plan import Fault, Plan
from ..store import Store

MOST_REQUESTS = 10_000  # that are remembered


@dataclass(frozen=True)
class RecordedRequest:
    """A request that came, and what became of it.

    path: decoded, without the query; query: as it was sent; status: of the answer that was begun, None for none;
    faults: the rules that struck it.
    """

    method: str
    path: str
    query: str
    status: int | None
    faults: tuple[str, ...] = ()


class Controls:
    """One sandbox's; safe to use from any thread."""

    def __init__(self, store: Store, account: AccountSchema, faults: Sequence[Fault], seed: int) -> None:
        self.plan = Plan(faults, seed)
        self._store = store
        self._account = account
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=MOST_REQUESTS)

    @property
    def account(self) -> AccountSchema:
        """The account as it is served now; it does not change within a transaction of the store."""
        return self._account

    def change_account(self, account: AccountSchema) -> None:
        """Serve another account schema from now on, with the data that there is."""
        with self._store.transaction(write=True):
            change(self._store, self._account, account)
            self._account = account

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest `MOST_REQUESTS` requests, in the order in which they were answered."""
        with self._lock:
            return list(self._requests)

    def record(self, request: RecordedRequest) -> None:
        """Remember a request."""
        with self._lock:
            self._requests.append(request)

    def clear_requests(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._requests.clear()
