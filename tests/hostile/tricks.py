"""Texts that an attacker could write into an account, and names with a meaning for Python, templates or file systems.

Most come from advisories about generators that read OpenAPI, GraphQL, protobuf or JSON Schema: texts that end the
docstring or literal around them or are evaluated by templates, and names that are keywords, collide with others or are
paths. Code in them sets `builtins.PWNED` or creates the file `PWNED`, which `watched` detects.
"""

from __future__ import annotations

import builtins
import keyword
import sys
from collections.abc import Mapping
from pathlib import Path

from yulsn_codegen.client import build
from yulsn_codegen.client.identifiers import MODEL_ATTRIBUTES, suffix
from yulsn_codegen.description import document
from yulsn_codegen.shipped import shipped

CANARY = "PWNED"
_LONG = (
    5_000  # characters: more than a path may have (4,096), and than the digits of an integer that Python reads (4,300)
)
_SETS = f"__import__('builtins').{CANARY} = 1"
_CALLS = f"setattr(__import__('builtins'), '{CANARY}', 1)"
_WRITES = f"open('{CANARY}', 'w').close()"
_RUNS = f"__import__('os').system('touch {CANARY}')"

_PYTHON: Mapping[str, str] = {
    "docstring break-out": f'"""\n{_SETS}\n"""',
    "docstring break-out, indented": f'"""\n    {_SETS}\n    """',
    "docstring break-out on one line": f'""" ; {_CALLS} ; """',
    "docstring break-out, apostrophes": f"'''\n{_SETS}\n'''",
    "docstring end": '"""',
    "docstring end, apostrophes": "'''",
    "docstring end, escaped": '\\"""',
    "four quotes": '""""',
    "quote at the end": 'ends"',
    "quote": '"',
    "apostrophe": "'",
    "backslash at the end": "ends\\",
    "two backslashes at the end": "ends\\\\",
    "backslash": "\\",
    "backslash and quote": '\\"',
    "backslash and line feed": "a\\\nb",
    "escape of a quote": "\\x22\\u0022\\N{QUOTATION MARK}\\42",
    "half an escape": "\\x \\u12 \\N{ \\U0011ffff",
    "literal break-out": f'")\n{_SETS}\n#',
    "literal break-out on one line": f'"); {_CALLS} #',
    "literal break-out in an expression": f'" + str({_CALLS}) + "',
    "literal break-out, apostrophes": f"' + str({_CALLS}) + '",
    "call": _CALLS,
    "call of the shell": _RUNS,
    "call that writes": _WRITES,
    "default of a field": f"x: int = {_CALLS}",
    "class body": f"x\n\n    def __init_subclass__(cls): {_CALLS}\n",
    "decorator": f"@{_CALLS}\ndef x(): ...",
    "annotation": f"Literal[{_CALLS}]",
    "annotation as text": f"'{_CALLS}'",
    "lambda": f"(lambda: {_CALLS})()",
    "walrus": f"(x := {_CALLS})",
    "comment": f"# x\n{_SETS}",
    "end of the file": "\x1a",
    "coding cookie": "# -*- coding: utf-7 -*-",
    "coding cookie, vim": "# vim: set fileencoding=rot13 :",
    "text of UTF-7": "+ACIAIgAi- +AF8AXw-import__('os')",
    "type comment": "# type: ignore",
    "type comment, other": "# type: (...) -> int",
    "formatter off": "# fmt: off",
    "formatter skip": "x # fmt: skip",
    "linter off": "# noqa # pylint: disable=all # pyright: basic",
    "future import": "from __future__ import braces",
    "doctest": f">>> {_CALLS}",
    "doctest, continued": f">>> if 1:\n... {_CALLS}",
    "shebang": "#!/bin/sh",
    "eval of an f-string": f"{{{_CALLS}}}",
    "f-string": f"f'{{{_CALLS}!r:>10}}'",
    "str.format": "{0.__class__.__mro__[1].__subclasses__()}",
    "str.format, positional": "{} {0} {name!r:{width}} {{}}",
    "percent format": "%s %(name)s %d %n %%",
    "template string": "${name} $name $$ $(touch PWNED) `touch PWNED`",
    "pickle": "cos\nsystem\n(S'touch PWNED'\ntR.",
    "tabs for indentation": f"x\n\t{_SETS}",
}

