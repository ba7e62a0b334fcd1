"""The values that templates print of methods: their signatures and docstrings, and what they pass to the base class."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParameterView:
    """A parameter of a signature.

    Attributes:
        name: The name.
        annotation: The type.
        default: The default as a literal, or empty if the parameter is required.
        keyword_only: Whether it can only be passed by name.
        variadic: Whether it takes any number of positional arguments.
    """

    name: str
    annotation: str
    default: str = ""
    keyword_only: bool = False
    variadic: bool = False


@dataclass(frozen=True)
class Signature:
    """The parameters of a method, without `self`, and the type that it returns."""

    parameters: tuple[ParameterView, ...]
    returns: str

    @property
    def positional(self) -> tuple[ParameterView, ...]:
        return tuple(item for item in self.parameters if not item.keyword_only and not item.variadic)

    @property
    def variadic(self) -> tuple[ParameterView, ...]:
        return tuple(item for item in self.parameters if item.variadic)

    @property
    def keyword_only(self) -> tuple[ParameterView, ...]:
        return tuple(item for item in self.parameters if item.keyword_only)


@dataclass(frozen=True)
class MethodView:
    """A method of a resource, and what it passes to the base class.

    Attributes:
        name: The name of the method.
        signature: The signature of the synchronous method.
        async_signature: The signature of the asynchronous method.
        doc: The lines of the docstring.
        send: The method of the base class that sends the call.
        path: (literal, parameter) pairs that fill in the path.
        query: (literal, parameter) pairs of the query.
        body: The parameter that is the body, or an empty string.
        options: The parameters that the base class takes under the same name.
    """

    name: str
    signature: Signature
    async_signature: Signature
    doc: tuple[str, ...]
    send: str
    path: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    body: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageView:
    """How a call pages. All but `limit` are literals; `start` is empty if it is 0, `size` if it cannot be chosen."""

    cursor: str
    item: str
    limit: int
    start: str
    size: str


@dataclass(frozen=True)
class CallView:
    """The constant that describes a call, and the methods that use it.

    Attributes:
        constant: The name of the constant.
        type: What the call returns, as an annotation.
        name: The full name of the call, as a literal.
        http_method: The HTTP method, as a literal.
        path: The path template, as a literal.
        parameters: (literal, type) pairs of the path and query parameters.
        body: The type of the body, or an empty string.
        returns: The type of the response, or an empty string.
        on_not_found: The member of `OnNotFound` for a 404, or an empty string if it is an error.
        conflict: The type of a 409 response, or an empty string.
        sensitive: Whether the request holds a password.
        retried: Whether a failed request may be sent again.
        wrapper: For a search, the member of the body with the conditions as a literal, or an empty string.
        page: How it pages, if it does.
        method: The method that makes the call once.
        fan_out: The method that gets many objects concurrently, if there is one.
        iterate: The method that iterates over the items of all pages, if it pages.
        pages: The method that iterates over all pages, if it pages.
    """

    constant: str
    type: str
    name: str
    http_method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    body: str
    returns: str
    on_not_found: str
    conflict: str
    sensitive: bool
    retried: bool
    wrapper: str
    page: PageView | None
    method: MethodView
    fan_out: MethodView | None
    iterate: MethodView | None
    pages: MethodView | None
