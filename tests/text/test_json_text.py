"""Indented JSON is what the standard library writes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.text.json_text import indented

texts = st.text(st.characters(), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
)


@given(values)
def test_json_is_indented_as_by_the_standard_library(value: object) -> None:
    assert indented(value) == json.dumps(value, indent=2)