_TEMPLATES: Mapping[str, str] = {
    "Jinja expression": "{{ 7 * 7 }}",
    "Jinja expression, undefined": "{{ undefined_name.attribute }}",
    "Jinja break-out": "{{ cycler.__init__.__globals__.os.system('touch PWNED') }}",
    "Jinja statement": "{% for x in range(9) %}x{% endfor %}",
    "Jinja include": "{% include '/etc/passwd' %}",
    "Jinja raw": "{% raw %}",
    "Jinja end of raw": "{% endraw %}{{ 1 }}{% raw %}",
    "Jinja macro end": "{% endmacro %}{% endif %}",
    "Jinja comment": "{# never closed",
    "Jinja line statement": "# for x in y",
    "token of a literal": "TOK000000KEN",
    "token of a literal, quoted": '"TOK000001KEN"',
    "token of a docstring": "DOC000000KEN",
    "token out of range": "DOC999999KEN",
    "stand-in": "\ue000",
    "stand-in of a quote": "\ue000%22",
    "stand-in in the middle": "a\ue000b",
    "percent encoding": "%22%0A%00%2F%2e%2e%C3%28",
    "replacement of a regular expression": "\\1\\g<0>\\g<name>$1",
    "regular expression": "(a+)+$[^]{1,",
    "JSON pointer": "#/components/schemas/Contact",
    "JSON pointer, escaped": "a~1b~0c/d",
    "reference": "$ref",
    "extension": "x-dynamic",
    "extension of an owner": "x-dynamic-owner",
    "extension of a name": "x-enum-varnames",
    "schema keyword": "additionalProperties",
    "schema keyword, combining": "allOf",
    "path parameter": "{id}",
    "name of a table in a path": "{tableName}",
    "discriminator": "@type",
    "prototype": "__proto__",
    "null": "null",
    "number": "1e999",
    "not a number": "NaN",
    "YAML tag": "!!python/object/apply:os.system ['touch PWNED']",
    "YAML anchor": "&a [*a, *a]",
    "YAML merge": "<<: *a",
    "YAML document": "---\nx: 1\n...",
    "YAML no": "no",
    "TOML table": '"\n[tool.hatch.build.hooks.custom]\npath = "x.py"',
    "TOML multi-line": "\"\"\"\n'''",
    "JSON break-out": '", "account": {}, "x": "',
}

_CHARACTERS: Mapping[str, str] = {
    "carriage return": "a\rb",
    "carriage return and code": f"#\r{_SETS}",
    "carriage return at the end": "a\r",
    "line feed": "a\nb",
    "both": "a\r\nb",
    "tab": "a\tb",
    "vertical tab": f"#\x0b{_SETS}",
    "form feed": f"#\x0c{_SETS}",
    "file separators": "a\x1cb\x1dc\x1ed\x1fe",
    "NUL": "a\0b",
    "NUL alone": "\0",
    "NUL at the end": "a\0",
    "backspace": "safe\b\b\b\bevil",
    "delete": "a\x7fb",
    "all controls": "".join(map(chr, range(32))),
    "all upper controls": "".join(map(chr, range(0x7F, 0xA0))),
    "next line": f"#\x85{_SETS}",
    "line separator": f"#\u2028{_SETS}",
    "paragraph separator": f"#\u2029{_SETS}",
    "bidi override": "\u202egnirts\u202c",
    "bidi isolate": "\u2066x\u2069 \u2067y\u2068",
    "bidi marks": "a\u200eb\u200fc\u061cd",
    "trojan source": f"/*\u202e }} \u2066if (admin)\u2069 \u2066 begin */ {_CALLS}",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "byte order mark": "\ufeffa",
    "byte order mark, swapped": "\ufffea",
    "soft hyphen": "a\u00adb",
    "no-break space": "a\u00a0b\u202fc\u2007d",
    "wide spaces": "\u3000a\u2003b\u1680c",
    "filler": "\u3164\u115f\u1160\uffa0",
    "tags": "a\U000e0041\U000e007f",
    "variation selectors": "a\ufe0fb\U000e0100",
    "noncharacters": "\uffff\ufdd0\U0010ffff",
    "private use": "\uf8ff\U000f0000",
    "surrogate, high": "a\ud800b",
    "surrogate, low": "a\udc80b",
    "surrogate alone": "\ud800",
    "surrogate at the end": "a\udfff",
    "surrogates the wrong way round": "\udc00\ud800",
    "replacement character": "\ufffd",
    "beside a surrogate": "a\ufffdb",
    "stacked accents": "a" + "\u0301" * 60,
    "accent first": "\u0301a",
    "ANSI colour": "\x1b[31mred\x1b[0m",
    "ANSI clear": "\x1b[2J\x1b[1;1H",
    "ANSI, one byte": "\x9b31mred",
    "OSC title": "\x1b]0;title\x07",
    "OSC link": "\x1b]8;;https://example.com\x1b\\x\x1b]8;;\x1b\\",
    "OSC clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "DCS": "\x1bP$q\x1b\\",
    "bell": "\a",
}

