"""The reader returns values of the right type, and reports every problem with its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.text.errors import InputError, UndeterminedError
from yulsn_codegen.text.reading import Node, Reader, TomlReader, excerpt


def root_of(data: object) -> tuple[Reader, Node]:
    reader = Reader()
    return reader, reader.root(data, "file")


def lines(reader: Reader) -> list[str]:
    return [f"{problem.place}: {problem.what}" for problem in reader.problems]


def test_valid_values_are_returned_without_problems() -> None:
    reader, root = root_of({"text": "a", "number": 5, "flag": True, "list": ["a", "b"], "null": None})
    assert root.member("text").text() == "a"
    assert root.member("number").integer() == 5
    assert root.member("flag").flag() is True
    assert root.member("list").texts() == ("a", "b")
    assert root.optional("null").text_or_none() is None
    assert root.optional("none").text_or_none() is None
    assert root.child("none").flag(default=True) is True
    assert root.extra("text", "number", "flag") == {"list": ["a", "b"], "null": None}
    reader.raise_problems()


def test_an_invalid_value_is_reported_with_its_path() -> None:
    reader, root = root_of({"a": [{"text": 1}, {"text": None}, {}, 5]})
    for item in root.member("a").items():
        item.member("text").text()
    assert lines(reader) == [
        "file, $.a[0].text: expected text, found 1",
        "file, $.a[1]: has null for `text`",
        "file, $.a[2]: lacks the key `text`",
        "file, $.a[3]: expected an object, found 5",
    ]


def test_a_value_that_is_not_an_object_is_reported_once() -> None:
    reader, root = root_of([])
    root.member("a").member("b").text()
    root.member("c").items()
    root.refuse_unknown(["a"])
    assert lines(reader) == ["file, $: expected an object, found []"]


@pytest.mark.parametrize(("value", "sound"), [(True, False), (1.0, False), ("1", False), (11, False), (10, True)])
def test_an_integer_is_in_its_range_and_neither_a_bool_nor_a_float(value: object, sound: bool) -> None:
    reader, root = root_of({"a": value})
    root.member("a").integer(range(11), "an integer up to 10")
    assert (lines(reader) == []) is sound


def test_unknown_keys_are_refused_with_a_suggestion() -> None:
    reader, root = root_of({"packge": 1, "zzz": 2, "name": 3})
    root.refuse_unknown(["package", "name"], "is not a setting", "See the guide.")
    assert [(problem.place, problem.hint) for problem in reader.problems] == [
        ("file, $.packge", "Did you mean package?"),
        ("file, $.zzz", "See the guide."),
    ]


def test_repeated_values_are_refused_and_malformed_items_skipped() -> None:
    reader, root = root_of([{"id": 1}, {"id": 1}, {}, {}, 5, {"id": None}, {"id": "1"}])
    root.refuse_repeated("id")
    assert lines(reader) == [
        'file, $[1].id: is "1", like that of $[0]',
        'file, $[6].id: is "1", like that of $[0]',
    ]


def test_items_with_problems_can_be_skipped_with_a_note() -> None:
    reader, root = root_of({"before": 1, "items": ["a", 1, "b", None]})
    root.member("before").text()
    assert root.member("items").sound_items(Node.text) == ("a", "b")
    assert lines(reader) == ["file, $.before: expected text, found 1"]
    assert reader.notes == [
        "file, $.items[1]: expected text, found 1; skipped",
        "file, $.items[3]: expected text, found null; skipped",
    ]


def test_notes_have_a_place_and_do_not_stop_reading() -> None:
    reader, root = root_of({"a": [1]})
    root.member("a").items()[0].note("is unusual")
    reader.raise_problems()
    assert reader.notes == ["file, $.a[0]: is unusual"]


def test_only_the_first_20_problems_are_raised() -> None:
    reader, root = root_of([1] * 30)
    root.texts()
    with pytest.raises(InputError) as caught:
        reader.raise_problems()
    assert len(caught.value.problems) == 21
    assert caught.value.problems[-1].what == "and 10 more problems like these"


def test_the_hint_is_shown_once_after_the_last_problem() -> None:
    reader = Reader(error=UndeterminedError, hint="Try again.")
    root = reader.root([1, 2], "file")
    root.texts()
    with pytest.raises(UndeterminedError) as caught:
        reader.raise_problems()
    assert [problem.hint for problem in caught.value.problems] == ["", "Try again."]


def test_messages_about_toml_mention_tables_and_may_have_no_path() -> None:
    reader = TomlReader()
    root = reader.root({"a": {"b": 1}}, "file.toml", "")
    root.member("a").member("b").members()
    assert lines(reader) == ["file.toml, a.b: expected a table, found 1"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,  # which fill more than the length of an excerpt
    )
)
def test_an_excerpt_is_short_and_ascii(value: object) -> None:
    assert len(excerpt(value)) <= 60
    assert excerpt(value).isascii()


def test_an_excerpt_of_an_enormous_value_can_be_made() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert excerpt(deep) == "[" * 57 + "..."
