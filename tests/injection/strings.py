"""Strings that an attacker would try, and checks that none was interpreted."""

from __future__ import annotations

import re

HOSTILE = (
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "carriage\rreturn",
    "bell\x07 backspace\x08\x08 tab\t feed\x0c\x0b delete\x7f",
    "nul\0in it",
    "C1 \x9b31m\x9d0;x\x9c\x90",
    "next\x85line\u2028\u2029separators",
    "line\nfeed",
    "\n::error::owned",
    "x\n::error file=a.py,line=1::owned",
    "\r\n::stop-commands::x",
    "::add-mask::a",
    "  ::warning::b",
    "##[error]owned",
    "###[add-matcher]m.json",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[buildStop comment='x']",
    "name<<EOF\nvalue\nEOF",
    "100%0A%0D%25%3A%2C",
    "a,line=2:b",
    "bidi \u202egnirts\u202c \u2066x\u2069 \u200f\u061c",
    "zero\u200bwidth\u200d\ufeff\u00ad\u2060",
    "tags \U000e0041\U000e007f private \ue000 none \ufffe\uffff",
    "half \ud800",
    "other half \udc9b",
    "[red]x[/red] [link=https://example.org]y[/link] [/] :boom:",
    "[click](https://example.org) ![x](https://example.org/y.png) [a]: b",
    "<script>alert(1)</script><!-- --><img src=x onerror=y>",
    "</details></summary></table>",
    "`code` ``two`` ```\nfence\n```",
    "a|b\\|c | d",
    "ends in \\",
    "# head",
    "- item",
    "1. one",
    "> quote",
    "    indented",
    "--- \n===",
    "*bold* _under_ ~~gone~~ &lt; &#124; &colon;",
    "@everyone #1 GH-1 www.example.org a@example.org https://example.org",
    "]]>",
    "-->",
    '"quoted" \'twice\' """thrice"""',
    "{{ 7 * 7 }} {% raw %} {# #}",
    "{0} {x!r} %s %(x)s ${VAR} $(touch x) `touch x`",
    "$x$ $$y$$",
    "=cmd()+1",
    "../../etc/passwd",
    "C:\\nul",
    "--output=x",
    "https://user:pass@example.org/?a=b#c",
    "'; DROP TABLE x; --",
    "True: yes\nno: ~",
    "!!python/object/apply:os.abort []",
    "æøå 漢字",
    " ",
)

_COMMAND = re.compile(r"\s*::[a-z-]")
# Commands that GitHub, Azure Pipelines and TeamCity recognise anywhere in a line.
_OLD_COMMAND = re.compile(r"##[a-z]*\[")


def commands(text: str) -> list[str]:
    """Return the lines of a log that a CI server would execute as commands."""
    lines = re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text)
    return [line for line in lines if _COMMAND.match(line) or _OLD_COMMAND.search(line)]


def foul(text: str) -> list[str]:
    """Return the characters that must not reach a terminal: invisible ones other than line feeds."""
    return sorted(c for c in set(text) if c != "\n" and not c.isprintable())


def assert_harmless(text: str) -> None:
    """Fail if a text could control a terminal, or a CI server whose log it is in."""
    assert foul(text) == []
    assert commands(text) == []
