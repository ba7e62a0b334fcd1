"""Banners: a wish to have their cached copies thrown away comes in, and its time is kept with the banner."""

from __future__ import annotations

from ..calls import EMPTY, Call, RefusedError, Reply, Route
from ..store import Object
from ..values import types as values
from .seeds import BANNERS as KIND


def reset_cache(call: Call) -> Reply:
    """POST Banners/CacheReset: the banners whose ids are listed, all or none; answers with nothing."""
    for number in _ids(call):
        banner = None if number is None else call.store.get(KIND, number)
        if banner is None:
            raise _missing(call, "id", number)
        _reset(call, banner)
    return EMPTY


def reset_cache_by_secret(call: Call) -> Reply:
    """POST Banners/CacheReset?secret=: one banner, or those of its versions that are listed; answers with nothing."""
    secret = call.query.text("secret")
    banner = call.store.find(KIND, "Secret", secret)
    if banner is None:
        raise _missing(call, "secret", secret)
    versions = banner["Versions"]
    assert isinstance(versions, list)
    for number in _ids(call) if call.content else ():
        if number not in versions:
            named = " and ".join(map(str, versions))
            raise RefusedError(404, f"The banner `{banner['Name']}` has no version {number}; it has {named}.")
    _reset(call, banner)
    return EMPTY


def _ids(call: Call) -> list[int | None]:
    """Return the ids that the body lists, None where an item has none: the item's shape is not documented."""
    found: list[int | None] = []
    for item in call.json_objects():
        value = next((value for name, value in item.items() if name.lower() == "id"), None)
        try:
            found.append(values.integer(value))
        except ValueError:
            found.append(None)
    return found


def _missing(call: Call, by: str, value: object) -> RefusedError:
    known = " and ".join(f"{item['Id']} (`{item['Secret']}`)" for item in call.store.scan(KIND))
    return RefusedError(404, f"There is no banner with the {by} `{value}`; the sandbox has {known}.")


def _reset(call: Call, banner: Object) -> None:
    call.store.amend(KIND, values.integer(banner["Id"]), banner | {"CacheReset": values.now()})


_CACHE_RESET = "/api/v1/Banners/CacheReset"

ROUTES = (
    Route("POST", _CACHE_RESET, reset_cache),
    Route("POST", _CACHE_RESET, reset_cache_by_secret, query=("secret",)),
)
