"""Render the files of a package from its `Api` tree. They are not formatted yet, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..account.schema import AccountSchema
from ..account.snapshot import snapshot
from ..base_url import DEFAULT_BASE_URL
from ..client import api
from ..client.naming import class_name
from ..client.types import types_of
from ..text.hashing import digest
from ..text.json_text import indented
from .environment import environment
from .imports import grouped, isort_key
from .models import model_code
from .readme import readme
from .resources import resource_view, table_view
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
    ("table_import", ("RefusedLine", "from_arrow", "from_csv")),
    ("views", ("RawResponse", "RequestView", "ResponseView")),
)

# Git must not change line ends, because the lock has a hash of every file.
GIT_ATTRIBUTES = "* -text\n"


def render_release(release: api.Release) -> Files:
    """Return the files that state the package's version and changelog; no other file depends on them."""
    package = release.package
    public = [name for _, names in VALUES for name in names]
    names = sorted([*public, "AsyncClient", "Client", "UNSET", "UnsetType"], key=isort_key)
    sources = {
        "pyproject.toml": "pyproject.toml.jinja",
        "CHANGELOG.md": "CHANGELOG.md.jinja",
        f"{package}/__init__.py": "package/__init__.py.jinja",
    }
    templates = environment()
    return {
        path: templates.get_template(template).render(
            package=package,
            distribution=api.distribution(package),
            version=release.version,
            changelog=release.changelog,
            values=VALUES,
            names=names,
        )
        for path, template in sources.items()
    }


def render(
    tree: api.Api,
    account: AccountSchema,
    package: str,
    base_url: str = DEFAULT_BASE_URL,
    account_id: int | None = None,
) -> Files:
    """Return the files of a package that do not depend on its version. The lock is not among them.

    Args:
        tree: What the package contains.
        account: The account schema that the package is for.
        package: The import name of the package.
        base_url: The base URL that the package uses by default, in canonical form.
        account_id: The account's number that the package uses by default; None for none.
    """
    data = snapshot(account)
    text = indented(data) + "\n"
    return {
        ".gitattributes": GIT_ATTRIBUTES,
        "account.json": text,
        f"{package}/account.json": json.dumps(data, separators=(",", ":"), ensure_ascii=True) + "\n",
        f"{package}/py.typed": "",
        **_Renderer(tree, account, package, base_url, account_id, digest(text)[:12]).files(),
        **runtime_files(f"{package}/_runtime/"),
    }


class _Renderer:
    """Renders the templates of one package."""

    def __init__(
        self,
        tree: api.Api,
        account: AccountSchema,
        package: str,
        base_url: str,
        account_id: int | None,
        fingerprint: str,
    ) -> None:
        self.tree = tree
        self.account = account
        self.package = package
        self.base_url = "" if base_url == DEFAULT_BASE_URL else base_url
        self.fingerprint = fingerprint
        self.account_id = account_id
        self.types = types_of(tree.shapes())
        self.templates = environment()

    def files(self) -> Files:
        """Return all files that are rendered from templates."""
        return {
            "README.md": self.text("README.md", **readme(self.tree, self.account, self.types)),
            **{f"{self.package}/{path}": text for path, text in self.modules()},
        }

    def text(self, template: str, **values: object) -> str:
        """Return what a template makes of some values."""
        names = {"package": self.package, "distribution": api.distribution(self.package)}
        defaults = {"base_url": self.base_url, "account_id": self.account_id}
        return self.templates.get_template(f"{template}.jinja").render(**names, **defaults, **values)

    def modules(self) -> Iterator[tuple[str, str]]:
        """Yield the path, relative to the package, and the text of every module."""
        tree = self.tree
        yield "__main__.py", self.text("package/__main__.py")
        yield "client.py", self.text("package/client.py", resources=tree.resources, fingerprint=self.fingerprint)
        types = value_type_code(tree.types)
        yield "types.py", self.text("package/types.py", groups=grouped(types.imports, ".types"), code=types)
        yield "models/__init__.py", self.text("package/models/__init__.py", **_models_init(tree.modules))
        yield "resources/__init__.py", self.text("package/resources/__init__.py")
        tables = {"tables": tree.tables, "aliases": tree.table_aliases}
        yield "tables/__init__.py", self.text("package/tables/__init__.py", **tables)
        for module in tree.modules:
            code = model_code(module.models, self.types, module.searchable)
            imports = grouped(code.imports, f".models.{module.name}")
            values = {"name": module.name, "imports": imports, "views": code.views, "searchable": code.searchable}
            yield f"models/{module.name}.py", self.text("package/models/[module].py", **values)
        for resource in tree.resources:
            view = resource_view(resource, self.types)
            yield f"resources/{resource.name}.py", self.text("package/resources/[resource].py", view=view)
        for table in tree.tables:
            searchable = [table.searchable] if table.searchable else []
            view = table_view(table, model_code(table.models, self.types, searchable), self.types)
            yield f"tables/{table.name}.py", self.text("package/tables/[table].py", view=view)
        for former, table in tree.table_aliases:
            values = {"former": former, "name": table.name, "label": table.label, "classes": _former(former, table)}
            yield f"tables/{former}.py", self.text("package/tables/[alias].py", **values)


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
