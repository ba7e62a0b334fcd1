"""Render the files of a package from its `Api` tree, formatted as black formats them. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ..account.schema import AccountSchema
from ..account.snapshot import snapshot
from ..base_url import DEFAULT_BASE_URL
from ..client import api
from ..client.identifiers import class_name
from ..client.release import Release, distribution
from ..client.types import types_of
from ..text.hashing import digest
from ..text.json_text import indented
from . import agents
from .docstrings import paragraphs
from .factories import factories
from .imports import grouped, isort_key
from .modules import module_text, parts, text_of
from .readme import readme
from .resources import about
from .reuse import NOTHING, Known, key
from .runtime import runtime_files
from .value_types import value_type_code

Files = dict[str, str]

# The public names of the package besides its clients. A test compares the errors with the runtime's.
ERRORS = (
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "BulkError",
    "ClientClosedError",
    "ConflictError",
    "DecodeError",
    "GetManyError",
    "InvalidArgumentError",
    "InvalidBodyError",
    "LockedError",
    "MissingAccountIdError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "ServerError",
    "SyncError",
    "UnprocessableError",
    "ValidationError",
    "WrongAccountError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
)
VALUES = (
    ("clock", ("Clock",)),
    ("conversion", ("parse",)),
    ("drift.changes", ("SchemaChange", "Severity")),
    ("errors", ERRORS),
    ("exports", ("Export", "ExportProgress")),
    ("response_drift", ("Drift", "SchemaDriftWarning")),
    ("sync", ("SyncedTable", "SyncProgress", "SyncReport", "sync")),
    ("table_import", ("RefusedLine", "from_arrow", "from_csv")),
    ("views", ("RawResponse", "RequestView", "ResponseView")),
)

# Git must not change line ends, because the lock has a hash of every file.
GIT_ATTRIBUTES = "* -text\n"


@dataclass(frozen=True)
class Rendered:
    """The files of a package that do not depend on its version.

    Attributes:
        files: Their texts by path; the lock is not among them.
        reused: The paths of files that were not rendered again, since the guard has checked them before.
        hashes: The hashes of the modules' texts, by `reuse.key`.
    """

    files: Files
    reused: frozenset[str]
    hashes: dict[str, str]


def render_release(release: Release) -> Files:
    """Return the files that state the package's version and changelog; no other file depends on them."""
    package = release.package
    public = [name for _, names in VALUES for name in names]
    values = {
        "package": package,
        "distribution": distribution(package),
        "version": release.version,
        "changelog": release.changelog,
        "values": VALUES,
        "names": sorted([*public, "AsyncClient", "Client", "UNSET", "UnsetType"], key=isort_key),
    }
    return {
        "pyproject.toml": text_of("pyproject.toml", **values),
        "CHANGELOG.md": text_of("CHANGELOG.md", **values),
        f"{package}/__init__.py": text_of("package/__init__.py", **values),
    }


def render(
    tree: api.Api,
    account: AccountSchema,
    package: str,
    base_url: str = DEFAULT_BASE_URL,
    account_id: int | None = None,
    known: Known = NOTHING,
) -> Rendered:
    """Render the files of a package that do not depend on its version.

    Args:
        tree: What the package contains.
        account: The account schema that the package is for.
        package: The import name of the package.
        base_url: The base URL that the package uses by default, in canonical form.
        account_id: The account's number that the package uses by default; None for none.
        known: Modules that need not be rendered again.
    """
    data = snapshot(account)
    text = indented(data) + "\n"
    modules = parts(tree)
    keys = {path: key(path, part) for path, part in modules.items()}
    reused = {path: found for path in modules if (found := known.text(keys[path], f"{package}/{path}")) is not None}
    fresh = {path: part for path, part in modules.items() if path not in reused}
    shapes = (shape for part in (*tree.modules, *fresh.values()) for shape in part.shapes())
    types = types_of(chain(shapes, agents.shapes(tree)))
    rendered = reused | {path: module_text(path, part, types) for path, part in fresh.items()}
    values = {
        "package": package,
        "distribution": distribution(package),
        "base_url": "" if base_url == DEFAULT_BASE_URL else base_url,
        "account_id": account_id,
        "fingerprint": digest(text)[:12],
    }
    agents_guide = agents.guide(tree, types, values)
    files = {
        "AGENTS.md": agents_guide,
        f"{package}/AGENTS.md": agents_guide,
        ".gitattributes": GIT_ATTRIBUTES,
        "README.md": text_of("README.md", **values, **readme(tree, account, types)),
        "account.json": text,
        f"{package}/account.json": json.dumps(data, separators=(",", ":"), ensure_ascii=True) + "\n",
        f"{package}/py.typed": "",
        **{f"{package}/{path}": text for path, text in _common_modules(tree, values)},
        **{f"{package}/{path}": text for path, text in rendered.items()},
        **runtime_files(f"{package}/_runtime/"),
    }
    hashes = {keys[path]: digest(text) for path, text in rendered.items()}
    return Rendered(files, frozenset(f"{package}/{path}" for path in reused), hashes)


def _common_modules(tree: api.Api, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the path, relative to the package, and the text of each module that no single part of the tree determines.

    Args:
        tree: What the package contains.
        values: The values that all templates can use.
    """

    def text(template: str, **more: object) -> str:
        return text_of(f"package/{template}", **values, **more)

    yield "__main__.py", text("__main__.py")
    docs = {resource.name: paragraphs([about(resource)]) for resource in tree.resources}
    yield "client.py", text("client.py", resources=tree.resources, docs=docs)
    types = value_type_code(tree.types)
    yield "types.py", text("types.py", groups=grouped(types.imports, ".types"), code=types)
    yield "models/__init__.py", text("models/__init__.py", **_models_init(tree.modules))
    yield "resources/__init__.py", text("resources/__init__.py")
    yield "tables/__init__.py", text("tables/__init__.py", tables=tree.tables, aliases=tree.table_aliases)
    yield "testing/__init__.py", text("testing/__init__.py", factories=list(factories(tree)))
    for former, table in tree.table_aliases:
        more = {"former": former, "name": table.name, "label": table.label, "classes": _former(former, table)}
        yield f"tables/{former}.py", text("tables/[alias].py", **more)


def _former(name: str, table: api.ResourceClass) -> list[tuple[str, str]]:
    """Return the classes of a table, each with the name that it had when the table had another name."""
    now, before = table.class_name.removesuffix("Table"), class_name(name)
    fields = [] if table.searchable is None else [table.searchable.name]
    classes = [*(model.name for model in table.models), *fields, table.class_name]
    found = [(f"{before}{one.removeprefix(now)}", one) for one in classes]
    return [*found, (f"Async{before}Table", f"Async{table.class_name}")]


def _models_init(modules: Sequence[api.ModelModule]) -> dict[str, object]:
    homes = sorted((name, f".{module.name}") for module in modules for name in module.classes)
    imports = [{"name": module.name, "imports": ", ".join(sorted(module.classes, key=isort_key))} for module in modules]
    return {"modules": imports, "names": [name for name, _ in homes], "homes": homes}
