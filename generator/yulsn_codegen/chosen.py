"""Apply the configured choice to an account: which tables to generate, and which date-times to treat as dates.

A pattern or field that does not exist is a mistake in the configuration. Once a lock records the choice, it is drift
instead: the field or table has disappeared from the account, which `check` reports as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .account import unread
from .account.choice import choose, matches, table_scope
from .account.schema import AccountField, AccountSchema, FieldType
from .config import SECTION, Config
from .text.errors import InputError, Problem
from .text.shortening import first_few

_MOST_NAMES = 10  # in a message


def chosen(
    account: AccountSchema, config: Config, known: AccountSchema | None = None
) -> tuple[AccountSchema, tuple[str, ...]]:
    """Return the part of an account that the configuration chooses, and notes for the user.

    Args:
        account: The account.
        config: The configuration.
        known: The account schema in the lock, if there is one.

    Raises:
        InputError: The choice names a table or a field that does not exist, or a field that is not a date-time.
    """
    choice = config.choice
    problems = [*_table_problems(account, choice.tables or ()), *_type_problems(account, choice.dates)]
    known = account if known is None else known
    if problems and choice != known.choice:
        raise InputError(problems)
    result = choose(account, choice, known, config.renames)
    kept = {table.id for table in result.tables}
    left = sorted(table.name for table in account.tables if table.id not in kept)
    notes = tuple(f"{problem.place}: {problem.what}." for problem in problems)
    return result, (*notes, *_left_out(left))


def _left_out(names: Sequence[str]) -> Iterator[str]:
    if names:
        subject = "1 table is" if len(names) == 1 else f"{len(names)} tables are"
        yield f"{subject} not generated, as the configuration does not include them: {_listed(names)}."


def _listed(names: Sequence[str]) -> str:
    return first_few([repr(name) for name in names], _MOST_NAMES)


def _table_problems(account: AccountSchema, patterns: Iterable[str]) -> Iterator[Problem]:
    names = [table.name for table in account.tables]
    for pattern in () if unread.TABLES in account.unread else patterns:
        if not any(matches(pattern, name) for name in names):
            what = f"{pattern!r} matches no table of the account"
            yield Problem(f"tool.{SECTION}.tables", what, _near(pattern.strip("*?"), names))


def _type_problems(account: AccountSchema, dates: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    scopes: dict[str, tuple[str, Sequence[AccountField]]] = {
        owner: (unread.owner_part(owner), fields) for owner, fields in account.owners.items()
    }
    scopes |= {table_scope(table.name): (unread.table_part(table.id), table.fields) for table in account.tables}
    for scope, names in dates.items():
        place = f"tool.{SECTION}.types.{scope}"
        if scope in scopes:
            part, fields = scopes[scope]
            yield from () if part in account.unread else _field_problems(place, fields, names)
        elif unread.TABLES not in account.unread:
            yield Problem(place, "is not a table of the account", _near(scope, scopes))


def _field_problems(place: str, fields: Sequence[AccountField], names: Iterable[str]) -> Iterator[Problem]:
    types = {field.name: field.type for field in fields}
    for name in names:
        if name not in types:
            yield Problem(place, f"the account has no field {name!r}", _near(name, types))
        elif types[name] is not FieldType.DATE_TIME_OFFSET:
            what = f"{name!r} is of type {types[name]}; only a {FieldType.DATE_TIME_OFFSET} can be a date"
            yield Problem(place, what, "Remove it.")


def _near(name: str, known: Collection[str]) -> str:
    folded = {one.casefold(): one for one in known}
    from difflib import get_close_matches  # slow to import, and rarely needed

    found = get_close_matches(name.casefold(), folded, n=1)
    if found:
        return f"Did you mean {folded[found[0]]!r}?"
    return f"There are {_listed(sorted(known))}." if folded else "Remove it."
