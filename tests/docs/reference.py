"""The parts of the reference that are written from the code, and the regions of the pages that hold them.

A region stands between `<!-- written by make docs: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import yulsn_codegen
from account.peculiarities import table as peculiarities
from yulsn_codegen.cli import COMMANDS, PROGRAM
from yulsn_codegen.cli import commands as program
from yulsn_codegen.cli.command import WIDTH
from yulsn_codegen.drift.reports import FORMATS
from yulsn_codegen.drift.rules import RULES
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import ExitCode

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
_REGION = re.compile(r"(<!-- written by make docs: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(text: str) -> str:
    """Return a page with its regions written again."""
    return _REGION.sub(lambda found: f"{found[1]}\n{REGIONS[found['name']]()}\n{found[3]}", text)


def regions(text: str) -> list[str]:
    """Return the names of a page's regions."""
    return [found["name"] for found in _REGION.finditer(text)]


def rules() -> str:
    """The table of drift rules."""
    lines = ["| rule | what happened | reading | writing | version | why |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{rule.id}` | {rule.title} | {rule.reading} | {rule.writing} | {rule.bump.name.lower()} "
        f"| {rule.explanation} |"
        for rule in RULES
    ]
    return "\n".join(lines) + "\n"


def report_formats() -> str:
    """The table of report formats."""
    rows = [f"| `{name}` | {form.purpose} |" for name, form in FORMATS.items()]
    return "\n".join(["| format | for |", "|---|---|", *rows]) + "\n"


def exit_codes() -> str:
    """The table of exit codes."""
    return "\n".join(["| code | meaning |", "|---|---|", *(f"| {code} | {code.meaning} |" for code in ExitCode)]) + "\n"


def commands() -> str:
    """The help of the program and of each command, as a wide terminal shows it."""
    lines = []
    with click.Context(program, info_name=PROGRAM, terminal_width=WIDTH - 2, show_default=True) as root:
        for name in ("", *COMMANDS):
            command = program.get_command(root, name) if name else program
            assert command is not None
            context = click.Context(command, info_name=name, parent=root) if name else root
            title = f"### {name}\n\n" if name else ""
            lines.append(f"{title}```console\n$ {context.command_path} --help\n{context.get_help()}\n```\n")
    return "\n".join(lines)


def client_errors() -> str:
    """The tree of the client's exceptions, from the docstring of the runtime's module."""
    text = (shipped("templates") / "runtime" / "errors.py").read_text(encoding="utf-8")
    tree = re.search(r"^    YulsnError\n(?:    .*\n)+", text, re.MULTILINE)
    assert tree is not None, "templates/runtime/errors.py shows no tree of exceptions"
    lines = [line.strip().removeprefix("YulsnError") and line[4:] for line in tree[0].splitlines()]
    return "- `YulsnError`: base of all errors of the client\n" + "".join(_entry(line) for line in lines if line)


def _entry(line: str) -> str:
    found = re.fullmatch(r"(?P<bars>[│ ]*)[├└]── (?P<name>\w+) +(?P<text>.+)", line)
    assert found is not None, f"this line of the tree is not understood: {line!r}"
    return f"{'  ' * (1 + len(found['bars']) // 4)}- `{found['name']}`: {found['text']}\n"


def packages() -> str:
    """The generator's packages and what they do, from the first sentence of their docstrings."""
    root = Path(yulsn_codegen.__file__).parent
    lines = ["| package or module | what it does |", "|---|---|"]
    for path in sorted((*root.glob("*/__init__.py"), *root.glob("[a-z]*.py"))):
        text = inspect.cleandoc(_docstring(path))
        name = path.parent.name + "/" if path.name == "__init__.py" else path.name
        lines.append(f"| `{name}` | {text.splitlines()[0]} |")
    return "\n".join(lines) + "\n"


def _docstring(path: Path) -> str:
    import ast

    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


REGIONS: Mapping[str, Callable[[], str]] = {
    "rules": rules,
    "report-formats": report_formats,
    "exit-codes": exit_codes,
    "commands": commands,
    "client-errors": client_errors,
    "packages": packages,
    "peculiarities": peculiarities,
}
