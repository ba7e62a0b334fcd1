"""What belongs to one process, such as connections and locks: a fork does not share it, and it is not pickled.

A fork copies everything: both processes would write to the same sockets and read each other's responses, and a lock
that another thread holds at that moment stays locked in the child forever.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Generic, NoReturn, SupportsIndex, TypeVar

__all__ = ["NotCopied", "PerProcess"]

T = TypeVar("T")


class _Process:
    """Identifies the running process. Its process id would be ambiguous, as the system reuses them."""

    current: object = object()

    @classmethod
    def renew(cls) -> None:
        cls.current = object()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_Process.renew)


class NotCopied:
    """Raises TypeError when it, or an object that has it, is pickled, or when it is copied."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(
            "a client cannot be pickled or copied, because it holds connections and the API key; create one in each "
            "process, and use with_options() for other options"
        )


class PerProcess(Generic[T]):
    """A value that each process creates for itself when it first needs it. Thread-safe, and without a lock."""

    def __init__(self, create: Callable[[], T], discard: Callable[[T], None] | None = None) -> None:
        """Define the value.

        Args:
            create: Returns a new value. If several threads call it at once, one of their values is used.
            discard: Releases a value that was inherited from the parent process. Without it, the value is kept alive,
                so that no finalizer interferes with the parent.
        """
        self._create = create
        self._discard = discard
        self._values: dict[object, T] = {}

    def get(self) -> T:
        """Return this process's value, and create it if this is the first use."""
        value = self._values.get(_Process.current)
        return self._enter() if value is None else value

    def peek(self) -> T | None:
        """Return this process's value, or None if it has not been used in this process."""
        return self._values.get(_Process.current)

    @property
    def is_inherited(self) -> bool:
        """Whether a parent process has used the value, and this one has not."""
        return bool(self._values) and _Process.current not in self._values

    def _enter(self) -> T:
        value = self._values.setdefault(_Process.current, self._create())
        if self._discard is not None:
            for process in [other for other in list(self._values) if other is not _Process.current]:
                inherited = self._values.pop(process, None)
                if inherited is not None:
                    self._discard(inherited)
        return value
