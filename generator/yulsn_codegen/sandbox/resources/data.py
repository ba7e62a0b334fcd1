"""The resource Data: the account's own database views, functions and procedures.

The names and the rows are those of an account's database. The sandbox has one of each, made for its own data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ..bodies import list_of
from ..collections import CONTACTS, STORES
from ..requests import ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import Members
from ..store import Store
from ..values import scalars

_Rows = list[Members]
_Found = TypeVar("_Found")


def view(request: ApiRequest) -> Reply:
    """Read a view; 404 for an unknown one."""
    return Reply(_named(request, "viewName", _VIEWS)(request.store))


def call_function(request: ApiRequest) -> Reply:
    """Call a function; 404 for an unknown one, 400 for too few arguments."""
    return _called(request, "functionName", _FUNCTIONS)


def run_procedure(request: ApiRequest) -> Reply:
    """Run a procedure; 404 for an unknown one, 400 for too few arguments."""
    return _called(request, "procedureName", _PROCEDURES)


def _called(
    request: ApiRequest, parameter: str, known: Mapping[str, tuple[int, Callable[[Store, list[str]], _Rows]]]
) -> Reply:
    count, run = _named(request, parameter, known)
    body = request.body()
    arguments = attempt("Parameters", lambda: list_of(scalars.text)(body))
    if len(arguments) != count:
        raise invalid({"Parameters": [f"There should be {count} parameters."]})
    return Reply(run(request.store, arguments))


def _named(request: ApiRequest, parameter: str, known: Mapping[str, _Found]) -> _Found:
    name = request.path[parameter]
    for own, found in known.items():
        if own.lower() == name.lower():
            return found
    raise RefusedError(404, f"There is no `{name}`; the sandbox has {', '.join(f'`{own}`' for own in known)}.")


def _store_directory(store: Store) -> _Rows:
    return [{name: item[name] for name in ("Id", "Number", "Name", "City")} for item in store.scan(STORES.kind)]


def _contacts_by_last_name(store: Store, arguments: list[str]) -> _Rows:
    found = (item for item in store.scan(CONTACTS.kind) if item["LastName"] == arguments[0])
    return [{name: item[name] for name in ("Id", "FirstName", "LastName")} for item in found]


def _rename_store(store: Store, arguments: list[str]) -> _Rows:
    found = STORES.find(store, "Number", arguments[0])
    saved = STORES.save(store, scalars.integer(found["Id"]), found | {"Name": arguments[1]})
    return [{name: saved[name] for name in ("Id", "Number", "Name")}]


_VIEWS: Mapping[str, Callable[[Store], _Rows]] = {"StoreDirectory": _store_directory}
# Each with the number of its parameters.
_FUNCTIONS: Mapping[str, tuple[int, Callable[[Store, list[str]], _Rows]]] = {
    "ContactsByLastName": (1, _contacts_by_last_name)
}
_PROCEDURES: Mapping[str, tuple[int, Callable[[Store, list[str]], _Rows]]] = {"RenameStore": (2, _rename_store)}

HANDLERS: dict[str, Handler] = {
    "data.view": view,
    "data.call_function": call_function,
    "admin.run_procedure": run_procedure,
}