_PLACES: Mapping[str, str] = {
    "path up": "../../../PWNED",
    "path up, backslashes": "..\\..\\PWNED",
    "path up, encoded": "..%2f..%2fPWNED",
    "path up, doubly encoded": "%252e%252e%252f",
    "path up alone": "..",
    "path here": ".",
    "three dots": "...",
    "absolute path": "/tmp/PWNED",
    "absolute path, Windows": "C:\\Windows\\PWNED",
    "network path": "\\\\server\\share",
    "home": "~/PWNED",
    "file address": "file:///etc/passwd",
    "hidden file": ".git/config",
    "alternate stream": "table.py::$DATA",
    "dot at the end": "table.",
    "space at the end": "table ",
    "device": "CON",
    "device with an ending": "nul.py",
    "device, port": "COM1",
    "device, raised": "com\u00b9",
    "device, lower": "aux",
    "slash": "a/b",
    "slash first": "/",
    "query": "a?b=c&d",
    "fragment": "a#b",
    "semicolon": "a;b=c",
    "colon": "a:b",
    "user of an address": "user@example.com",
    "plus and space": "a+b c",
    "glob": "*?[a-z]",
    "option": "--help",
    "option, short": "-rf",
    "package's file": "__init__",
    "package's file with ending": "__init__.py",
    "package's cache": "__pycache__",
    "lock": "yulsn.lock.json",
    "pyproject": "pyproject.toml",
}

_MARKUP: Mapping[str, str] = {
    "CI annotation": "::error file=app.py,line=1::PWNED",
    "CI annotation on a line of its own": "x\n::error::PWNED",
    "CI output": "::set-output name=x::y",
    "CI output, after CR": "x\r::set-env name=PATH::/tmp",
    "CI stop": "::stop-commands::x",
    "CI encoded": "%0A::warning::x%25",
    "CI of another maker": "##vso[task.setvariable variable=x]y",
    "CI of a third": "##teamcity[buildStatus status='SUCCESS']",
    "log forgery": "x\n2024-01-01 00:00:00 INFO all is well",
    "end of CDATA": "]]>",
    "CDATA": "<![CDATA[x]]><y/>",
    "end of a comment": "-->",
    "end of a comment, other": "--!>",
    "entity": "&lt;&#x3c;&quot;&nonsense;",
    "doctype": '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "image": '<img src=x onerror="alert(1)">',
    "markdown link": "[x](javascript:alert(1))",
    "markdown image": "![x](https://example.com/x.png)",
    "markdown reference": "[x]: https://example.com",
    "markdown heading": "# heading",
    "markdown table": "a | b\n--- | ---",
    "markdown code": "`code` ``two`` ```\nblock\n```",
    "markdown quote": "> quote\n- list\n1. list",
    "markdown autolink": "https://example.com <https://example.com> www.example.com",
    "markdown emphasis": "*a* _b_ **c** ~~d~~",
    "mention": "@everyone #1 GH-1",
    "rich markup": "[bold red]x[/] [link=https://example.com]y[/link]",
    "rich markup, unbalanced": "[/] [/bold]",
    "emoji code": ":warning: :x:",
    "formula": "=cmd|'/c calc'!A1",
    "SQL": "'; DROP TABLE x; --",
    "header": "x\r\nX-ApiKey: y",
    "lookup": "${jndi:ldap://example.com/a}",
}

