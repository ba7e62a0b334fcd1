"""Set up a repository: the configuration, a CI file and `.gitattributes`, without overwriting anything.

Everything is decided before the first file is written, and running it again changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PurePosixPath

from .base_url import DEFAULT_BASE_URL
from .client.release import DEFAULT_PACKAGE
from .config import SECTION
from .shipped import ci_files
from .text.documents import parse_toml, read_bytes
from .text.errors import InputError, Problem, UnwritableError
from .text.files import replace_file

_GITLAB = ".gitlab-ci.yml"
_INCLUDED = ".gitlab/schema-drift.yml"
# What CI installs: the tool at a commit. The placeholder is that of the files for CI servers.
_PLACEHOLDER = "yulsn-codegen @ git+https://git.example.com/tools/yulsn-codegen@" + "0" * 40
_PINNED = re.compile(r"git\+(?:https|ssh)://[\w.~%@:/-]+@[0-9a-f]{40}", re.ASCII)
_REMOTE = re.compile(r"^\s*url\s*=\s*(?P<url>\S+)", re.MULTILINE)


class Ci(StrEnum):
    """A CI server for which there is a file."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


@dataclass(frozen=True)
class Settings:
    """What is written into the configuration.

    Attributes:
        package: The import name of the package.
        out: The output folder, relative to the repository.
        base_url: The base URL in canonical form; the default is not written.
        ci: The CI server.
        install: The address from which CI installs yulsn-codegen, with a commit; None if it is not known.
    """

    package: str
    out: PurePosixPath
    base_url: str
    ci: Ci
    install: str | None = None


@dataclass(frozen=True)
class PlannedFile:
    """A file of the repository, and what happens to it.

    Attributes:
        path: The file, relative to the repository.
        done: What happens, such as `created`, in words.
        text: The new content; None if the file is kept.
    """

    path: str
    done: str
    text: str | None = None


def find_repository(start: Path) -> Path:
    """Return the git repository that a folder is in.

    Raises:
        InputError: There is none.
    """
    for folder in (start, *start.parents):
        if (folder / ".git").exists():
            return folder
    raise InputError(Problem(str(start), "is not in a git repository", "Run `git init` first, or change the folder."))


def guess_ci(repository: Path) -> Ci | None:
    """Return the CI server that the repository's files or remotes point to; None if they point to none."""
    if (repository / ".github").is_dir():
        return Ci.GITHUB
    if (repository / _GITLAB).exists():
        return Ci.GITLAB
    try:
        remotes = _REMOTE.findall((repository / ".git" / "config").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    return next((ci for ci in (Ci.GITHUB, Ci.GITLAB) if any(ci.value in url for url in remotes)), None)


def guess_package(repository: Path) -> str:
    """Return a name for the package, from that of the project or the repository's folder."""
    project = _toml(repository).get("project")
    name = project.get("name") if isinstance(project, dict) else None
    words = re.sub(r"[^a-z0-9]+", "_", (name if isinstance(name, str) else repository.name).lower()).strip("_")
    return f"{words}_crm" if words[:1].isalpha() else DEFAULT_PACKAGE


def check_install(address: str) -> str:
    """Return an address from which to install yulsn-codegen unchanged.

    Raises:
        InputError: It does not name a commit, so that what is installed could change.
    """
    if not _PINNED.fullmatch(address):
        hint = "Use the form git+https://HOST/PATH@COMMIT, with all 40 digits of the commit."
        raise InputError(Problem("--install", f"{address!a} does not name a commit in a git repository", hint))
    return address


def installed_from() -> str | None:
    """Return the address and commit that this yulsn-codegen was installed from, or None if it was not from git."""
    from importlib import metadata

    try:
        origin = json.loads(metadata.distribution("yulsn-codegen").read_text("direct_url.json") or "{}")
        address = f"git+{origin['url']}@{origin['vcs_info']['commit_id']}"
    except (metadata.PackageNotFoundError, OSError, ValueError, KeyError, TypeError):
        return None
    return address if _PINNED.fullmatch(address) else None


def configured(repository: Path) -> dict[str, object] | None:
    """Return the section of the repository's pyproject.toml, or None without it.

    Raises:
        InputError: The file is not TOML, or its section is not a table.
    """
    tool = _toml(repository).get("tool")
    section = tool.get(SECTION) if isinstance(tool, dict) else None
    if section is not None and not isinstance(section, dict):
        raise InputError(Problem(str(repository / "pyproject.toml"), f"tool.{SECTION} is not a table"))
    return section


def output_folder(folder: str, system: type[PurePath] = PurePath) -> PurePosixPath:
    """Return a folder inside the repository as the configuration and git write it, with forward slashes.

    Args:
        folder: The folder, relative to the repository.
        system: The kind of paths of this operating system.

    Raises:
        InputError: It is not inside the repository.
    """
    path = system(folder)
    if path.anchor or ".." in path.parts or not path.parts:
        raise InputError(Problem("--out", f"{folder!r} is not a folder inside the repository"))
    return PurePosixPath(path.as_posix())


def decide(repository: Path, settings: Settings) -> list[PlannedFile]:
    """Return what happens to each file that the setup concerns.

    Raises:
        InputError: A file there cannot be read.
    """
    return [
        _configuration(repository, settings),
        _attributes(repository, settings),
        *_ci_files(repository, settings),
    ]


def write(repository: Path, files: list[PlannedFile]) -> None:
    """Write the files that change, each one atomically.

    Raises:
        UnwritableError: A file cannot be written.
    """
    for file in files:
        if file.text is None:
            continue
        path = repository / file.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, file.text)
        except OSError as error:
            what = f"cannot be written: {error.strerror or error}"
            raise UnwritableError(Problem(str(path), what, "Check the permissions of the folder.")) from None


