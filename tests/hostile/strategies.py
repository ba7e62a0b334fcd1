"""Hypothesis strategies for hostile accounts: snapshots whose texts are tricks, or combine or vary them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from hypothesis import strategies as st
from yulsn_codegen.account.schema import OWNERS
from yulsn_codegen.client.identifiers import identifier, suffix

from .accounts import KINDS, Data, account, field, table
from .tricks import NAMES, STANDARD_LIBRARY, TRICKS, TWINS

_LONGEST = 200  # characters of a text that is varied; longer ones are used unchanged

TABLES = 30  # per account; not many more fit into one example of hypothesis
_SHORT = tuple(text for text in TRICKS.values() if len(text) <= _LONGEST)
_CASES: tuple[Callable[[str], str], ...] = (str.upper, str.lower, str.swapcase, str.title, str.casefold)
_FORMS: tuple[Callable[[str], str], ...] = (
    lambda text: unicodedata.normalize("NFKC", text),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "_"),
    lambda text: text.replace(" ", ""),
    lambda text: f"{text}_",
    lambda text: f" {text}",
    lambda text: f"{text}\u200b",
    lambda text: f"{text}\0",
    lambda text: f"{text}\ud800",
    lambda text: f"{text}\ufffd",
    lambda text: f"{text}!",
    lambda text: f"_{text}",
    lambda text: text[::-1],
    identifier,
    lambda text: f"{identifier(text)}_{suffix(text)}",
    lambda text: f"{identifier(text)}_{suffix(text, 12)}",
)

_ALL: tuple[Callable[[str], str], ...] = (str, *_CASES, *_FORMS)


def _paired(text: str) -> str:
    """Return a text in which each surrogate pair is one character, as it is after a round trip through JSON."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


_tricks = st.sampled_from([*TRICKS.values()])
_short = st.sampled_from(_SHORT)
_anything = st.text(st.characters(), max_size=8)  # including surrogates
_combined = st.one_of(
    st.builds(lambda before, trick, after: f"{before}{trick}{after}", _anything, _short, _anything),
    st.builds(lambda one, other: one + other, _short, _short),
    st.builds(lambda text, case: case(text), _short, st.sampled_from(_CASES)),
    st.builds(lambda text, form: form(text), _short, st.sampled_from(_FORMS)),
)
texts = st.one_of(_tricks, _tricks, _combined, _anything).map(_paired)
_meaningful = st.sampled_from([*NAMES, *STANDARD_LIBRARY])
_altered = st.builds(lambda name, form: form(name), _meaningful, st.sampled_from(_FORMS))
names = st.one_of(texts, texts, _meaningful, _altered).map(_paired)
_twins = st.one_of(
    st.sampled_from(TWINS),
    names.map(lambda text: tuple(dict.fromkeys(_paired(form(text[:_LONGEST])) for form in _ALL))),
)
_optional = st.one_of(st.none(), texts)


@cache
def groups(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Return lists of names that are unrelated, or that a careless generator takes for the same name."""
    apart = st.lists(names, min_size=least, max_size=most, unique=True)
    close = _twins.flatmap(
        lambda group: st.lists(st.sampled_from(group), min_size=min(least, len(group)), max_size=most, unique=True)
    )
    return st.one_of(apart, close)


_numbers = st.integers(-(2**70), 2**70).map(str)
_values = st.one_of(
    st.none(),
    st.none(),
    st.lists(texts, max_size=3),
    st.lists(_numbers, min_size=1, max_size=3),
    texts.map(lambda text: [f"{text[:_LONGEST]}{number}" for number in range(60)]),  # too many for a Literal
)


@st.composite
def _extra(draw: st.DrawFn) -> dict[str, str]:
    return {draw(texts): draw(texts)} if draw(st.integers(0, 5)) == 5 else {}


@st.composite
def fields(draw: st.DrawFn, names: Sequence[str]) -> list[Data]:
    """Draw fields with these names."""
    made = []
    for name in names:
        kind = draw(st.sampled_from(KINDS))
        extra = draw(_extra())
        if kind == "Unknown":
            extra["server_type"] = draw(texts)
        made.append({**extra, **field(name, kind, draw(_optional), draw(_values))})
    return made


@st.composite
def tables(draw: st.DrawFn, number: int, name: str) -> Data:
    """Draw a table; most are read-only, so that more of them can be tried in the same time."""
    direct = dict.fromkeys(("create", "update", "delete"), False)
    if draw(st.integers(0, 3)) == 3:
        direct = {write: draw(st.booleans()) for write in direct}
    own = draw(fields(draw(groups(1, 3))))
    made = table(number, name, own, draw(_optional), draw(_optional), {**draw(_extra()), **direct})
    return {**draw(_extra()), **made}


@st.composite
def accounts(draw: st.DrawFn, size: int = TABLES) -> Data:
    """Draw a snapshot with `size` tables, some with similar names, and with fields of all owners."""
    own: list[str] = []
    while len(own) < size:
        own = list(dict.fromkeys([*own, *draw(groups(1, 6))]))
    owners = {owner: draw(fields(draw(groups(1, 4)))) for owner in OWNERS}
    made = account(
        owners,
        [draw(tables(number, name)) for number, name in enumerate(own[:size])],
        *(draw(st.lists(texts, max_size=3, unique=True)) for _ in range(3)),
    )
    return {**draw(_extra()), **made}