_SCRIPTS: Mapping[str, str] = {
    "empty": "",
    "space": " ",
    "spaces": "  \t ",
    "spaces around": "  a b  ",
    "underscore": "_",
    "underscores": "____",
    "punctuation": "!?.,;-",
    "one digit": "7",
    "leading digit": "2nd choice",
    "leading minus": "-1",
    "digits of others": "\u0663\u0967\u0e53",
    "superscript": "m\u00b2 \u2460 \u00bd",
    "emoji": "\U0001f600",
    "emoji, joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "emoji, flag": "\U0001f1e9\U0001f1f0",
    "emoji, keycap": "1\ufe0f\u20e3",
    "Danish": "R\u00f8dgr\u00f8d med fl\u00f8de p\u00e5 \u00c6r\u00f8",
    "decomposed": "A\u030a e\u0301",
    "German": "Gr\u00f6\u00dfe \u1e9e",
    "Turkish": "\u0130stanbul \u0131\u011f\u0131r",
    "Greek": "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
    "Cyrillic": "\u041f\u0440\u0438\u0432\u0435\u0442",
    "Latin in Cyrillic letters": "\u0440\u0430\u0443\u0440\u0430l",
    "Armenian": "\u0532\u0561\u0580\u0587",
    "Georgian": "\u10d2\u10d0\u10db\u10d0\u10e0",
    "Hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "Arabic": "\u0645\u0631\u062d\u0628\u0627",
    "Arabic ligature": "\ufdfa\ufdfb",
    "Devanagari": "\u0928\u092e\u0938\u094d\u0924\u0947",
    "Tamil": "\u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd",
    "Thai": "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "Ethiopic": "\u1230\u120b\u121d",
    "Chinese": "\u4f60\u597d\u4e16\u754c",
    "Japanese": "\u3053\u3093\u306b\u3061\u306f \u30ab\u30ca \uff76\uff85",
    "Korean": "\uc548\ub155",
    "Korean, decomposed": "\u110b\u1161\u11ab",
    "Cherokee": "\u13e3\u13b3\u13a9 \uab83",
    "Linear B": "\U00010000\U00010001",
    "mathematical": "\U0001d41f\U0001d456\U0001d5d9\U0001d7d8",
    "mathematical keyword": "\U0001d41c\U0001d425\U0001d41a\U0001d42c\U0001d42c",
    "ligature": "\ufb01eld",
    "full width": "\uff26\uff49\uff45\uff4c\uff44",
    "long s": "\u017felf",
    "Kelvin": "\u212aelvin",
    "long": "x" * _LONG,
    "long, of words": "word " * (_LONG // 5),
    "long, of quotes": '"' * _LONG,
    "long, of backslashes": "\\" * (_LONG - 1),
    "long, of emoji": "\U0001f600" * (_LONG // 4),
    "long, of brackets": "[" * _LONG,
    "integer past 64 bit": "18446744073709551616",
    "integer past 64 bit, negative": "-9223372036854775809",
    "largest integer of 64 bit": "9223372036854775807",
    "integer of too many digits": "9" * _LONG,
    "integer with underscores": "1_000",
    "integer with spaces": " 7 ",
    "integer in hexadecimal": "0x10",
    "minus zero": "-0",
}

_PLAYERS: Mapping[str, str] = {
    "keyword": "class",
    "keyword, capital": "None",
    "keyword, spaced": " import ",
    "soft keyword": "match",
    "soft keyword, type": "type",
    "builtin": "list",
    "builtin, hidden": "property",
    "dunder": "__class__",
    "dunder of modules": "__all__",
    "dunder of structs": "__struct_fields__",
    "dunder of instances": "__dict__",
    "name mangling": "__x",
    "one underscore": "_transport",
    "attribute of the base": "to_json",
    "attribute of the base, wire case": "ToJson",
    "attribute of the base, hidden": "_allowed_",
    "extra": "extra",
    "runtime name": "UNSET",
    "runtime module": "_runtime",
    "our module": "models",
    "our class": "Model",
    "client": "Client",
    "standard library": "datetime",
    "standard library, other": "os",
    "dependency": "msgspec",
    "self": "self",
    "cls": "cls",
    "suffix": f"a_b_{suffix('a-b')}",
}

# Used in every position.
TRICKS: Mapping[str, str] = {
    **_PYTHON,
    **_TEMPLATES,
    **_CHARACTERS,
    **_PLACES,
    **_MARKUP,
    **_SCRIPTS,
    **_PLAYERS,
}


def _static() -> list[str]:
    """Return the wire names and attributes of the static properties, and the names of schemas and groups."""
    described = document.load()
    static = build.static_names(described).values()
    properties = [text for names in static for pair in names.items() for text in pair]
    return [*properties, *described.schemas, *(tag["name"] for tag in described.root["tags"])]


def _runtime() -> list[str]:
    """Return the modules of the runtime and of the description, and the names that generated modules import."""
    folders = [shipped("templates") / "runtime", Path(document.__file__).parent]
    modules = [path.stem for folder in folders for path in sorted(folder.glob("*.py"))]
    imported = "annotations Decimal Literal Annotated Any ClassVar Mapping UnsetType Meta field deprecated Call"
    imported += " OnNotFound"
    imported += " TableResource AsyncTableResource"
    used = "Page Progress Resource AsyncResource cached_property TYPE_CHECKING tables types client resources _HOMES"
    return [*modules, *imported.split(), *used.split()]


# Used as names of fields.
NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *keyword.kwlist,
            *keyword.softkwlist,
            *sorted(name for name in vars(builtins) if not name.startswith("_")),
            *sorted(name for name in dir(type) if name.startswith("__")),
            *["__post_init__", "__getattr__", "__slots__", "__match_args__", "__struct_config__", "__rich_repr__"],
            *sorted(MODEL_ATTRIBUTES),
            *["self", "cls", "mro", "name", "value", "_missing_", "_account_", "_values", "_extra"],
            *_runtime(),
            *_static(),
        ]
    )
)
STANDARD_LIBRARY = tuple(sorted(sys.stdlib_module_names))

