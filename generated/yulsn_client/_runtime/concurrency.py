"""Do work for many items with a bounded number of items in progress, in threads or in tasks.

When the work for an item fails, no further item is taken, and the ones in progress are finished, so that the outcome of
each is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar, cast

from .option_checks import check_count

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future

__all__ = ["check_concurrency", "for_each", "for_each_async", "in_order", "in_order_async"]

T = TypeVar("T")
U = TypeVar("U")
_END = object()
_MOST_WORKERS = 10_000


def check_concurrency(concurrency: object) -> None:
    """Check a maximum number of items in progress.

    Raises:
        TypeError: If it is not an integer.
        ValueError: If it is less than 1, or so large that threads or tasks would exhaust memory.
    """
    check_count("concurrency", concurrency, most=_MOST_WORKERS)


def for_each(work: Callable[[T], object], items: Iterable[T], workers: int, name: str) -> None:
    """Do the work for each item. The items are iterated over in the calling thread.

    Args:
        work: What to do with an item.
        items: The items.
        workers: Maximum number of items in progress; with 1, no thread is started.
        name: Prefix of the threads' names.

    Raises:
        BaseException: What the work for an item raised first.
    """
    if workers <= 1:
        for item in items:
            work(item)
        return
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    running: set[Future[object]] = set()
    with ThreadPoolExecutor(workers, thread_name_prefix=name) as pool:
        for item in items:
            running.add(pool.submit(work, item))
            is_full = len(running) == workers
            done, running = wait(running, None if is_full else 0, FIRST_COMPLETED)
            for future in done:
                future.result()
        for future in running:
            future.result()


async def for_each_async(
    work: Callable[[T], Awaitable[object]], items: Iterable[T] | AsyncIterator[T], workers: int
) -> None:
    """Do the work for each item; the asynchronous form of `for_each`. A cancellation ends the work in progress."""
    from asyncio import Lock, gather

    taking, failures = Lock(), list[BaseException]()
    ready = None if isinstance(items, AsyncIterator) else iter(items)

    async def take() -> T | object:
        async with taking:
            return _END if failures else await anext(cast("AsyncIterator[T]", items), _END)

    async def process() -> None:
        try:
            while not failures:
                item = await take() if ready is None else next(ready, _END)
                if item is _END:
                    return
                await work(cast("T", item))
        except BaseException as error:
            failures.append(error)
            raise

    if workers <= 1:
        await process()
        return
    await gather(*(process() for _ in range(workers)), return_exceptions=True)
    if failures:
        raise failures[0]


def in_order(work: Callable[[T], U], items: Iterable[T], workers: int, name: str) -> Iterator[U]:
    """Yield what the work for each item returns, in the order of the items, working ahead of the consumer."""
    if workers <= 1:
        yield from map(work, items)
        return
    from concurrent.futures import ThreadPoolExecutor

    running: deque[Future[U]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix=name) as pool:
        try:
            for item in items:
                running.append(pool.submit(work, item))
                if len(running) == workers:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()


async def in_order_async(
    work: Callable[[T], Awaitable[U]], items: Iterable[T], workers: int
) -> AsyncGenerator[U, None]:
    """Yield what the work for each item returns; the asynchronous form of `in_order`."""
    from asyncio import ensure_future, gather

    async def result(item: T) -> U:
        return await work(item)

    running: deque[Task[U]] = deque()
    try:
        for item in items:
            running.append(ensure_future(result(item)))
            if len(running) == workers:
                yield await running.popleft()
        while running:
            yield await running.popleft()
    finally:
        for task in running:
            task.cancel()
        await gather(*running, return_exceptions=True)
