"""The output as text: the named `Api` goes in, `Files` (path to text, unformatted) comes out; nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..account.schema import OWNERS, AccountSchema, FieldType
from ..account.snapshot import dump_snapshot, snapshot
from ..client import api
from ..client.types import is_literal, types_of
from ..shipped import shipped
from ..text.errors import printable
from ..text.hashing import digest
from ..text.literals import docstring, literal
from .models import model_code, shapes
from .runtime import runtime_files
from .views import isort_key, model_imports, resource_view, table_view

Files = dict[str, str]

# What the generated package offers beside its clients; a test holds it against the runtime.
ERRORS = (
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "BulkError",
    "ClientClosedError",
    "ConflictError",
    "DecodeError",
    "GetManyError",
    "InvalidBodyError",
    "LockedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "ServerError",
    "UnprocessableError",
    "WrongAccountError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
)
VALUES = (
    ("account", ("SchemaChange",)),
    ("clock", ("Clock",)),
    ("drift", ("Drift", "SchemaDriftWarning")),
    ("errors", ERRORS),
    ("views", ("RawResponse", "RequestView", "ResponseView")),
)
_PYTHON_TYPES = {
    FieldType.STRING: "str",
    FieldType.BOOLEAN: "bool",
    FieldType.NUMBER: "int",
    FieldType.DATE_TIME_OFFSET: "datetime",
    FieldType.DECIMAL: "Decimal",
    FieldType.UNKNOWN: "Any",
}
_EXAMPLES = {
    FieldType.STRING: '"..."',
    FieldType.BOOLEAN: "True",
    FieldType.NUMBER: "1",
    FieldType.DECIMAL: 'Decimal("9.95")',
}


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


def render(tree: api.Api, account: AccountSchema, package: str) -> Files:
    """Return the files of a package that do not depend on its version. The lock is not among them.

    Args:
        tree: What the package contains.
        account: The account schema that the package is for.
        package: The import name of the package.
    """
    return {
        "account.json": dump_snapshot(account),
        f"{package}/account.json": json.dumps(snapshot(account), separators=(",", ":"), ensure_ascii=True) + "\n",
        f"{package}/py.typed": "",
        **_Renderer(tree, account, package).files(),
        **runtime_files(f"{package}/_runtime/"),
    }


class _Renderer:
    """Renders the templates of one package."""

    def __init__(self, tree: api.Api, account: AccountSchema, package: str) -> None:
        self.tree = tree
        self.account = account
        self.package = package
        self.types = types_of(shapes(model for _, model in tree.models()))
        self.templates = environment()

    def files(self) -> Files:
        """Return all files that are rendered from templates."""
        return {
            "README.md": self.text("README.md", **_readme(self.tree, self.account)),
            **{f"{self.package}/{path}": text for path, text in self.modules()},
        }

    def text(self, template: str, **values: object) -> str:
        """Return what a template makes of some values."""
        names = {"package": self.package, "distribution": api.distribution(self.package)}
        return self.templates.get_template(f"{template}.jinja").render(**names, **values)

    def modules(self) -> Iterator[tuple[str, str]]:
        """Yield the path, relative to the package, and the text of every module."""
        tree = self.tree
        fingerprint = digest(dump_snapshot(self.account))[:12]
        yield "client.py", self.text("package/client.py", resources=tree.resources, fingerprint=fingerprint)
        yield "types.py", self.text("package/types.py", **_types(tree.aliases))
        yield "models/__init__.py", self.text("package/models/__init__.py", **_models_init(tree.modules))
        yield "resources/__init__.py", self.text("package/resources/__init__.py")
        tables = {"tables": tree.tables, "aliases": tree.table_aliases}
        yield "tables/__init__.py", self.text("package/tables/__init__.py", **tables)
        for module in tree.modules:
            code = model_code(module.models, self.types)
            imports = model_imports(code, f".models.{module.name}")
            values = {"name": module.name, "imports": imports, "views": code.views}
            yield f"models/{module.name}.py", self.text("package/models/[module].py", **values)
        for resource in tree.resources:
            view = resource_view(resource, f".resources.{resource.name}")
            yield f"resources/{resource.name}.py", self.text("package/resources/[resource].py", view=view)
        for table in tree.tables:
            view = table_view(table, f".tables.{table.name}", model_code(table.models, self.types))
            yield f"tables/{table.name}.py", self.text("package/tables/[table].py", view=view)


def environment() -> Environment:
    """Return how templates are read: strictly, with the filters through which every text of an account goes."""
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(
        literal=literal, toml=literal, docstring=docstring, docblock=_docblock, markdown=markdown
    )
    return environment


def _docblock(lines: Iterable[str], indent: int) -> str:
    """Return a docstring's lines, which have been through the docstring filter, with quotes and indentation."""
    first, *rest = lines
    pad = " " * indent
    if not rest:
        return f'{pad}"""{first}"""'
    return "\n".join([f'{pad}"""{first}', *(f"{pad}{line}" if line else "" for line in rest), f'{pad}"""'])


