"""Look up what a name stands for: a group of calls, a call, a model, an attribute or a type of allowed values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .commands import UsageError, nearest
from .package_docs import GroupDoc, TypeDoc, describe, describe_call, describe_model, describe_type
from .package_index import (
    PACKAGE,
    Attribute,
    group_names,
    group_of,
    list_attributes,
    list_methods,
    list_models,
    list_types,
    owner_of,
)

__all__ = ["look_up"]

_TABLE = "tables"  # begins the path of a table's fields in the account schema
_MAX_SHOWN = 5  # names in an error


def look_up(name: str) -> GroupDoc | TypeDoc:
    """Return what has a name, as `describe` and `find` print it or as it is in JSON. Case is ignored.

    Raises:
        UsageError: Nothing has the name, or attributes of several objects do.
    """
    wanted = name.removeprefix("client.").casefold()
    groups = {known.casefold(): group for group in reversed([*group_names()]) for known in _names(group)}
    if wanted in groups:
        return describe(groups[wanted])
    parts = [(wanted[:dot], wanted[dot + 1 :]) for dot, character in enumerate(wanted) if character == "."]
    for group, method in ((groups[before], after) for before, after in parts if before in groups):
        if method in list_methods(group):
            return GroupDoc(group, group_names()[group], (), (describe_call(group, method),))
    models = _models_by_name(groups)
    if wanted in models:
        return _described(models[wanted], wanted)
    for alias in list_types():
        if alias.name.casefold() == wanted:
            return describe_type(alias)
    for attributes in (_named(after, models.get(before, ())) for before, after in parts):
        if attributes:
            return _described_attributes(attributes)
    attributes = _named(wanted, list_models())
    if attributes:
        _require_one_owner(name, attributes)
        return _described_attributes(attributes)
    hint = nearest(wanted, _known(parts, groups, models))
    raise UsageError(
        f"nothing is named {name!r}{hint} `python -m {PACKAGE} describe` lists all groups and tables, and "
        f"`python -m {PACKAGE} find` searches all names."
    )


def _names(group: str) -> Iterator[str]:
    """Yield the names by which a group may be given, its own first."""
    yield group
    short = group.rpartition(".")[2]
    yield short
    yield short.replace("_", "")  # as in the name of an owner


def _models_by_name(groups: Mapping[str, str]) -> Mapping[str, Sequence[type[Any]]]:
    """Return models by class name, by the name of their owner or table, and by the names of their group."""
    by_group: dict[str, list[type[Any]]] = {}
    found: dict[str, list[type[Any]]] = {}
    for model in list_models():
        by_group.setdefault(group_of(model), []).append(model)
        for name in {model.__name__.casefold(), *(owner.casefold() for owner in owner_of(model)[1:])}:
            found.setdefault(name, []).append(model)
    return {name: by_group.get(group, []) for name, group in groups.items()} | found


def _described(models: Sequence[type[Any]], name: str) -> GroupDoc:
    """Return the group of models with them alone, or all of it if the name is that of a table."""
    group = group_of(models[0])
    if owner_of(models[0])[:1] == (_TABLE,) and owner_of(models[0])[1].casefold() == name:
        return describe(group)
    return GroupDoc(group, group_names()[group], tuple(map(describe_model, models)), ())


def _named(name: str, models: Iterable[type[Any]]) -> list[Attribute]:
    """Return the attributes of models that have a name in Python or in JSON."""
    attributes = (attribute for model in models for attribute in list_attributes(model))
    return [one for one in attributes if name in (one.name.casefold(), one.wire.casefold())]


def _described_attributes(attributes: Sequence[Attribute]) -> GroupDoc:
    """Return the group of attributes with them alone."""
    names = {attribute.name for attribute in attributes}
    models = [describe_model(model) for model in dict.fromkeys(attribute.model for attribute in attributes)]
    shown = [replace(model, fields=tuple(one for one in model.fields if one.name in names)) for model in models]
    group = group_of(attributes[0].model)
    return GroupDoc(group, group_names()[group], tuple(shown), ())


def _require_one_owner(name: str, attributes: Sequence[Attribute]) -> None:
    """Refuse attributes of several objects.

    Raises:
        UsageError: They are of several.
    """
    owners: dict[tuple[str, ...], str] = {}
    for one in attributes:
        owners.setdefault(owner_of(one.model) or (one.model.__name__,), f"{one.model.__name__}.{one.name}")
    if len(owners) > 1:
        shown = [*owners.values()][:_MAX_SHOWN]
        more = f" and {len(owners) - len(shown)} more" if len(owners) > len(shown) else ""
        raise UsageError(f"several attributes are named {name!r}: {', '.join(shown)}{more}; add the name of the class")


def _known(
    parts: Iterable[tuple[str, str]], groups: Mapping[str, str], models: Mapping[str, Sequence[type[Any]]]
) -> list[str]:
    """Return the names to suggest for an unknown one: those of what precedes a dot in it, or else of everything."""
    for before, _ in parts:
        methods = [f"{groups[before]}.{method}" for method in list_methods(groups[before])] if before in groups else []
        found = [f"{model.__name__}.{one.name}" for model in models.get(before, ()) for one in list_attributes(model)]
        if methods or found:
            return [*methods, *found]
    attributes = dict.fromkeys(one.name for model in list_models() for one in list_attributes(model))
    classes = [model.__name__ for model in list_models()]
    groups_and_tables = [group.rpartition(".")[2] for group in group_names()]
    return [*attributes, *(one.name for one in list_types()), *classes, *groups_and_tables]  # of equal ones, the last
