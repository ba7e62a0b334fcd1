"""A reader who follows a page from top to bottom and runs every code block in it, against a sandbox.

What a block is follows from its language:

- `python` runs in the page's namespace. The `text` block after it is what it prints, exactly.
- `sh` runs in bash, in the page's folder, and must succeed. `make` only says what it would do.
- `console` is commands behind `$ ` and what each of them prints, exactly; this is how the output of type checkers is
  shown.
- Commands of `yulsn-codegen` that need no shell run in this process, unless their block has other commands as well.
- `toml`, `yaml` and `json` must parse; `[tool.yulsn-codegen]` must be a valid configuration.
- Any block whose first line is a comment with a file's name (`# conftest.py`) is that file.

An `sh` block of `yulsn-codegen sandbox` commands starts these sandboxes; they run until the page ends. Three things
differ from the page: addresses lead to the sandbox, a key written as `...` is the sandbox's key, and `pip` installs
from local folders.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType, TracebackType
from typing import IO, Any
from unittest import SkipTest
from unittest.mock import patch

import yaml
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser, SkipParser
from yulsn_codegen import cache
from yulsn_codegen.cli import main
from yulsn_codegen.config import read_config
from yulsn_codegen.testing import run_sandbox

LANGUAGES = ("python", "text", "sh", "console", "toml", "yaml", "json")
REPOSITORY = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

_ADDRESSES = re.compile(r"https://api\.yulsn\.io|https://staging\.example\.com|http://127\.0\.0\.1:8765")
_FILE = re.compile(r"# (?P<name>[\w./-]+\.\w+)\n")
_LISTENS = re.compile(r"http://127\.0\.0\.1:\d+")
_PACKAGES = ("acme_crm", "yulsn_client")
_MAKE = f'make() {{ command make --dry-run --directory={shlex.quote(str(REPOSITORY))} "$@"; }}'
_END = "\x1eend\x1e"
_SHELL = re.compile(r"[$`|&;<>(){}*?~\\]")
_DEFINED = re.compile(r'^.*: note: ".+" defined in "[\w.]+"\n', re.MULTILINE)


class Reader:
    """Runs the blocks of one page.

    Args:
        page: The page to read.
        folder: An empty folder to run commands in.
        packages: A folder of wheels that `pip` finds.
        python_path: A folder in which packages are already installed, or None.
        update: Whether to correct the outputs that the page shows, instead of failing.
    """

    def __init__(
        self,
        page: Path,
        folder: Path,
        packages: Path,
        python_path: Path | None = None,
        *,
        update: bool = False,
    ) -> None:
        self.page = page
        self.folder = folder
        self.installed = folder / ".installed"
        self.path = [str(self.installed), *([str(python_path)] if python_path else [])]
        self.update = update
        self.counts: dict[str, int] = {}
        self._corrections: list[tuple[int, int, str]] = []
        self._printed = ""
        self._stack = ExitStack()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("YULSN_", "GITHUB_"))},
            cache.VARIABLE: os.environ[cache.VARIABLE],
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "YULSN_API_KEY": "sandbox",
            "PYTHONPATH": os.pathsep.join(self.path),
            "MYPYPATH": os.pathsep.join(self.path),
            "PIP_TARGET": str(self.installed),
            "PIP_FIND_LINKS": str(packages),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of build isolation: none
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_COMPILE": "1",
            "PIP_UPGRADE": "1",
            "PIP_QUIET": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # plugins of others take longer than the tests
            "NO_COLOR": "1",
            "TERM": "dumb",
            "COLUMNS": "100",
        }

    def __enter__(self) -> Reader:
        self.url = self._stack.enter_context(run_sandbox(contacts=100, seed=7)).base_url
        self._stack.enter_context(contextlib.chdir(self.folder))
        self._stack.enter_context(_importing(self.path))
        self._stack.enter_context(patch.dict(os.environ, YULSN_API_KEY="sandbox"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def read(self) -> None:
        """Run every block of the page in order.

        Raises:
            SybilFailure: A block did not do what the page says.
        """
        blocks = [CodeBlockParser(language, getattr(self, f"_{language}")) for language in LANGUAGES]
        document = Document.parse(str(self.page), SkipParser(), *blocks)
        document.namespace["__name__"] = "__main__"
        self._stack.callback(_close_clients, document.namespace)
        for example in document.examples():
            with contextlib.suppress(SkipTest):
                example.evaluate()
        if self._corrections:
            text = document.text
            for start, end, output in reversed(self._corrections):
                text = f"{text[:start]}{output}{text[end:]}"
            self.page.write_text(text, encoding="utf-8")

    def _python(self, example: Example) -> str | None:
        self._count("python")
        text = self._located(example.parsed)
        if self._is_file(text):
            return None
        printed = io.StringIO()
        lines_before = "\n" * (example.line + example.parsed.line_offset)
        with contextlib.redirect_stdout(printed):
            importlib.invalidate_caches()
            exec(compile(lines_before + text, example.path, "exec", dont_inherit=True), example.namespace)
        self._printed = printed.getvalue()
        return None

    def _text(self, example: Example) -> str | None:
        self._count("text")
        return self._compare(self._shown(self._printed, example.parsed), example)

    def _sh(self, example: Example) -> str | None:
        self._count("sh")
        text = self._located(example.parsed)
        commands = [line.partition(" #")[0] for line in text.splitlines() if line.strip()]
        if all(command.startswith("yulsn-codegen sandbox") for command in commands):
            for command in commands:
                self._start_sandbox(command)
            return None
        local = not any(command.startswith("yulsn-codegen build") for command in commands)
        if local and (plain := _plain(commands)):
            failed = (f"exit code {code}:\n{output}" for code, output in map(self._run, plain) if code)
            return next(failed, None)
        done = self._bash(f"set -euo pipefail\n{_MAKE}\n{text}", local=local)
        return f"exit code {done.returncode}:\n{done.stdout}" if done.returncode else None

    def _console(self, example: Example) -> str | None:
        self._count("console")
        commands = re.findall(r"^\$ (.+)\n", example.parsed, re.MULTILINE)
        shown = "".join(
            f"$ {command}\n{_ended(self._shown(output, command))}"
            for command, output in zip(commands, self._outputs(list(map(self._located, commands))), strict=False)
        )
        return self._compare(shown, example)

    def _outputs(self, commands: list[str]) -> list[str]:
        """Run commands in one session, and return what each of them prints."""
        if plain := _plain(commands):
            return [output for _, output in map(self._run, plain)]
        end = f"(code=$?; echo; echo {shlex.quote(_END)}; exit $code)"
        return self._bash("".join(f"{command}\n{end}\n" for command in commands)).stdout.split(f"\n{_END}\n")

    def _toml(self, example: Example) -> str | None:
        self._count("toml")
        text = self._located(example.parsed)
        section = tomllib.loads(text).get("tool", {}).get("yulsn-codegen")
        if section is not None:
            file = self.folder / "checked.toml"
            file.write_text(text, encoding="utf-8")
            for profile in (None, *section.get("profiles", {})):
                read_config(file, profile)
            file.unlink()
        self._is_file(text)
        return None

    def _yaml(self, example: Example) -> str | None:
        self._count("yaml")
        text = self._located(example.parsed)
        yaml.safe_load(text)
        self._is_file(text)
        return None

    def _json(self, example: Example) -> str | None:
        self._count("json")
        json.loads(example.parsed)
        return None

    def _count(self, language: str) -> None:
        self.counts[language] = self.counts.get(language, 0) + 1

    def _compare(self, found: str, example: Example) -> str | None:
        """Return what to say when an output is not what the page shows; None where it is, or is corrected."""
        wanted = str(example.parsed)
        if found.strip("\n") == wanted.strip("\n"):
            return None
        if self.update:
            start = example.document.text.index("\n", example.start) + 1
            self._corrections.append((start, start + len(wanted), found))
            return None
        return f"the page shows\n{wanted}\nbut the output is\n{found}\nIf that is right, run `make docs`."

    def _is_file(self, text: str) -> bool:
        """Write a block that is a file, and return whether it is one."""
        name = _FILE.match(text)
        if name is None:
            return False
        file = self.folder / name["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return True

    def _located(self, text: str) -> str:
        """Return a block's text with the sandbox's address and key instead of the page's."""
        text = _ADDRESSES.sub(self.url, text).replace("YULSN_API_KEY=...", "YULSN_API_KEY=sandbox")
        return re.sub(r"(?<=\bClient\()\)", f'base_url="{self.url}")', text)

    def _shown(self, output: str, block: str) -> str:
        """Return an output with the page's address instead of the sandbox's.

        Mypy says where a class is defined only if it has not read that from its cache, so those notes are left out.
        """
        address = _ADDRESSES.search(block)
        return _DEFINED.sub("", output.replace(self.url, address[0] if address else "http://127.0.0.1:8765"))

    def _run(self, arguments: list[str]) -> tuple[int, str]:
        """Run a command of yulsn-codegen in this process, and return its exit code and what it printed."""
        printed = io.StringIO()
        environment = patch.dict(os.environ, self._environment, clear=True)
        with environment, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            return main(arguments), printed.getvalue()

    def _bash(self, script: str, *, local: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a script; `local` says whether `pip` is confined to local folders."""
        environment = {name: value for name, value in self._environment.items() if local or not name.startswith("PIP_")}
        return subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=environment if local else {**environment, **_index()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def _start_sandbox(self, command: str) -> None:
        process = subprocess.Popen(
            [*shlex.split(command), "--port", "0"],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._stack.callback(_stop, process)
        self.url = _address(process.stdout)


def _plain(commands: list[str]) -> list[list[str]] | None:
    """Return the arguments of commands if all of them are of yulsn-codegen and none needs a shell, or None."""
    if not all(command.startswith("yulsn-codegen ") and not _SHELL.search(command) for command in commands):
        return None
    return [shlex.split(command, comments=True)[1:] for command in commands]


def _index() -> dict[str, str]:
    """Return this machine's own settings of `pip`."""
    return {name: value for name, value in os.environ.items() if name.startswith("PIP_")}


def _address(stream: IO[str] | None) -> str:
    """Return the address that a starting sandbox says it listens at."""
    said = ""
    for line in stream or ():
        said += line
        if found := _LISTENS.search(line):
            return found[0]
    raise AssertionError(f"the sandbox did not start:\n{said}")


def _close_clients(namespace: dict[str, Any]) -> None:
    """Close what a page leaves open, as a reader's interpreter does when it exits."""
    for value in namespace.values():
        if type(value).__name__ == "Client":
            value.close()


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=60)


@contextlib.contextmanager
def _importing(path: list[str]) -> Iterator[None]:
    """Import generated packages only from these folders, and forget them afterwards."""
    before = sys.path[:]
    loaded = _forget()
    sys.path[:0] = path
    try:
        yield
    finally:
        sys.path[:] = before
        _forget()
        sys.modules.update(loaded)


def _forget() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] in _PACKAGES}


def _ended(output: str) -> str:
    return output if not output or output.endswith("\n") else f"{output}\n"
