"""HIDDEN matches every invisible character, and no visible letter, digit, mark or symbol."""

from __future__ import annotations

import unicodedata

import pytest
from yulsn_codegen.text.characters import HIDDEN

BLANK = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, 0xFFA0}


def test_hidden_is_control_format_surrogate_private_use_or_separator() -> None:
    """Characters that this Python considers unassigned are skipped, as newer versions may assign them."""
    wrong = []
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        hidden = HIDDEN.match(character) is not None
        wanted = (category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs") and character != " ") or code in BLANK
        selects = 0xE0100 <= code <= 0xE01EF  # variation selectors for ideographs, which render as nothing
        if category != "Cn" and not selects and hidden is not wanted:
            wrong.append(f"U+{code:04X} {category}")
    assert wrong == []


@pytest.mark.parametrize("code", [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0xEFFFF, 0x10FFFF, 0xE0001, 0xE0100, 0xFFF8, 0x2065])
def test_noncharacters_are_hidden(code: int) -> None:
    assert HIDDEN.match(chr(code))


@pytest.mark.parametrize(
    "text", ["Ada", "Å", "漢字", "\U0001f600", "\u2764\ufe0f", "\U0001fae8", "\ufffd", " ", "e\u0301"]
)
def test_visible_text_is_not_hidden(text: str) -> None:
    assert HIDDEN.search(text) is None
