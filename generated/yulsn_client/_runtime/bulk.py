"""Many at once: many items in few requests, and many requests at a time. In: items or ids; out: values, or one error
that says what became of each. What is sent, and how, the caller says.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from itertools import islice
from typing import Any, Generic, TypeVar

from .calls import Call
from .errors import BulkError, GetManyError, YulsnError

__all__ = ["Creation", "Fetching", "Progress"]

T = TypeVar("T")
Progress = Callable[[int, int | None], None]
"""Told after each request how many items are in, and of how many; None where that is not known beforehand."""


class Creation(Generic[T]):
    """A bulk creation under way: which of the items are in."""

    def __init__(self, call: Call[Any], items: object, chunk_size: int, on_progress: Progress | None) -> None:
        """Begin one.

        Raises:
            ValueError: the chunk size is below 1.
            TypeError: the items cannot be gone through.
        """
        if chunk_size < 1:
            raise ValueError(f"chunk_size is {chunk_size}; it is 1 or more")
        if isinstance(items, (str, bytes)) or not isinstance(items, (Iterable, AsyncIterable)):
            raise TypeError(f"{call.name} takes items, not {type(items).__name__}")
        self._call = call
        self._size = chunk_size
        self._total = len(items) if isinstance(items, Sized) else None
        self._on_progress = on_progress
        self._created = 0

    def chunks(self, items: Iterable[T]) -> Iterator[list[T]]:
        """The items, as many at a time as one request takes; one that they fail with ends the creation."""
        iterator = iter(items)
        while True:
            chunk: list[T] = []
            with self._step(chunk, sent=False):
                chunk.extend(islice(iterator, self._size))
            if not chunk:
                return
            yield chunk

    async def chunks_async(self, items: Iterable[T] | AsyncIterable[T]) -> AsyncIterator[list[T]]:
        """The same, for items that may come one by one."""
        if not isinstance(items, AsyncIterable):
            for found in self.chunks(items):
                yield found
            return
        iterator = aiter(items)
        while True:
            chunk: list[T] = []
            with self._step(chunk, sent=False):
                while len(chunk) < self._size:
                    try:
                        chunk.append(await anext(iterator))
                    except StopAsyncIteration:
                        break
            if not chunk:
                return
            yield chunk

    @contextmanager
    def sending(self, chunk: Sequence[T]) -> Generator[None, None, None]:
        """The time in which a chunk is sent; at its end its items are in, or the creation ends."""
        with self._step(chunk, sent=True):
            yield
        self._created += len(chunk)
        with self._step((), sent=False):
            if self._on_progress is not None:
                self._on_progress(self._created, self._total)

    @contextmanager
    def _step(self, chunk: Sequence[T], *, sent: bool) -> Generator[None, None, None]:
        try:
            yield
        except Exception as error:
            unknown = sent and not isinstance(error, ValueError) and _maybe_received(error)
            raise BulkError(self._call.name, range(self._created), chunk, unknown, error) from error


def _maybe_received(error: Exception) -> bool:
    """Whether the server may have acted; of an error that is not the client's nobody knows."""
    return bool(getattr(error, "maybe_received", not isinstance(error, YulsnError)))


class Fetching(Generic[T]):
    """Many objects being read, each id once: which are there, and why others are not."""

    def __init__(self, call: Call[T], ids: Iterable[int], concurrency: int) -> None:
        """Begin one.

        Raises:
            ValueError: the concurrency is below 1.
        """
        if concurrency < 1:
            raise ValueError(f"concurrency is {concurrency}; it is 1 or more")
        self.ids = list(ids)
        self.waiting = list(dict.fromkeys(self.ids))
        self.workers = min(concurrency, len(self.waiting))
        self._call = call
        self._results: dict[int, T] = {}
        self._errors: dict[int, Exception] = {}

    def add(self, key: int, value: T) -> None:
        """Take note of an object."""
        self._results[key] = value

    def fail(self, key: int, error: Exception) -> None:
        """Take note of an error."""
        self._errors[key] = error

    def all(self) -> list[T]:
        """The objects in the order of the ids that were given.

        Raises:
            GetManyError: some could not be read.
        """
        if self._errors:
            results = {key: self._results[key] for key in self.waiting if key in self._results}
            errors = {key: self._errors[key] for key in self.waiting if key in self._errors}
            raise GetManyError(self._call.name, results, errors) from next(iter(errors.values()))
        return [self._results[key] for key in self.ids]