# Groups of texts that become the same name or file in a careless generator.
TWINS: tuple[tuple[str, ...], ...] = (
    ("field", "\ufb01eld", "Field", "FIELD", "\uff46ield", "fie\u200bld", "fi\u00adeld", "field_", " field"),
    ("a b", "a-b", "a_b", "aB", "A B", "a  b", "a.b", "a\tb", "a\u00a0b", f"a_b_{suffix('a-b')}", "a\0b", 'a"b'),
    ("class", "Class", "class_", "CLASS", "class-", "\U0001d41c\U0001d425\U0001d41a\U0001d42c\U0001d42c"),
    ("stra\u00dfe", "strasse", "STRASSE", "Stra\u00dfe", "STRA\u1e9eE"),
    ("\u00e6", "ae", "\u00c6", "\u01e3", "a e"),
    ("\u00e5", "a\u030a", "aa", "\u212b", "\u00c5"),
    ("\u03c3", "\u03c2", "\u03a3", "s"),
    ("\u212a", "k", "K", "\uff4b"),
    ("\u0130", "i", "I", "\u0131", "i\u0307"),
    ("", " ", "\0", "_", "!", "\u200b", "\ud800", "\udc00", "\ufffd", "\u3164"),
    ("\ud800", "\ufffd", "\udfff", "\ud800\ud800", "?", "\\ud800"),
    ("a\ud800", "a\ufffd", "a\udfff", "a?", "a"),
    ("1", "field_1", "Field 1", "\u0661", "\u2460", "\uff11", "\u00b9", "field-1", "#1"),
    ("con", "CON", "con_", "con.py", "con ", "c\u03bfn"),
    ("Id", "id", "ID", "I d", "_id", "\uff29\uff44", "Id ", "id_"),
    ("extra", "Extra", "extra_", "ex-tra", "ext ra"),
    ("cars", "Cars", "CARS", "async cars", "Async Cars", "cars row", "CarsRow", "cars table", "CarsCreate"),
    ("\ue000%22", '"', "\ue000%2522", "\ue000", "%22", "\ue000\ue000"),
    ("x" * 60, "x" * 61, "x" * 60 + "y", "X" * 60, "x" * _LONG, "x" * (_LONG - 1) + "y", "x" * 60 + "_"),
    ("TOK000000KEN", "DOC000000KEN", '"TOK000000KEN"', "tok000000ken"),
)
