"""Create the handlers that most collections have in common: find, get, create and patch."""

from __future__ import annotations

from ..collections import Collection
from ..requests import ApiRequest, Handler, Reply


def finder(collection: Collection, key: str, parameter: str) -> Handler:
    """Return a handler that finds an object by the key in a query parameter; 404 if there is none."""

    def find(request: ApiRequest) -> Reply:
        found = collection.find(request.store, key, request.query.text(parameter))
        return Reply(collection.shape(request.schema).shown(found))

    return find


def getter(collection: Collection) -> Handler:
    """Return a handler that gets the object with the path's id; 404 if there is none."""

    def get(request: ApiRequest) -> Reply:
        return Reply(collection.shape(request.schema).shown(collection.get(request.store, request.id())))

    return get


def creator(collection: Collection) -> Handler:
    """Return a handler that creates an object and returns it; 409 for a key in use."""

    def create(request: ApiRequest) -> Reply:
        shape = collection.shape(request.schema)
        return Reply(shape.shown(collection.save(request.store, None, shape.whole(request.json_object()))))

    return create


def patcher(collection: Collection) -> Handler:
    """Return a handler that patches the object with the body's `Id`, setting nulls as well, and returns it."""

    def patch(request: ApiRequest) -> Reply:
        shape = collection.shape(request.schema)
        body = request.json_object()
        number = shape.number(body)
        stored = collection.get(request.store, number)
        return Reply(shape.shown(collection.save(request.store, number, stored | shape.changes(body))))

    return patch
