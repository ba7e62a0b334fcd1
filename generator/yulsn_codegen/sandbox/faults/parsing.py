"""Parse the rules of faults, such as `status=503 GET /api/v1/Contacts* 10%`.

A rule is a kind with its argument, followed by conditions in any order, each at most once:

    kind[=argument] [METHOD] [path] [rate%] [limit x]

In a path, `*` matches any characters, including slashes. Matching ignores case and uses the percent-encoded path,
or path and query if the rule's path has a `?`. `10%` hits that share of the requests, `2x` at most two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...text.errors import InputError, Problem
from .plan import Drop, Effect, ExtraProperty, Fault, Html, Latency, Status, Truncate, UnknownEnumMember, plain

_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "SEARCH")
_BASES = ("/api/v1/", "/files/")
_LONGEST = 3600.0


def parse(rule: str) -> Fault:
    """Parse a rule. Raises InputError."""
    kind, *conditions = rule.split() or [""]
    name, equals, argument = kind.partition("=")
    place = f"fault `{rule}`"
    if name not in KINDS:
        what = f"unknown kind `{name}`" if name else "is empty"
        raise InputError(Problem(place, what, f"Kinds are {', '.join(KINDS)}."))
    parse_argument, example = KINDS[name]
    try:
        if equals and not argument:
            raise ValueError("has nothing after its `=`")
        effect = parse_argument(argument.split(",") if equals else [])
    except ValueError as error:
        raise InputError(Problem(place, str(error), f"For example: {example}")) from None
    try:
        return Fault(rule, kind, effect, **_conditions(conditions))
    except ValueError as error:
        raise InputError(Problem(place, str(error), "For example: status=503 GET /api/v1/Contacts* 10% 2x")) from None


def parse_all(rules: Iterable[str]) -> list[Fault]:
    """Parse rules. Raises InputError with all problems of all rules."""
    faults: list[Fault] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            faults.append(parse(rule))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return faults


def _conditions(words: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        name, value = _condition(word)
        if name in found:
            raise ValueError(f"has a second {name}, `{word}`")
        found[name] = value
    return found


def _condition(word: str) -> tuple[str, str | float | int]:
    if word.upper() in _METHODS:
        return "method", word.upper()
    if word[0] in "/*":
        fixed = word.partition("*")[0].lower()
        if not any(base.startswith(fixed) or fixed.startswith(base) for base in _BASES):
            raise ValueError(f"has the path `{word}`, but all paths begin with /api/v1/ or /files/")
        return "path", plain(word)
    if word.endswith("%"):
        share = _number(word[:-1])
        if share is None or share > 100:
            raise ValueError(f"has the rate `{word}`, which should be from 0% to 100%")
        return "rate", share / 100
    if re.fullmatch(r"[1-9][0-9]{0,8}x", word):
        return "limit", int(word[:-1])
    raise ValueError(
        f"has `{word}`, which is neither a method ({', '.join(_METHODS)}), a path (/api/v1/Orders*), a rate (10%)"
        " nor a number of times (2x)"
    )


def _number(written: str) -> float | None:
    return float(written) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", written) else None


def _latency(words: Sequence[str]) -> Latency:
    if not words:
        raise ValueError("lacks the time to wait")
    found = re.fullmatch(r"([0-9.]+)(ms|s)", words[0])
    number = _number(found[1]) if found else None
    if found is None or number is None:
        raise ValueError(f"waits for `{words[0]}`, which should be a time in ms or s")
    seconds = number / 1000 if found[2] == "ms" else number
    if seconds > _LONGEST:
        raise ValueError(f"waits for `{words[0]}`, which is longer than an hour")
    return Latency(seconds, handled="handled" in _options(words[1:], "handled"))


def _status(words: Sequence[str]) -> Status:
    if not words:
        raise ValueError("lacks the status")
    if not re.fullmatch(r"[45][0-9]{2}", words[0]):
        raise ValueError(f"has the status `{words[0]}`, which should be from 400 to 599")
    options = _options(words[1:], "html", "handled", "retry-after=", "retry-date=")
    if "retry-after=" in options and "retry-date=" in options:
        raise ValueError("has both `retry-after` and `retry-date`, but both set the same header")
    return Status(
        int(words[0]),
        html="html" in options,
        handled="handled" in options,
        retry_after=_seconds(options, "retry-after="),
        retry_date=_seconds(options, "retry-date="),
    )


def _drop(words: Sequence[str]) -> Drop:
    options = _options(words, "unhandled", "handled", "midway")
    if len(options) > 1:
        raise ValueError(f"drops the connection at several times, {' and '.join(options)}")
    return Drop(handled="handled" in options or "midway" in options, midway="midway" in options)


def _truncate(words: Sequence[str]) -> Truncate:
    return Truncate(chunked="chunked" in _options(words, "chunked"))


def _html(words: Sequence[str]) -> Html:
    return Html(handled="handled" in _options(words, "handled"))


def _extra(words: Sequence[str]) -> ExtraProperty:
    return ExtraProperty(",".join(words) or "NotKnownYet")


def _member(words: Sequence[str]) -> UnknownEnumMember:
    if not words:
        return UnknownEnumMember()
    if len(words) > 1 or not re.fullmatch(r"-?[0-9]{1,9}", words[0]):
        raise ValueError(f"has the member `{','.join(words)}`, which should be a whole number")
    return UnknownEnumMember(int(words[0]))


def _options(words: Sequence[str], *known: str) -> dict[str, str]:
    """Return the options in `words` with their values; an option in `known` that ends in `=` takes a value."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if name + equals not in known:
            options = ", ".join(option + ("SECONDS" if option.endswith("=") else "") for option in known)
            raise ValueError(f"has the option `{word}`; options are {options}")
        found[name + equals] = value
    return found


def _seconds(options: Mapping[str, str], name: str) -> int | None:
    if name not in options:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", options[name]):
        raise ValueError(f"has `{name}{options[name]}`, which should be whole seconds")
    return int(options[name])


# The kinds: how their arguments are parsed, and examples.
KINDS: Mapping[str, tuple[Callable[[Sequence[str]], Effect], str]] = {
    "latency": (_latency, "latency=200ms, latency=1.5s,handled"),
    "status": (_status, "status=503, status=429,retry-after=2, status=429,retry-date=2, status=502,html,handled"),
    "drop": (_drop, "drop=unhandled, drop=handled, drop=midway"),
    "truncate": (_truncate, "truncate, truncate=chunked"),
    "html": (_html, "html, html=handled"),
    "extra": (_extra, "extra, extra=NewProperty"),
    "enum": (_member, "enum, enum=99"),
}
