"""The exceptions for work on many objects that failed in part; `errors` shows the whole tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .client_errors import YulsnError
from .http_policy import causes

if TYPE_CHECKING:
    from .positions import Positions
    from .sync_report import SyncReport

__all__ = ["BulkError", "GetManyError", "SyncError"]

R = TypeVar("R")
_MOST_SHOWN = 3


class BulkError(YulsnError):
    """A bulk creation ended early. Items are numbered from 0, in the order in which they were passed.

    `created`, `unknown` and `not_created` together cover all items. If the iterable has no length, they cover the items
    that were taken from it; the others are still in the iterable.

    An interrupt or a cancellation is raised unchanged, with the `BulkError` as its `__cause__`; see `of`.

    Attributes:
        created: The items that were created, or, by `upsert_many`, created or updated.
        unknown: The items whose outcome is unknown, because the response was lost or was a 5xx, or because the request
            was interrupted. Look them up before you create them again.
        not_created: The items that were rejected or not sent.
        items: The items that were taken from the iterable and may not have been created: the unknown ones and the ones
            that were not created, in their order.
        total: The number of items, or None if the iterable has no length.
        error: The cause, also available as `__cause__` unless it is an interrupt or a cancellation. If it is not a
            `YulsnError`, it comes from the iterable or from `on_progress`. Positions in it, such as
            `list[1203].name`, count from the first item of the whole input.
    """

    def __init__(
        self,
        call: str,
        *,
        created: Positions,
        unknown: Positions,
        not_created: Positions,
        items: Sequence[Any],
        error: BaseException,
        total: int | None = None,
    ) -> None:
        self.call = call
        self.created = created
        self.unknown = unknown
        self.not_created = not_created
        self.items = tuple(items)
        self.total = total
        self.error = error
        outcome = [f"{_counted(len(created))} created"]
        if unknown:
            outcome.append(f"the outcome of {unknown} is unknown")
        if not_created:
            outcome.append(f"{not_created} not created")
        verb = "failed" if isinstance(error, Exception) else "was interrupted"
        super().__init__(f"{call} {verb}: {', '.join(outcome)}: {str(error) or type(error).__name__}")

    @staticmethod
    def of(error: BaseException) -> BulkError | None:
        """Return the `BulkError` among an exception and its causes, such as those of a `KeyboardInterrupt`."""
        return next((cause for cause in causes(error) if isinstance(cause, BulkError)), None)


def _counted(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


class GetManyError(YulsnError):
    """Some objects could not be fetched. The others are in `results`.

    Attributes:
        results: The objects by id, in the order of the ids that were passed.
        errors: The exceptions by id, in the same order; the first is also the `__cause__`.
    """

    def __init__(self, call: str, results: Mapping[int, Any], errors: Mapping[int, Exception]) -> None:
        self.call = call
        self.results = dict(results)
        self.errors = dict(errors)
        shown = "; ".join(f"{key}: {error}" for key, error in list(self.errors.items())[:_MOST_SHOWN])
        more = f"; and {len(errors) - _MOST_SHOWN} more" if len(errors) > _MOST_SHOWN else ""
        super().__init__(f"{call} failed for {len(errors)} of {len(results) + len(errors)} ids: {shown}{more}")

    def results_as(self, model: type[R]) -> dict[int, R]:
        """Return `results` with the type of the objects, which type checkers cannot infer in an `except` clause.

        Args:
            model: The model of the objects.

        Raises:
            TypeError: If an object is of another type.
        """
        for value in self.results.values():
            if not isinstance(value, model):
                raise TypeError(f"{self.call} returned objects of {type(value).__name__}, not of {model.__name__}")
        return dict(self.results)


class SyncError(YulsnError):
    """A local copy could not be brought up to date.

    Attributes:
        report: What was done and what failed, or None if the file cannot be used.
    """

    def __init__(self, message: str, report: SyncReport | None = None) -> None:
        super().__init__(message)
        self.report = report