def _toml(repository: Path) -> dict[str, object]:
    file = repository / "pyproject.toml"
    return parse_toml(read_bytes(file), str(file)) if file.exists() else {}


def _configuration(repository: Path, settings: Settings) -> PlannedFile:
    wanted = {"package": settings.package, "out": str(settings.out)}
    if settings.base_url != DEFAULT_BASE_URL:
        wanted = {"base-url": settings.base_url, **wanted}
    known = configured(repository)
    if known is not None:
        differing = [key for key, value in wanted.items() if known.get(key, value) != value]
        advice = f"; change {' and '.join(differing)} there" if differing else ""
        return PlannedFile("pyproject.toml", f"kept: it has [tool.{SECTION}]{advice}")
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    old = _text(repository / "pyproject.toml")
    try:
        document = tomlkit.parse(old or "")
        section = tomlkit.table()
        section.update(wanted)
        if "tool" not in document:
            document["tool"] = tomlkit.table(is_super_table=True)
        document["tool"][SECTION] = section
        text = tomlkit.dumps(document)
    except TOMLKitError as error:
        raise InputError(Problem(str(repository / "pyproject.toml"), f"cannot be edited: {error}")) from None
    done = "created" if old is None else f"changed: [tool.{SECTION}] was added"
    return PlannedFile("pyproject.toml", done, text)


def _attributes(repository: Path, settings: Settings) -> PlannedFile:
    """Keep git from changing line ends, on which the lock's hashes depend, and mark the package as generated."""
    pattern = f"/{settings.out}/**"
    line = f"{pattern} text eol=lf linguist-generated"
    old = _text(repository / ".gitattributes")
    if old is not None and any(existing.split()[:1] == [pattern] for existing in old.splitlines()):
        return PlannedFile(".gitattributes", f"kept: it has a line for {pattern}")
    end = "\r\n" if old and "\r\n" in old else "\n"
    start = old + ("" if old.endswith("\n") else end) if old else ""
    done = "created" if old is None else f"changed: a line for {pattern} was added"
    return PlannedFile(".gitattributes", done, f"{start}{line}{end}")


def _ci_files(repository: Path, settings: Settings) -> Iterator[PlannedFile]:
    if settings.ci is Ci.GITHUB:
        for name in ("drift.yml", "verify.yml"):
            yield _new(repository, f".github/workflows/{name}", name, settings.install)
    elif settings.ci is Ci.GITLAB:
        yield _new(repository, _INCLUDED, "gitlab-ci.yml", settings.install)
        old = _text(repository / _GITLAB)
        include = f"include:\n  - local: {_INCLUDED}\n"
        if old is None:
            yield PlannedFile(_GITLAB, "created", include)
        elif _INCLUDED in old:
            yield PlannedFile(_GITLAB, "kept: it includes that file")
        else:
            yield PlannedFile(_GITLAB, f"kept: add `- local: {_INCLUDED}` to its `include` yourself")


def _new(repository: Path, path: str, name: str, install: str | None) -> PlannedFile:
    """Return the plan for a file that is shipped for a CI server."""
    text = (ci_files() / name).read_text(encoding="utf-8")
    if install is not None:
        text = text.replace(_PLACEHOLDER, f"yulsn-codegen @ {install}")
    old = _text(repository / path)
    if old is None:
        done = "created" if install else "created: set YULSN_CODEGEN in it to a commit to install"
        return PlannedFile(path, done, text)
    return PlannedFile(path, "kept: it is up to date" if old == text else "kept: it exists and is different")


def _text(file: Path) -> str | None:
    """Return the text of a file with its line ends, or None if there is no file."""
    if not file.exists() and not file.is_symlink():
        return None
    try:
        return read_bytes(file).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(Problem(str(file), "is not UTF-8")) from None