def markdown(text: str) -> str:
    """Return `text` as one line of markdown that shows it, and does nothing else."""
    line = " ".join(printable(" ".join(text.split())).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"[\\`*_{}\[\]#|~@!$]|:(?=\S)|(?<=www)\.", r"\\\g<0>", line)
    return re.sub(r"^(\d*)([-+.)=])", r"\1\\\2", line)  # else a list or a heading begins


def _models_init(modules: Sequence[api.ModelModule]) -> dict[str, object]:
    homes = sorted((model.name, f".{module.name}") for module in modules for model in module.models)
    imports = [
        {"name": module.name, "imports": ", ".join(sorted((model.name for model in module.models), key=isort_key))}
        for module in modules
    ]
    return {"modules": imports, "names": [name for name, _ in homes], "homes": homes}


def _types(aliases: Sequence[api.Alias]) -> dict[str, object]:
    views = [{"name": alias.name, "description": alias.description, "type": _alias(alias)} for alias in aliases]
    return {"aliases": views, "literals": any(view["type"] != "str" for view in views)}


def _alias(alias: api.Alias) -> str:
    if not alias.values or not is_literal(alias.values):
        return "str"
    return f"Literal[{', '.join(literal(value) for value in alias.values)}]"


def _readme(tree: api.Api, account: AccountSchema) -> Mapping[str, object]:
    reads = {field.wire: field for _, model in tree.models() if model.name == "Contact" for field in model.fields}
    contact = [field for field in reads.values() if field.dynamic]
    table = tree.tables[0] if tree.tables else None
    columns = [field for field in table.models[0].fields if field.dynamic] if table else []
    own = sorted(account.owners["Contacts"], key=lambda item: item.name)
    writes = next((item for item in own if item.type in _EXAMPLES and item.name in reads), None)
    value = 'first_name="Ada"'
    needs_decimal = False
    if writes is not None:
        listed = writes.values if writes.type is FieldType.STRING else None
        given = literal(listed[0]) if listed else _EXAMPLES[writes.type]
        value = f"{reads[writes.name].name}={given}"
        needs_decimal = given.startswith("Decimal")
    return {
        "example": {
            "models": "ContactPatch",
            "decimal": needs_decimal,
            "reads": [field.name for field in contact[:2]],
            "writes": value,
            "table": table.name if table else "",
            "columns": [field.name for field in columns[:2]],
        },
        "owners": [{"title": owner, "fields": _rows(_owner_fields(tree, owner))} for owner in OWNERS],
        "tables": [
            {
                "wire": item.label,
                "name": item.name,
                "count": sum(field.dynamic for field in item.models[0].fields),
                "writes": "direct" if not item.absent else f"without {', '.join(item.absent)}",
            }
            for item in tree.tables
        ],
    }


def _owner_fields(tree: api.Api, owner: str) -> list[api.Field]:
    name = {"Contacts": "Contact", "ContactCompanies": "ContactCompany", "Orders": "Order", "OrderLines": "OrderLine"}
    wanted = name.get(owner, "Store")
    return [field for _, model in tree.models() if model.name == wanted for field in model.fields if field.dynamic]


def _rows(fields: Iterable[api.Field]) -> list[dict[str, str]]:
    return [
        {"wire": field.wire, "name": field.name, "type": _PYTHON_TYPES[FieldType(field.schema["x-dynamic"])]}
        for field in fields
    ]
