"""The base of all generated models, and of their enums.

A model is a `msgspec.Struct` that names its properties in Python's way and knows their names on the wire. What an
answer holds beyond its model is in `extra`; a property of a write model that is `UNSET` is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from msgspec import UNSET, Struct, UnsetType, field

from .decoding import decode
from .drift_detection import unknown_members
from .encoding import encode, plain, text
from .lenient import fit
from .wire import extra_of, is_object, set_extra, stand_in, wire_name

__all__ = [
    "RESERVED",
    "UNSET",
    "Model",
    "OpenIntEnum",
    "UnsetType",
    "decode",
    "encode",
    "field",
    "stand_in",
    "wire_name",
]


class Model(Struct, kw_only=True, forbid_unknown_fields=True, dict=True):
    """An object of the API.

    The constructor takes properties by their Python names and checks nothing: a type checker does, and so does the
    client before it sends a body. `from_json` and `from_dict` never refuse an object: what does not fit its type is
    kept as it came, and what the model does not know is in `extra`.
    """

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {}
    """Allowed values by Python name. In a model that is written: of properties with too many for a `Literal`, which
    are checked before they are sent. In one that is read: of all that have any; others are kept, and told as drift."""

    _listed_: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Where the account schema has the allowed values, by Python name, of properties whose list is a long one."""

    _account_: ClassVar[tuple[str, ...]] = ()
    """Python names, in a model that is read, of the account's own fields: an answer always holds them all."""

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """The object that a JSON text holds, by wire names.

        Raises:
            DecodeError: the text is no JSON, or no object.
        """
        return decode(cls, data)

    def to_json(self) -> bytes:
        """The object as JSON text by wire names, with `extra` and without what is UNSET; decimals are exact."""
        return text(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The object that a dict by wire names holds: plain JSON values, or values of the properties' own types.

        Raises:
            TypeError: it is no mapping.
        """
        if not is_object(data):
            raise TypeError(f"from_dict takes a mapping, not {type(data).__name__}")
        result: Self = fit(cls, data)
        return result

    def to_dict(self) -> dict[str, Any]:
        """The object as a dict by wire names, with `extra` and without what is UNSET.

        The values are those of its JSON: an ISO 8601 text for a date-time, base64 text for bytes, the number of an
        enum; only decimals stay `Decimal`, which JSON of the standard library would round. `from_dict` undoes it.
        """
        result: dict[str, Any] = plain(self)
        return result

    @property
    def extra(self) -> Mapping[str, Any]:
        """Properties of the response that the model does not know, by wire name, read-only."""
        return MappingProxyType(extra_of(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        return super().__eq__(other) and extra_of(self) == extra_of(other)

    def __copy__(self) -> Self:
        return _rebuild(type(self), self._values(), extra_of(self))

    def __replace__(self, /, **changes: Any) -> Self:
        return _rebuild(type(self), {**self._values(), **changes}, extra_of(self))

    def __reduce__(self) -> tuple[Callable[..., Model], tuple[Any, ...]]:
        return _rebuild, (type(self), self._values(), extra_of(self))

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        shown = [
            (name, "…" if value and "password" in name else value)
            for name, value in self._values().items()
            if value is not UNSET
        ]
        return [*shown, ("extra", extra_of(self))] if extra_of(self) else shown

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}

    if not TYPE_CHECKING:  # A type checker that saw it would let any attribute be set.

        def __setattr__(self, name: str, value: object) -> None:
            """Refuse a name that is no property: a slip of the pen would otherwise be kept and never sent."""
            if name not in self.__struct_fields__:
                raise AttributeError(f"{type(self).__name__} has no property {name!r} to set")
            super().__setattr__(name, value)


M = TypeVar("M", bound=Model)


def _rebuild(kind: type[M], values: Mapping[str, Any], extra: Mapping[str, Any]) -> M:
    model = kind(**values)
    set_extra(model, extra)
    return model


RESERVED = frozenset(name for name in dir(Model) if not name.startswith("__"))
"""Names that a property of a generated model cannot have in Python, because the base class uses them."""


class OpenIntEnum(IntEnum):
    """An enum that new members may join without notice.

    A number that it does not know becomes a member named `UNKNOWN_<number>`, which equals that number; such
    members are made anew each time, so compare them with `==`. A member's name, in any case and with or without
    underscores, finds the member: readers of this API take names as well as numbers.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str):
            wanted = value.replace("_", "").casefold()
            return next((member for member in cls if member.name.replace("_", "").casefold() == wanted), None)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        met = unknown_members.get()
        if met is not None:
            met.append(member)
        return member
