"""Long statements are split exactly as black splits them, or left to black."""

from __future__ import annotations

import json

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from yulsn_codegen.rendering.formatting import format_python
from yulsn_codegen.rendering.layout import UnknownFormError, split
from yulsn_codegen.text.literals import literal

# Names and literals of many lengths, so that statements and their parts end just before and just after the limit.
_names = st.builds(lambda name, size: (name * 9)[:size], st.sampled_from(["name_", "a_long_one_"]), st.integers(1, 40))
_classes = st.builds(lambda size: "Name" * (size // 4) + "N" * (size % 4), st.integers(1, 40))
_texts = st.text("ab \"'\\()[]{},:=|\u00e6\u6f22", max_size=30).map(literal)
_literals = st.one_of(_texts, st.integers(1, 40).map(lambda size: json.dumps("x" * size)))


def _lists(items: st.SearchStrategy[str], least: int = 1, most: int = 14) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=least, max_size=most).map(", ".join)


def _tuple(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _dicts(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.builds("{}: {}".format, _literals, values)
    return st.lists(pairs, min_size=1, max_size=6).map(lambda items: "{" + ", ".join(items) + "}")


_tuples = st.lists(_literals, min_size=1, max_size=14).map(_tuple)
_plain = st.one_of(_classes, _classes.map("list[{}]".format), st.sampled_from(["int", "str", "dict[str, Any]"]))
_choices = _lists(_literals).map("Literal[{}]".format)
_bounded = st.builds("Annotated[{}, Meta(max_length={})]".format, _classes, st.integers(1, 10**6))
_kinds = st.one_of(_plain, _choices, _bounded, _choices.map("list[{}]".format), _choices.map("dict[{}, Any]".format))
_types = st.builds("{}{}".format, _kinds, st.sampled_from(["", " | None", " | UnsetType", " | UnsetType | None"]))
_arguments = st.one_of(
    _literals,
    st.builds("{}={}".format, _names, _types),
    st.builds("{}={}".format, _names, _dicts(_names)),
    st.builds("page=Page(cursor={}, item={}, limit=1000)".format, _literals, _literals),
)
_parameters = st.one_of(
    st.builds("{}: {}".format, _names, _plain),
    st.builds("{}: Iterable[{}] | AsyncIterable[{}]".format, _names, _plain, _plain),
    st.builds("{}: {}{}".format, _names, _types, st.sampled_from(["", " = None", " = 500"])),
)
_fields = st.builds(
    "{}: {} = field(name={}{})".format, _names, _types, _literals, st.sampled_from(["", ", default=UNSET"])
)
_comparisons = st.builds(
    "{}.{} == {}".format, _classes, _names, st.one_of(_literals, st.just("datetime(2026, 1, 31, 12, 0, tzinfo=UTC)"))
)
_called = st.builds(
    "{}client.{}.{}({})".format,
    st.sampled_from(["", "await "]),
    _names,
    _names,
    st.one_of(
        st.just(""),
        _lists(_arguments, most=6),
        st.builds("{}({})".format, _classes, _lists(_arguments, most=6)),
        _comparisons,
    ),
)

FORMS = {
    "import": st.builds("from ..models.{} import {}".format, _names, _lists(_classes)),
    "constant": st.builds("_{}: Call[{}] = Call({})".format, _names, _plain, _lists(_arguments)),
    "signature": st.builds(
        "{} {}(self, {}{}) -> {}:".format,
        st.sampled_from(["def", "async def"]),
        _names,
        st.sampled_from(["", "*, "]),
        _lists(_parameters, most=6),
        _plain,
    ),
    "return": st.builds(
        "return {}self._call(_{}, {})".format, st.sampled_from(["", "await "]), _names, _lists(_arguments, most=6)
    ),
    "field": _fields,
    "names": _tuples.map("_account_: ClassVar[tuple[str, ...]] = {}".format),
    "allowed": _dicts(_tuples).map("_allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {}".format),
    "alias": st.builds("{}: TypeAlias = {}".format, _classes, _choices),
    "loop": st.builds("{}for {} in {}:".format, st.sampled_from(["", "async "]), _names, _called),
    "result": st.builds("{} = {}".format, _names, _called),
    "printed": _called.map("print({})".format),
}


def by_black(statement: str, depth: int) -> str:
    """Return a statement as black formats it at a depth of nested classes."""
    before = "".join(f"{' ' * 4 * outer}class X:\n" for outer in range(depth // 4)) + " " * depth + "x\n"
    after = " " * (depth + 4) + "return x\n" if statement.endswith(":") else ""
    made = format_python(f"{before}{' ' * depth}{statement}\n{after}")
    assert made.startswith(before)
    assert made.endswith(after)
    return made[len(before) : len(made) - len(after)].strip("\n")


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_a_statement_is_split_like_black_does_or_left_to_black(form: str, data: st.DataObject) -> None:
    statement, depth = data.draw(FORMS[form]), data.draw(st.sampled_from([0, 4, 8]))
    try:
        made = split(statement, depth)
    except UnknownFormError:
        event("left to black")
        return
    event("split" if "\n" in made else "fits")
    assert made == by_black(statement, depth)
