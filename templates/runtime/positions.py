"""Positions of items in the input of a bulk operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast, overload

__all__ = ["Positions"]


class Positions(Sequence[int]):
    """Positions in ascending order, kept as ranges. Equal to every sequence of the same numbers.

    Attributes:
        ranges: The longest runs of consecutive positions.
    """

    __slots__ = ("ranges",)

    def __init__(self, ranges: Iterable[range] = ()) -> None:
        """Combine ascending ranges that do not overlap."""
        merged: list[range] = []
        for found in ranges:
            if merged and found and merged[-1].stop == found.start:
                merged[-1] = range(merged[-1].start, found.stop)
            elif found:
                merged.append(found)
        self.ranges = tuple(merged)

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def __iter__(self) -> Iterator[int]:
        return (position for found in self.ranges for position in found)

    def __contains__(self, value: object) -> bool:
        return any(value in found for found in self.ranges)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Positions):
            return self.ranges == other.ranges
        return list(self) == list(cast("Sequence[object]", other)) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Positions({', '.join(map(repr, self.ranges))})"

    def __str__(self) -> str:
        """Return the positions for a message: `items 3 to 5 and 9`."""
        if not self:
            return "no items"
        shown = [f"{found.start} to {found.stop - 1}" if len(found) > 1 else str(found.start) for found in self.ranges]
        noun = "item" if len(self) == 1 else "items"
        return f"{noun} {', '.join(shown[:-1])}{' and ' if shown[1:] else ''}{shown[-1]}"
