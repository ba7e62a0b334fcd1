"""Make the views of methods that combine several calls of a resource: upserts, and iterating over all objects by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..client import api
from ..client.types import Types
from ..text.literals import wrapped
from .docstrings import arguments, paragraphs
from .imports import Import
from .method_views import MethodView, ParameterView, Signature
from .methods import CONCURRENCY, chunk_options

_CONCURRENCY = ("concurrency", "Maximum number of requests in flight.")


@dataclass(frozen=True)
class CompoundView:
    """A method that combines calls.

    Attributes:
        constant: The constant of the call that comes first.
        calls: (argument, constant) pairs of the other calls.
        method: The method.
    """

    constant: str
    calls: tuple[tuple[str, str], ...]
    method: MethodView


@dataclass(frozen=True)
class CompoundViews:
    """The methods of a resource that combine calls.

    Attributes:
        awaited: Those that return a value.
        iterators: Those that return an iterator.
        imports: What their code needs.
    """

    awaited: tuple[CompoundView, ...] = ()
    iterators: tuple[CompoundView, ...] = ()
    imports: frozenset[Import] = frozenset()


def compound_views(methods: Sequence[api.Method], types: Types) -> CompoundViews:
    """Return the methods that the calls of a resource make possible.

    Args:
        methods: The calls of the resource.
        types: The annotation of each shape.
    """
    named = {method.name: method for method in methods}
    awaited = tuple(_upserts(named, types))
    listing, get = named.get("list_ids"), named.get("get")
    iterators: tuple[CompoundView, ...] = ()
    imports = {("collections.abc", "Iterator"), ("collections.abc", "AsyncIterator")}
    if listing and get and not listing.parameters and get.fans_out and not any(method.paging for method in methods):
        iterators = (_id_iterator(_result(get, types)),)
    return CompoundViews(awaited, iterators, frozenset(imports if iterators else ()))


def _upserts(named: Mapping[str, api.Method], types: Types) -> Iterator[CompoundView]:
    """Yield `upsert` and `upsert_many`, if entries can be created, found by their external id, and patched."""
    if not named.keys() >= {"create", "create_many", "find_by_external_id", "patch"}:
        return
    create, many = named["create"], named["create_many"]
    if [one.location for one in create.parameters] != ["body"] or many.item is None:
        return  # an upsert knows its table
    body = create.parameters[0].name
    calls = (("find", "_FIND_BY_EXTERNAL_ID"), ("patch", "_PATCH"))
    row, item = _result(create, types), types[many.item].text
    signature = Signature((ParameterView("external_id", "str"), ParameterView(body, item)), f"tuple[{row}, bool]")
    doc = [
        "Create an entry, or update the one with the external id.",
        "",
        *wrapped("Safe to repeat and to run concurrently. Raises what `create` and `patch` raise."),
        "",
        "Returns:",
        "    The entry, and whether it was created.",
    ]
    yield CompoundView("_CREATE", calls, _method("upsert", signature, doc, body, ("external_id",)))
    yield CompoundView("_CREATE_MANY", (("create", "_CREATE"), *calls), _upsert_many(many, item))


def _upsert_many(many: api.Method, item: str) -> MethodView:
    (body,) = (one.name for one in many.parameters if one.location == "body")
    options, _ = chunk_options(many)
    doc = [
        "Create many entries, or update those whose external ids exist.",
        "",
        *wrapped(
            "A chunk whose entries are all new is sent as one request. The options and errors are those of "
            "`create_many`. To resume after a `BulkError`, pass its `items` and the rest of the input."
        ),
        "",
        "Returns:",
        "    How many entries were created; the others were updated.",
    ]

    def taking(kind: str) -> Signature:
        return Signature((ParameterView(body, kind), *options), "int")

    method = _method("upsert_many", taking(f"Iterable[{item}]"), doc, body, tuple(option.name for option in options))
    return replace(method, async_signature=taking(f"Iterable[{item}] | AsyncIterable[{item}]"))


def _id_iterator(result: str) -> CompoundView:
    signature = Signature(
        (
            ParameterView("after", "int | None", "None", keyword_only=True),
            ParameterView("concurrency", "int", str(CONCURRENCY), keyword_only=True),
        ),
        result,
    )
    doc = [
        *paragraphs(
            (
                "Iterate over all objects in the order of their ids.",
                "The ids are listed first, and then each object is fetched. Objects that are deleted meanwhile are "
                "left out. A bulk export is faster.",
            )
        ),
        *arguments(
            [("after", "Start after the object with this id. To resume, pass the last id you saw."), _CONCURRENCY]
        ),
    ]
    method = _method("iterate", signature, doc, "", ("after", "concurrency"), "_iterate_ids")
    return CompoundView("_LIST_IDS", (("get", "_GET"),), method)


def _result(method: api.Method, types: Types) -> str:
    assert method.returns is not None
    return types[method.returns].text


def _method(
    name: str, signature: Signature, doc: Sequence[str], body: str, options: tuple[str, ...], send: str = ""
) -> MethodView:
    return MethodView(name, signature, signature, tuple(doc), send or f"_{name}", (), (), body, options)
