"""The shape of an owner's objects: a request body comes in, the members it sets come out, checked against their types.

Static members and the account's dynamic fields are treated alike. A dynamic field with exactly the name of a static
member is that member. Names match exactly first, then in any case, as ASP.NET matches them; unknown ones are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..account.schema import AccountField, FieldType
from .calls import attempt, invalid
from .values import types as values

Members = dict[str, object]


@dataclass(frozen=True)
class Member:
    """One property of an object.

    length: the most characters; needed: must be sent, and not be empty, where an object is written as a whole;
    default: what a member that takes no null holds when it is not sent; written: whether a caller may set it.
    """

    name: str
    type: FieldType = FieldType.STRING
    length: int | None = None
    needed: bool = False
    nullable: bool = True
    default: object = None
    written: bool = True
    dynamic: bool = False
    allowed: tuple[str, ...] | None = None

    def fit(self, value: object) -> object:
        """Return the value as it is kept; raises ValueError with a message for the sender."""
        if value is None:
            if self.nullable:
                return None
            raise ValueError("should not be null")
        kept = values.fit(self.type, value)
        if self.type is FieldType.NUMBER and not self.dynamic:
            values.integer(kept)  # static whole numbers are ids, which have 32 bits
        if isinstance(kept, str):
            if self.needed and not kept:
                raise ValueError("is required")
            if self.length is not None and len(kept) > self.length:
                raise ValueError(f"should have at most {self.length} characters")
        if self.allowed is not None and not any(self._means(kept, written) for written in self.allowed):
            raise ValueError("is not one of the field's values")
        return kept

    def _means(self, kept: object, written: str) -> bool:
        try:
            return values.same(self.type, kept, values.parse(self.type, written))
        except ValueError:
            return False


@dataclass(frozen=True)
class Shape:
    """All members of an object, in the order in which answers show them."""

    members: tuple[Member, ...]

    @cached_property
    def _exact(self) -> Mapping[str, Member]:
        return {member.name: member for member in self.members}

    @cached_property
    def _any_case(self) -> Mapping[str, Member]:
        return {member.name.lower(): member for member in reversed(self.members)}

    def member(self, name: str) -> Member | None:
        """Return the member that a name of a request means, or None."""
        return self._exact.get(name) or self._any_case.get(name.lower())

    def sent(self, body: Mapping[str, object]) -> dict[Member, object]:
        """Return the members that a body sets, with the values it has for them; what cannot be written is ignored."""
        found = {self.member(name): value for name, value in body.items() if name not in self._exact}
        found |= {self._exact[name]: value for name, value in body.items() if name in self._exact}
        return {member: value for member, value in found.items() if member is not None and member.written}

    def value(self, body: Mapping[str, object], name: str) -> object:
        """Return what a body has for a member, also for one that is not written like the others; None for nothing."""
        member = self._exact[name]
        found = [value for written, value in body.items() if self.member(written) == member]
        return body.get(name, found[-1] if found else None)

    def number(self, body: Mapping[str, object]) -> int:
        """Return the `Id` by which a body names the object that it changes; raises RefusedError (400)."""
        return attempt("Id", lambda: values.integer(self.value(body, "Id")))

    def whole(self, sent: Mapping[Member, object]) -> Members:
        """Return checked values for a body that writes the static members as a whole; raises RefusedError (400).

        Static members that were not sent take their default, dynamic ones are left out.
        """
        missing = [member for member in self.members if member.needed and member not in sent]
        defaults = {member.name: member.default for member in self.members if member.written and not member.dynamic}
        return defaults | checked(sent, missing)

    def shown(self, stored: Mapping[str, object]) -> Members:
        """Return an object as answers show it: every member is there, null when unset."""
        return {member.name: stored.get(member.name) for member in self.members}


def shape(statics: Iterable[Member], fields: Iterable[AccountField]) -> Shape:
    """Return the shape of an owner's objects: its static members, then its dynamic fields."""
    fixed = tuple(statics)
    names = {member.name for member in fixed}
    return Shape(
        (
            *fixed,
            *(
                Member(field.name, field.type, dynamic=True, allowed=field.values)
                for field in fields
                if field.name not in names
            ),
        )
    )


def checked(sent: Mapping[Member, object], missing: Iterable[Member] = ()) -> Members:
    """Return the values to keep by name; raises RefusedError (400) that names each member that is wrong or missing."""
    kept: Members = {}
    errors = {member.name: [f"`{member.name}` is required."] for member in missing}
    for member, value in sent.items():
        try:
            kept[member.name] = member.fit(value)
        except ValueError as error:
            errors[member.name] = [f"`{member.name}` {error}."]
    if errors:
        raise invalid(errors)
    return kept
