"""The base classes of the generated models and enums.

A model is a `msgspec.Struct` with snake_case attributes whose encoded names are the wire names. Properties of a
response that the model does not declare are in `extra`. In a write model, properties that are `UNSET` are not sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from msgspec import UNSET, Struct, UnsetType, field

from .conversion import from_mapping, to_mapping
from .date_times import AwareDatetime, UtcDatetime
from .dates import DateOnly
from .decoding import decode
from .drift_detection import unknown_members
from .encoding import encode, plain, text
from .wire import EXTRA, encoded_name, extra_of, extra_without, is_object, set_extra, wire_name

__all__ = [
    "RESERVED",
    "UNSET",
    "AwareDatetime",
    "DateOnly",
    "Model",
    "OpenIntEnum",
    "UnsetType",
    "UtcDatetime",
    "decode",
    "encode",
    "encoded_name",
    "field",
    "wire_name",
]


class _DataclassFields:
    """Describes models as dataclasses, with the fields created on first use.

    An object has only the fields that are set, so that `dataclasses.asdict` leaves out the others.
    """

    def __get__(self, instance: object, owner: type[Struct]) -> dict[str, Any]:
        fields = _dataclass_fields(owner)
        if instance is None:
            return fields
        return {name: one for name, one in fields.items() if getattr(instance, name) is not UNSET}


@cache
def _dataclass_fields(model: type[Struct]) -> dict[str, Any]:
    from dataclasses import fields, make_dataclass

    return {one.name: one for one in fields(make_dataclass(model.__name__, model.__struct_fields__))}


class Model(Struct, kw_only=True, forbid_unknown_fields=True, dict=True):
    """An object of the API.

    The constructor takes properties by their Python names and validates nothing: use a type checker. The client
    validates bodies before sending them, and `from_dict` validates its argument. `from_json` accepts any object, as
    decoding a response does: values that do not fit their type are kept unchanged, and properties that the model does
    not declare are in `extra`. Date-times are rounded to microseconds, although the API has seven decimals.
    """

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {}
    """Allowed values by Python name. A write model lists those of properties with too many values for a `Literal`;
    they are validated before sending. A read model lists all; other values are kept, and reported as drift."""

    _listed_: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """By Python name, the path of the allowed values in the account schema, for properties with very many."""

    _account_: ClassVar[tuple[str, ...]] = ()
    """In a read model, the Python names of the account's own fields. A response always contains all of them."""

    _owner_: ClassVar[tuple[str, ...]] = ()
    """Where the account schema has the account's own fields of the model: `("owners", "Contacts")`."""

    if not TYPE_CHECKING:
        # Makes `dataclasses.asdict` and `pandas.DataFrame` accept models, and FastAPI read them from the body.
        __dataclass_fields__ = _DataclassFields()
        __dataclass_params__ = SimpleNamespace(repr=False)  # which pprint reads

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Decode a JSON object with wire names.

        Raises:
            DecodeError: If the text is not JSON, or not an object.
        """
        return decode(cls, data)

    def to_json(self) -> bytes:
        """Encode the object as JSON text with wire names, including `extra` and without UNSET properties.

        Decimals are exact.
        """
        return text(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, lax: bool = False, allow_extra: bool = False) -> Self:
        """Create an object from a mapping with Python or wire names, and validate it.

        Args:
            data: Values of the properties' types, or of JSON: ISO 8601 text for a date-time, the number of an enum.
            lax: Convert text such as the cells of a CSV file: numbers, booleans (true, yes, on, 1), dates (UTC if they
                have no offset), and the names of enum members. An empty cell is left out, or None where that is not
                possible.
            allow_extra: Keep properties that the model does not know in `extra`; they are sent, too. Models that are
                only received always keep them; in others they are an error by default.

        Raises:
            TypeError: If `data` is not a mapping.
            ValidationError: If values do not fit.
        """
        if not is_object(data):
            raise TypeError(f"from_dict takes a mapping, not {type(data).__name__}")
        result: Self = from_mapping(cls, data, lax, allow_extra)
        return result

    def to_dict(self, *, by: Literal["wire", "python"] = "wire") -> dict[str, Any]:
        """Return the object as a dict, including `extra` and without UNSET properties. `from_dict` is the inverse.

        Args:
            by: With `wire`, the keys are wire names and the values are those of JSON: ISO 8601 text for a date-time,
                base64 text for bytes, the number of an enum. Decimals are kept, because a JSON float would round them.
                With `python`, the keys are attribute names and the values are unchanged, as with `dataclasses.asdict`.

        Raises:
            ValueError: `by` is neither.
        """
        if by not in ("wire", "python"):
            raise ValueError(f"by must be 'wire' or 'python', not {by!r}")
        result: dict[str, Any] = to_mapping(self) if by == "python" else plain(self)
        return result

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from .pydantic_support import core_schema_of

        return core_schema_of(cls, handler)

    @property
    def extra(self) -> Mapping[str, Any]:
        """The properties of the response that the model does not declare, by wire name. Read-only.

        A declared date-time that was received without its UTC offset is here as well, as the text that was received.
        Until the property is changed, `to_json` and `to_dict` return this text.
        """
        return MappingProxyType(extra_of(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        return super().__eq__(other) and extra_of(self) == extra_of(other)

    def __copy__(self) -> Self:
        return _rebuild(type(self), self._values(), extra_of(self))

    def __replace__(self, /, **changes: Any) -> Self:
        return _rebuild(type(self), {**self._values(), **changes}, extra_without(self, changes))

    def __reduce__(self) -> tuple[Callable[..., Model], tuple[Any, ...]]:
        return _rebuild, (type(self), self._values(), extra_of(self))

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        shown = [
            (name, "***" if isinstance(value, str) and value and _SECRET.search(name) else value)
            for name, value in self._values().items()
            if value is not UNSET
        ]
        return [*shown, ("extra", extra_of(self))] if extra_of(self) else shown

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}

    if not TYPE_CHECKING:  # with this method, type checkers would allow any attribute to be set

        def __setattr__(self, name: str, value: object) -> None:
            """Reject names that are not properties: a misspelled one would be stored and never sent."""
            if name not in self.__struct_fields__:
                raise AttributeError(f"{type(self).__name__} has no property {name!r}")
            super().__setattr__(name, value)
            if extra_of(self):
                vars(self)[EXTRA] = extra_without(self, (name,))


_SECRET = re.compile(r"(?:^|_)(?:secret|password)(?:_|$)")  # in Python names of properties that no repr shows
M = TypeVar("M", bound=Model)


def _rebuild(kind: type[M], values: Mapping[str, Any], extra: Mapping[str, Any]) -> M:
    model = kind(**values)
    set_extra(model, extra)
    return model


RESERVED = frozenset(name for name in dir(Model) if not name.startswith("__"))
"""Names that attributes of generated models cannot have, because the base class uses them."""


class OpenIntEnum(IntEnum):
    """An enum that accepts unknown numbers, because the API adds members without notice.

    An unknown number becomes a member named `UNKNOWN_<number>`, which equals that number. A new member is created each
    time, so compare with `==`, not `is`. Names are accepted too, in any case and with or without underscores, because
    the API also sends names.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str):
            folded = value.replace("_", "").casefold()
            return next((member for member in cls if member.name.replace("_", "").casefold() == folded), None)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        created = unknown_members.get()
        if created is not None:
            created.append(member)
        return member
