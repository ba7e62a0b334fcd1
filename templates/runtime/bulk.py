"""Keep track of bulk operations: items created in chunks, and ids fetched concurrently.

The caller sends the requests. On failure, a single exception gives the outcome of every item or id.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar, cast

from .arguments import check_argument
from .calls import Call
from .errors import BulkError, GetManyError, InvalidArgumentError, InvalidBodyError, YulsnError

__all__ = ["BulkCreation", "BulkFetch", "Progress"]

T = TypeVar("T")
Progress = Callable[[int, int | None], None]
"""Called after each request with the number of items created and the total, or None if the total is unknown."""

_PLACE_IN_CHUNK = re.compile(r"^(list|[\w.]+: the body)\[(\d+)\]")


class BulkCreation(Generic[T]):
    """A bulk creation in progress: which items have been created."""

    def __init__(self, call: Call[Any], items: object, chunk_size: int, on_progress: Progress | None) -> None:
        """Start a creation.

        Raises:
            ValueError: If the chunk size is less than 1.
            TypeError: If the items are not iterable.
        """
        if chunk_size < 1:
            raise ValueError(f"chunk_size must be at least 1, not {chunk_size}")
        if isinstance(items, (str, bytes)) or not isinstance(items, (Iterable, AsyncIterable)):
            raise TypeError(f"{call.name} takes an iterable of items, not {type(items).__name__}")
        self._call = call
        self._size = chunk_size
        self._total = len(items) if isinstance(items, Sized) else None
        self._on_progress = on_progress
        # Replaced as a whole, so that an interrupt between two statements finds a consistent state.
        self._state: _State[T] = _State(0, (), sent=False)

    def chunks(self, items: Iterable[T]) -> Iterator[list[T]]:
        """Yield the items in chunks, one per request."""
        iterator = iter(items)
        while True:
            chunk = self._next_chunk()
            chunk.extend(islice(iterator, self._size))
            if not chunk:
                return
            yield chunk

    async def chunks_async(self, items: Iterable[T] | AsyncIterable[T]) -> AsyncIterator[list[T]]:
        """Yield the items in chunks, from an iterable or an async iterable."""
        if not isinstance(items, AsyncIterable):
            for found in self.chunks(items):
                yield found
            return
        iterator = aiter(items)
        while True:
            chunk = self._next_chunk()
            while len(chunk) < self._size:
                try:
                    chunk.append(await anext(iterator))
                except StopAsyncIteration:
                    break
            if not chunk:
                return
            yield chunk

    def _next_chunk(self) -> list[T]:
        chunk: list[T] = []
        self._state = _State(self._state.created, chunk, sent=False)
        return chunk

    @contextmanager
    def sending(self, chunk: Sequence[T]) -> Generator[None, None, None]:
        """Record the outcome of the request that sends a chunk in the `with` block."""
        created = self._state.created
        self._state = _State(created, chunk, sent=True)
        yield
        created += len(chunk)
        self._state = _State(created, (), sent=False)
        if self._on_progress is not None:
            self._on_progress(created, self._total)

    @contextmanager
    def reporting(self) -> Generator[None, None, None]:
        """Report the outcome of every item if the `with` block, which reads and sends all items, ends early.

        Raises:
            BulkError: If the block raises an exception.
            BaseException: An interrupt or a cancellation itself, with the `BulkError` as its cause, because code
                around the call, such as `asyncio.timeout`, depends on it.
        """
        try:
            yield
        except Exception as error:
            failure = _counted_from(self._state.created, error)
            raise self._error(failure) from failure
        except BaseException as interrupt:
            report = self._error(interrupt)
            report.__cause__ = interrupt.__cause__
            interrupt.__cause__ = report
            raise

    def _error(self, error: BaseException) -> BulkError:
        state = self._state
        unknown = state.sent and not isinstance(error, ValueError) and _maybe_received(error)
        return BulkError(self._call.name, range(state.created), state.chunk, unknown, error, self._total)


@dataclass(frozen=True, slots=True)
class _State(Generic[T]):
    """How far a creation has come.

    Attributes:
        created: How many items have been created.
        chunk: The items after them that have been read.
        sent: Whether the request that creates the chunk has been started.
    """

    created: int
    chunk: Sequence[T]
    sent: bool


def _counted_from(first: int, error: Exception) -> Exception:
    """Return the error with its positions counted from the start of the input instead of the chunk.

    Args:
        first: The number of the chunk's first item.
        error: The exception. Only that of an invalid body has positions.
    """
    if not isinstance(error, InvalidBodyError):
        return error

    def counted(place: re.Match[str]) -> str:
        return f"{place[1]}[{int(place[2]) + first}]"

    problems = [_PLACE_IN_CHUNK.sub(counted, problem) for problem in error.problems]
    return InvalidBodyError(problems).with_traceback(error.__traceback__)


def _maybe_received(error: BaseException) -> bool:
    """Return whether the server may have carried out a request; true for exceptions not raised by the client."""
    return bool(getattr(error, "maybe_received", not isinstance(error, YulsnError)))


class BulkFetch(Generic[T]):
    """Many objects being fetched, each id once: the results and the errors so far."""

    def __init__(self, call: Call[T], parameter: str, ids: object, concurrency: int) -> None:
        """Start fetching.

        Raises:
            ValueError: If the concurrency is less than 1.
            InvalidArgumentError: If the ids are not iterable, or one of them is of the wrong type.
        """
        if isinstance(ids, (str, bytes)) or not isinstance(ids, Iterable):
            raise InvalidArgumentError(f"{call.name}: ids must be an iterable, not {type(ids).__name__}")
        if concurrency < 1:
            raise ValueError(f"concurrency must be at least 1, not {concurrency}")
        kind = call.parameters.get(parameter, Any)
        given = cast("Iterable[object]", ids)
        self.ids: list[Any] = [check_argument(call.name, f"ids[{at}]", kind, one) for at, one in enumerate(given)]
        self.pending = list(dict.fromkeys(self.ids))
        self.workers = min(concurrency, len(self.pending))
        self._call = call
        self._results: dict[int, T] = {}
        self._errors: dict[int, Exception] = {}

    def add(self, key: int, value: T) -> None:
        """Record an object."""
        self._results[key] = value

    def fail(self, key: int, error: Exception) -> None:
        """Record an exception."""
        self._errors[key] = error

    def all(self) -> list[T]:
        """Return the objects in the order of the ids.

        Raises:
            GetManyError: If some could not be fetched.
        """
        if self._errors:
            results = {key: self._results[key] for key in self.pending if key in self._results}
            errors = {key: self._errors[key] for key in self.pending if key in self._errors}
            raise GetManyError(self._call.name, results, errors) from next(iter(errors.values()))
        return [self._results[key] for key in self.ids]
