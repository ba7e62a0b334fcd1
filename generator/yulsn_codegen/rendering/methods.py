"""Turn the methods of the `Api` tree into the values that templates print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..client import api, identifiers
from ..client.types import TypeRef, Types
from ..text.literals import literal
from .docstrings import arguments, paragraphs, raised
from .method_views import CallView, MethodView, PageView, ParameterView, Signature

CONCURRENCY = 8
"""The default number of requests in flight of methods that only read."""


@dataclass(frozen=True)
class MethodViews:
    """Makes the views of a resource's methods.

    Attributes:
        types: The annotation of each shape.
        prefix: The resource's name, which begins the names of its calls.
        shadowed: Whether the class has a method named `list`, which hides the builtin in annotations.
    """

    types: Types
    prefix: str
    shadowed: bool

    def call(self, method: api.Method) -> CallView:
        """Return the view of a call with all its methods."""
        returns = self.types[method.returns].text if method.returns else ""
        plain = self._plain(method)
        iterate, pages = self._iterators(method) if method.paging else (None, None)
        return CallView(
            constant=f"_{identifiers.constant(method.name)}",
            type=self._result(method).text,
            name=literal(f"{self.prefix}.{method.name}"),
            http_method=literal(method.http_method),
            path=literal(method.path),
            parameters=tuple(
                (literal(one.wire), self._argument(one).text) for one in method.parameters if one.location != "body"
            ),
            body=self._body(method),
            returns=returns,
            on_not_found=method.missing.upper() if method.missing != "raises" else "",
            conflict=self.types[method.conflict].text if method.conflict else "",
            sensitive=method.sensitive,
            retried=method.retried,
            wrapper=literal(method.search.wrapper) if method.search and method.search.wrapper else "",
            page=_page(method.paging) if method.paging else None,
            method=self._chunked(method, plain)
            if method.chunk
            else self._searching(method, plain)
            if method.search
            else plain,
            fan_out=self._fan_out(method) if method.fans_out else None,
            iterate=iterate,
            pages=pages,
        )

    def _plain(self, method: api.Method) -> MethodView:
        doc = list(paragraphs((*_text(method), f"`{method.row}`")))
        doc += arguments(_documented(method.parameters))
        if method.missing == "none":
            doc += ["", "Returns:", "    The object, or None if it does not exist."]
        elif method.missing == "empty":
            doc += ["", "Returns:", "    The objects; an empty list if there are none."]
        doc += raised(method.raises)
        signature = Signature(self._parameters(method.parameters), self._unshadowed(self._result(method).text))
        return _view(method.name, signature, doc, "_call", method.parameters)

    def _searching(self, method: api.Method, plain: MethodView) -> MethodView:
        """Return the method that takes any number of conditions."""
        assert method.search is not None
        kind = f"Condition[{method.search.model[1]}]"
        parameters = [
            replace(one, annotation=kind, variadic=True) if one.name == plain.body else one
            for one in plain.signature.parameters
        ]
        described = [one for one in _documented(method.parameters) if one[0] != plain.body]
        about = (plain.body, f"Comparisons of the fields of `{method.search.fields}`.")
        signature = Signature(tuple(parameters), plain.signature.returns)
        doc = [*paragraphs((*_text(method), f"`{method.row}`"))]
        doc += [*arguments([*described, about]), *raised(method.raises)]
        return replace(plain, signature=signature, async_signature=signature, doc=tuple(doc), send="_search")

    def _chunked(self, method: api.Method, plain: MethodView) -> MethodView:
        """Return the method that creates many items from any iterable, in several requests."""
        assert method.item is not None
        item = self.types[method.item].text
        options, described = chunk_options(method)
        bodies = {one.name for one in method.parameters if one.location == "body"}

        def taking(annotation: str) -> Signature:
            parameters = [
                replace(one, annotation=annotation) if one.name in bodies else one for one in plain.signature.parameters
            ]
            return Signature((*parameters, *options), plain.signature.returns)

        errors = ", ".join(error for error, _ in method.raises)
        bulk_error = (
            "Sending stopped early. Says which items were created, which were not, and for which the outcome is "
            f"unknown. Its `error` is one of {errors}, or another."
        )
        doc = [
            *paragraphs((*_text(method), f"`{method.row}`", "If there are no items, no request is sent.")),
            *arguments(described),
            *raised([("BulkError", bulk_error)]),
        ]
        return replace(
            plain,
            signature=taking(f"Iterable[{item}]"),
            async_signature=taking(f"Iterable[{item}] | AsyncIterable[{item}]"),
            doc=tuple(doc),
            send="_create_many",
            options=tuple(option.name for option in options),
        )

    def _fan_out(self, method: api.Method) -> MethodView:
        """Return the method that gets many objects by their ids, with several requests in flight."""
        *path, last = method.parameters
        ids = replace(last, name="ids", description="Ids of the objects; duplicates are allowed.")
        parameters = (
            *self._parameters(path),
            ParameterView("ids", "Iterable[int]"),
            ParameterView("concurrency", "int", str(CONCURRENCY), keyword_only=True),
        )
        doc = [
            *paragraphs(
                (
                    "Get many objects by id, in the order given, with several requests in flight.",
                    f"`{method.row}`, for each id.",
                )
            ),
            *arguments([*_documented([*path, ids]), ("concurrency", "Maximum number of requests in flight.")]),
            *raised(
                [("GetManyError", "Some objects could not be fetched. It holds the errors and the other objects.")]
            ),
        ]
        signature = Signature(parameters, self._unshadowed(f"list[{self._result(method).text}]"))
        view = _view("get_many", signature, doc, "_get_many", [*path, ids])
        return replace(view, options=("concurrency",))

    def _iterators(self, method: api.Method) -> tuple[MethodView, MethodView]:
        """Return the methods that iterate over all items and over all pages."""
        assert method.paging is not None
        assert method.item is not None
        given = [one for one in method.parameters if one.wire not in (method.paging.cursor, method.paging.size)]
        (cursor,) = (one for one in method.parameters if one.wire == method.paging.cursor)
        start = _start(method.paging)
        options = [ParameterView("after", self.types[cursor.shape].text, start, keyword_only=True)]
        described = [("after", "Start after the item with this id. To resume, pass the last id you saw.")]
        if method.paging.size:
            options.append(ParameterView("page_size", "int | None", "None", keyword_only=True))
            described.append(("page_size", f"Number of items per request, at most {method.paging.limit}."))
        described_arguments = arguments([*_documented(given), *described])
        item = self.types[method.item].text

        def iterating(name: str, summary: str, kind: str) -> MethodView:
            signature = Signature((*self._parameters(given), *options), self._unshadowed(kind))
            view = _view(name, signature, [summary, *described_arguments], f"_{name}", given)
            return replace(view, options=tuple(option.name for option in options))

        return (
            iterating("iterate", "Iterate over all items in the order of their ids, with one request per page.", item),
            iterating(
                "pages", "Iterate over all pages in the order of their ids, with one request per page.", f"list[{item}]"
            ),
        )

    def _body(self, method: api.Method) -> str:
        """Return the type of a request's body, or an empty string for the conditions of a search.

        A chunk is a list, whatever iterable the method takes.
        """
        if method.search is not None:
            return ""
        if method.chunk is not None and method.item is not None:
            return f"list[{self.types[method.item].text}]"
        return "".join(self._argument(one).text for one in method.parameters if one.location == "body")

    def _argument(self, parameter: api.Parameter) -> TypeRef:
        kind = self.types[parameter.shape]
        return kind if parameter.required else kind.optional()

    def _result(self, method: api.Method) -> TypeRef:
        returns = self.types[method.returns] if method.returns else TypeRef("None")
        return returns.optional() if method.missing == "none" else returns

    def _parameters(self, parameters: Iterable[api.Parameter]) -> tuple[ParameterView, ...]:
        """Return parameters in the order of a signature: the required ones, then the others as keywords."""
        required: list[ParameterView] = []
        optional: list[ParameterView] = []
        for one in parameters:
            annotation = self._unshadowed(self._argument(one).text)
            if one.required:
                required.append(ParameterView(one.name, annotation))
            else:
                optional.append(ParameterView(one.name, annotation, "None", keyword_only=True))
        return (*required, *optional)

    def _unshadowed(self, annotation: str) -> str:
        return annotation.replace("list[", "builtins.list[") if self.shadowed else annotation


def chunk_options(method: api.Method) -> tuple[tuple[ParameterView, ...], list[tuple[str, str]]]:
    """Return the options of a method that sends items in chunks, and the descriptions of all its parameters."""
    options = (
        ParameterView("chunk_size", "int", str(method.chunk), keyword_only=True),
        ParameterView("concurrency", "int", "1", keyword_only=True),
        ParameterView("on_progress", "Progress | None", "None", keyword_only=True),
    )
    described = [
        *_documented(method.parameters),
        ("chunk_size", "Number of items per request."),
        ("concurrency", "Maximum number of requests in flight."),
        ("on_progress", "Called after each request with the number of items created, and the total if known."),
    ]
    return options, described


def _text(method: api.Method) -> tuple[str, ...]:
    """Return the paragraphs of a docstring that say what a method does."""
    return method.summary, method.description, notes(method)


def notes(method: api.Method) -> str:
    """Return what users should know about a method besides its description; empty if there is nothing."""
    unlisted = "" if method.source == "documented" else "This call is not in the public documentation of the API."
    once = "" if method.retried else "The client never retries this call."
    return " ".join(filter(None, (unlisted, once)))


def _view(
    name: str, signature: Signature, doc: Sequence[str], send: str, parameters: Sequence[api.Parameter]
) -> MethodView:
    def pairs(location: str) -> tuple[tuple[str, str], ...]:
        return tuple((literal(one.wire), one.name) for one in parameters if one.location == location)

    body = "".join(one.name for one in parameters if one.location == "body")
    return MethodView(name, signature, signature, tuple(doc), send, pairs("path"), pairs("query"), body)


def _page(paging: api.Paging) -> PageView:
    size = literal(paging.size) if paging.size else ""
    start = "" if paging.start == 0 else _start(paging)
    return PageView(literal(paging.cursor), literal(paging.item), paging.limit, start, size)


def _start(paging: api.Paging) -> str:
    return str(paging.start) if isinstance(paging.start, int) else literal(paging.start)


def _documented(parameters: Iterable[api.Parameter]) -> list[tuple[str, str]]:
    """Return the names and descriptions of parameters, the required ones first."""
    return [(one.name, one.description) for one in sorted(parameters, key=lambda one: not one.required)]
