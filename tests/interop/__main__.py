"""Lint the exported documents, generate clients from them, and run these against a sandbox.

PYTHONPATH=tests python -m interop
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yulsn_codegen.cli import main as yulsn_codegen
from yulsn_codegen.sandbox import running

from .tools import HERE, Outcome, Tools, missing

ROOT = HERE.parents[1]
VERSIONS = ("3.1", "3.2")


@dataclass(frozen=True)
class Generator:
    """A client generator.

    Attributes:
        tool: The value of the option `--for`.
        target: The name of what it writes, and of the program that uses it.
        command: Returns its command line for a document and an output.
    """

    tool: str
    target: str
    command: Callable[[Path, str], list[object]]

    @property
    def is_typescript(self) -> bool:
        """Whether it writes TypeScript."""
        return (HERE / "clients" / f"call_{self.target}.ts").is_file()


def _openapi_generator(language: str) -> Callable[[Path, str], list[object]]:
    return lambda document, output: ["openapi-generator-cli", "generate", "-g", language, "-i", document, "-o", output]


GENERATORS = (
    Generator("openapi-generator", "openapi_generator_python", _openapi_generator("python")),
    Generator("openapi-generator", "typescript_fetch", _openapi_generator("typescript-fetch")),
    Generator(
        "openapi-python-client",
        "openapi_python_client",
        lambda document, output: [
            *("openapi-python-client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", document, "--output-path", output),
        ],
    ),
    Generator(
        "openapi-typescript",
        "openapi_typescript",
        lambda document, output: ["openapi-typescript", document, "-o", f"{output}.d.ts"],
    ),
    Generator("hey-api", "hey_api", lambda document, output: ["openapi-ts", "-i", document, "-o", output]),
)


def main() -> int:
    """Check everything, print a table, and return 1 if something failed."""
    parser = argparse.ArgumentParser(prog="interop", description="Check the exported documents with other tools.")
    parser.add_argument("--require", action="store_true", help="fail where npm or Java is missing, instead of skipping")
    options = parser.parse_args()
    if lacking := missing():
        print(f"skipped: {', '.join(lacking)} not found; needs Node.js with npm, and Java", file=sys.stderr)
        return int(options.require)
    tools = Tools(ROOT / "build" / "interop")
    tools.install()
    work = _clean(tools.folder / "work")
    documents = _documents(work)
    results = [*_lint(tools, documents), *_generate(tools, work, documents), *_run(tools, work)]
    print("| tool | checks | result |\n|---|---|---|")
    for name, what, outcome in results:
        print(f"| {name} | {what} | {'passed' if outcome.status == 0 else 'failed'} |")
    failed = [(f"{name}, {what}", outcome) for name, what, outcome in results if outcome.status]
    for title, outcome in failed:
        print(f"\n{title}:\n{outcome.output[-5000:]}", file=sys.stderr)
    return int(bool(failed))


Result = tuple[str, str, Outcome]


def _clean(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("redocly.yaml", ".redocly.lint-ignore.yaml", "spectral.yaml", "tsconfig.json"):
        shutil.copy(HERE / name, folder)
    return folder


def _documents(work: Path) -> list[Path]:
    """Export the documents without and with the sandbox's account, and one for each tool."""
    account = ROOT / "generated" / "account.json"
    made = []
    for name, given in (("api", []), ("account", ["--account", str(account)])):
        for version in VERSIONS:
            made.append(work / f"{name}-{version}.yaml")
            _export([*given, "--version", version, "-o", str(made[-1])])
    for tool in sorted({generator.tool for generator in GENERATORS}):
        _export(["--account", str(account), "--for", tool, "-o", str(work / f"{tool}.yaml"), "-q"])
    return made


def _export(arguments: list[str]) -> None:
    if yulsn_codegen(["openapi", *arguments]) != 0:
        raise SystemExit(f"openapi {' '.join(arguments)} failed")


def _lint(tools: Tools, documents: list[Path]) -> Iterator[Result]:
    for document in documents:
        config = document.parent / "redocly.yaml"
        command = ["redocly", "lint", "--config", config, "--format", "checkstyle", document]
        outcome = tools.run(command)
        silent = outcome.status == 0 and "<error" not in outcome.output
        yield "Redocly", document.name, Outcome(int(not silent), outcome.output)
    for document in documents:
        command = ["spectral", "lint", "-r", document.parent / "spectral.yaml", "--fail-severity", "hint", document]
        yield "Spectral", document.name, tools.run(command)


def _generate(tools: Tools, work: Path, documents: list[Path]) -> Iterator[Result]:
    """Generate from the document of version 3.1 without an account, and from that for the tool."""
    for generator in GENERATORS:
        for document in (documents[0], work / f"{generator.tool}.yaml"):
            folder = work / ("plain" if document in documents else ".") / generator.target
            folder.parent.mkdir(exist_ok=True)
            yield (
                _name(generator),
                f"generates from {document.name}",
                tools.run(generator.command(document, str(folder))),
            )


def _run(tools: Tools, work: Path) -> Iterator[Result]:
    """Compile what needs it, and run every program against a sandbox of its own."""
    for program in (HERE / "clients").iterdir():
        shutil.copy(program, work)
    compiled = tools.run(["tsc", "-p", work])
    yield "TypeScript", "compiles the clients", compiled
    for generator in GENERATORS:
        with running() as sandbox:
            env = {
                "BASE_URL": sandbox.base_url,
                "API_KEY": sandbox.api_key,
                "PYTHONPATH": str(work / "openapi_generator_python"),
            }
            if generator.is_typescript:
                command = ["node", work / "compiled" / f"call_{generator.target}.js"]
            else:
                command = [tools.python, work / f"call_{generator.target}.py"]
            yield _name(generator), "calls the sandbox", tools.run(command, env)


def _name(generator: Generator) -> str:
    return f"{generator.tool} ({generator.target})" if generator.tool == "openapi-generator" else generator.tool


if __name__ == "__main__":
    sys.exit(main())
