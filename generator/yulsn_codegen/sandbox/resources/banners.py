"""The resource Banners: resetting their cache; the time of the reset is stored with the banner."""

from __future__ import annotations

from ..bodies import Body, bare_or_wrapped
from ..collections import BANNERS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..store import Object
from ..values import scalars


def reset_cache(request: ApiRequest) -> Reply:
    """Reset the cache of all listed banners, or of none if one does not exist."""
    for number in _ids(request):
        banner = None if number is None else request.store.get(BANNERS, number)
        if banner is None:
            raise _missing(request, "id", number)
        _reset(request, banner)
    return EMPTY


def reset_cache_by_secret(request: ApiRequest) -> Reply:
    """Reset the cache of one banner, or only of its listed versions."""
    secret = request.query.text("secret")
    banner = request.store.find(BANNERS, "Secret", secret)
    if banner is None:
        raise _missing(request, "secret", secret)
    versions = banner["Versions"]
    assert isinstance(versions, list)
    for number in _ids(request) if request.content else ():
        if number not in versions:
            named = " and ".join(map(str, versions))
            raise RefusedError(404, f"The banner `{banner['Name']}` has no version {number}; it has {named}.")
    _reset(request, banner)
    return EMPTY


def _ids(request: ApiRequest) -> list[int | None]:
    """Return the ids in the body, given bare or as objects; None for an object without one."""
    found: list[int | None] = []
    for item in bare_or_wrapped(request.body(), "Ids"):
        value = Body.of(item).members.get("id") if isinstance(item, dict) else item
        try:
            found.append(scalars.integer(value))
        except ValueError:
            found.append(None)
    return found


def _missing(request: ApiRequest, by: str, value: object) -> RefusedError:
    known = " and ".join(f"{item['Id']} (`{item['Secret']}`)" for item in request.store.scan(BANNERS))
    return RefusedError(404, f"There is no banner with the {by} `{value}`; the sandbox has {known}.")


def _reset(request: ApiRequest, banner: Object) -> None:
    request.store.amend(BANNERS, scalars.integer(banner["Id"]), banner | {"CacheReset": scalars.now()})


HANDLERS: dict[str, Handler] = {
    "banners.reset_cache": reset_cache,
    "banners.reset_cache_by_secret": reset_cache_by_secret,
}
