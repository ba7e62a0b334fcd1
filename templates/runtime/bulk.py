"""Keep track of bulk operations: items created in chunks, and ids fetched concurrently.

The caller sends the requests. On failure, a single exception gives the outcome of every item or id.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator, Sized
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar, cast

from .arguments import check_argument
from .calls import Call
from .concurrency import check_concurrency
from .errors import BulkError, GetManyError, InvalidArgumentError, InvalidBodyError, YulsnError
from .option_checks import check_callback, check_count
from .positions import Positions
from .wire import is_object

__all__ = ["AsyncBulkCreation", "BulkCreation", "BulkFetch", "Chunk", "Progress"]

T = TypeVar("T")
Progress = Callable[[int, int | None], None]
"""Called after each request with the number of items created and the total, or None if the total is unknown."""

_PLACE_IN_CHUNK = re.compile(r"^(list|[\w.]+: the body)\[(\d+)\]")


class Chunk(Generic[T]):
    """Consecutive items that are sent together.

    Attributes:
        start: The position of the first item.
        items: The items. They are appended while the chunk is being read.
        done: How many of the items, from the first, have been created.
        sent: How many of the items after them are in the current request.
        error: Why that request failed, if it did.
    """

    __slots__ = ("error", "items", "progress", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.items: list[T] = []
        # `done` and `sent` in one value, as an interrupt may come between two statements.
        self.progress: tuple[int, int] = (0, 0)
        self.error: BaseException | None = None

    @property
    def done(self) -> int:
        return self.progress[0]

    @property
    def sent(self) -> int:
        return self.progress[1]

    @property
    def stop(self) -> int:
        """The position after the last item."""
        return self.start + len(self.items)

    @property
    def unknown(self) -> range:
        """The positions of the items whose outcome is unknown."""
        first = self.start + self.done
        known = isinstance(self.error, ValueError) or not (self.error is None or _maybe_received(self.error))
        return range(first, first if known else first + self.sent)


class BulkCreation(Generic[T]):
    """A bulk creation in progress: which items have been created. Several threads may send chunks.

    Attributes:
        created: How many items have been created.
    """

    _kinds: ClassVar[tuple[type[Any], ...]] = (Iterable,)

    def __init__(self, name: str, items: object, chunk_size: int, on_progress: Progress | None) -> None:
        """Start a creation.

        Args:
            name: The name of the method, for messages.
            items: The items.
            chunk_size: The number of items per request.
            on_progress: The callback for progress.

        Raises:
            ValueError: If the chunk size is less than 1.
            TypeError: If the items are not iterable, or an option is of another type.
        """
        check_count("chunk_size", chunk_size)
        check_callback("on_progress", on_progress)
        if isinstance(items, (str, bytes)) or is_object(items) or not isinstance(items, self._kinds):
            given = type(items).__name__
            hint = "; AsyncClient takes async iterables" if isinstance(items, AsyncIterable) else ""
            raise TypeError(f"{name} takes an iterable of items, not {given}{hint}")
        self._name = name
        self._size = chunk_size
        self._total = len(items) if isinstance(items, Sized) else None
        self._on_progress = on_progress
        self._lock = Lock()
        self._open: dict[int, Chunk[T]] = {}  # the chunks of which not all items have been created
        self._last = Chunk[T](0)
        self.created = 0

    def chunks(self, items: Iterable[T]) -> Iterator[Chunk[T]]:
        """Yield the items in chunks, one per request."""
        iterator = iter(items)
        while True:
            chunk = self._next_chunk()
            chunk.items.extend(islice(iterator, self._size))
            if not chunk.items:
                return
            yield chunk

    def _next_chunk(self) -> Chunk[T]:
        chunk = self._open[self._last.stop] = Chunk(self._last.stop)
        self._last = chunk
        return chunk

    @contextmanager
    def sending(self, chunk: Chunk[T], count: int | None = None) -> Generator[None, None, None]:
        """Record the outcome of the request that is sent in the `with` block.

        Args:
            chunk: The chunk.
            count: How many of its remaining items the request contains; defaults to all.
        """
        done = chunk.done
        count = len(chunk.items) - done if count is None else count
        chunk.error = None
        chunk.progress = done, count
        try:
            yield
        except InvalidBodyError as error:
            chunk.error = error
            raise _counted_from(chunk.start + done, error) from None
        except BaseException as error:
            chunk.error = error
            raise
        chunk.progress = done + count, 0
        with self._lock:
            self.created += count
            if chunk.done == len(chunk.items):
                del self._open[chunk.start]
            if self._on_progress is not None:
                self._on_progress(self.created, self._total)

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
            raise self._error(error) from error
        except BaseException as interrupt:
            report = self._error(interrupt)
            report.__cause__ = interrupt.__cause__
            interrupt.__cause__ = report
            raise

    def _error(self, error: BaseException) -> BulkError:
        pending = sorted(self._open.values(), key=lambda chunk: chunk.start)
        created, not_created, position = list[range](), list[range](), 0
        for chunk in pending:
            first = chunk.start + chunk.done
            created.append(range(position, first))
            not_created.append(range(max(first, chunk.unknown.stop), chunk.stop))
            position = chunk.stop
        created.append(range(position, self._last.stop))
        not_created.append(range(self._last.stop, self._total or 0))
        return BulkError(
            self._name,
            created=Positions(created),
            unknown=Positions(chunk.unknown for chunk in pending),
            not_created=Positions(not_created),
            items=[item for chunk in pending for item in chunk.items[chunk.done :]],
            error=error,
            total=self._total,
        )


def _counted_from(first: int, error: InvalidBodyError) -> InvalidBodyError:
    """Return the error with its positions counted from the start of the input instead of the chunk.

    Args:
        first: The number of the request's first item.
        error: The exception.
    """

    def counted(place: re.Match[str]) -> str:
        return f"{place[1]}[{int(place[2]) + first}]"

    problems = [_PLACE_IN_CHUNK.sub(counted, problem) for problem in error.problems]
    return InvalidBodyError(problems).with_traceback(error.__traceback__)


def _maybe_received(error: BaseException) -> bool:
    """Return whether the server may have carried out a request; true for exceptions not raised by the client."""
    return bool(getattr(error, "maybe_received", not isinstance(error, YulsnError)))


class AsyncBulkCreation(BulkCreation[T]):
    """A bulk creation whose items may also come from an async iterable."""

    _kinds = (Iterable, AsyncIterable)

    async def chunks_async(self, items: Iterable[T] | AsyncIterable[T]) -> AsyncIterator[Chunk[T]]:
        """Yield the items in chunks, from an iterable or an async iterable."""
        if not isinstance(items, AsyncIterable):
            for found in self.chunks(items):
                yield found
            return
        iterator = aiter(items)
        while True:
            chunk = self._next_chunk()
            while len(chunk.items) < self._size:
                try:
                    chunk.items.append(await anext(iterator))
                except StopAsyncIteration:
                    break
            if not chunk.items:
                return
            yield chunk


class BulkFetch(Generic[T]):
    """Many objects being fetched, each id once: the results and the errors so far."""

    def __init__(self, name: str, call: Call[T], parameter: str, ids: object, concurrency: int) -> None:
        """Start fetching.

        Args:
            name: The name of the method, for messages.
            call: The call that gets one object.
            parameter: The parameter of the call that takes an id.
            ids: The ids.
            concurrency: Maximum number of requests in flight.

        Raises:
            ValueError: If the concurrency is less than 1.
            InvalidArgumentError: If the ids are not iterable, or one of them is of the wrong type.
        """
        kind_of_ids = type(ids).__name__
        if isinstance(ids, (str, bytes, bytearray, memoryview)) or not isinstance(ids, Iterable):
            raise InvalidArgumentError(f"{name}: ids must be an iterable, not {kind_of_ids}")
        check_concurrency(concurrency)
        kind = call.parameters.get(parameter, Any)
        given = cast("Iterable[object]", ids)
        self.ids: list[Any] = [check_argument(name, f"ids[{at}]", kind, one) for at, one in enumerate(given)]
        self.pending = list(dict.fromkeys(self.ids))
        self.workers = min(concurrency, len(self.pending))
        self.name = name
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
            raise GetManyError(self.name, results, errors) from next(iter(errors.values()))
        return [self._results[key] for key in self.ids]
