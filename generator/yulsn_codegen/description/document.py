"""Bundle the OpenAPI description under spec/ into one `Document`, in which all references are local."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .. import cache
from ..fingerprint import fingerprint
from ..shipped import prepared, shipped
from ..text.errors import InputError, Problem
from .yaml_text import describe, load_yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
TABLE_OWNER = "DynamicTable"
ACCOUNT_ID = "accountId"  # the path parameter that is the number of the account
_KIND = "description"
SCHEMA_REFERENCE = "#/components/schemas/"
"""What precedes the name of a schema in a reference to it."""
Location = tuple[str | int, ...]
"""The keys and indices that lead to a value in a document."""


@dataclass(frozen=True)
class Document:
    """An OpenAPI document whose references are all local.

    Attributes:
        root: The document. It is shared, so copy it before changing it.
        files: The file that describes a path (`/api/v1/Contacts`) or a schema (`Contact`); models are grouped by file.
    """

    root: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The schemas by name."""
        schemas: Mapping[str, Any] = self.root["components"]["schemas"]
        return schemas

    def operations(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield (path, upper-case method, operation) for every operation, including `additionalOperations`."""
        for path, item in self.root["paths"].items():
            for method in METHODS:
                if method in item:
                    yield path, method.upper(), item[method]
            for method, operation in item.get("additionalOperations", {}).items():
                yield path, method, operation

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the target of a local `$ref`, or the mapping itself if it is not a reference."""
        while "$ref" in schema:
            target: Any = self.root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            schema = target
        return schema


def load(spec: Path | None = None) -> Document:
    """Return the description as one document.

    Bundling the shipped description takes much longer than reading JSON, so its bundle is prepared when the wheel is
    built, and cached in a source tree. A process loads it once.

    Args:
        spec: A folder with a description; by default the shipped one.

    Raises:
        InputError: A file cannot be read or a reference cannot be resolved; says where.
    """
    return _load_shipped(shipped("spec")) if spec is None else bundle(spec)


@functools.cache
def _load_shipped(spec: Path) -> Document:
    digest = fingerprint(spec, "*.yaml")
    known = _parsed(prepared(_KIND), digest) or _parsed(cache.read(_KIND, digest), digest)
    if known is None:
        known = bundle(spec)
        cache.write(_KIND, digest, dump_bundle(known, digest))
    return known


def _parsed(kept: Any, digest: str) -> Document | None:
    """Return a bundle from its JSON value; None if it is stale, that is, was made from other files."""
    if not isinstance(kept, dict) or kept.get("digest") != digest:
        return None
    return Document(root=kept["root"], files=kept["files"])


def dump_bundle(document: Document, digest: str) -> dict[str, object]:
    """Return a bundle as a JSON value, from which `load` reads it; `digest` is the hash of the bundled files."""
    return {"digest": digest, "root": document.root, "files": document.files}


def written_schemas(document: Document) -> frozenset[str]:
    """Return the names of the schemas that a request body may hold."""
    bodies = [operation.get("requestBody", {}) for _, _, operation in document.operations()]
    return with_references(document.schemas, references(bodies))


def references(value: Any) -> Iterator[str]:
    """Yield the names of the schemas that a part of a document refers to, once for each reference."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith(SCHEMA_REFERENCE):
            yield reference.removeprefix(SCHEMA_REFERENCE)
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def with_references(schemas: Mapping[str, Any], names: Iterable[str]) -> frozenset[str]:
    """Return the names of some schemas, and of those that they refer to, directly or through others."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(schemas[name])
    return frozenset(found)


def used_schemas(root: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the schemas that the operations of a document use, without those in extensions."""
    components = root["components"]
    operations = [item[method] for item in root["paths"].values() for method in METHODS if method in item]
    operations += [item.get("additionalOperations", {}) for item in root["paths"].values()]
    others = {key: value for key, value in components.items() if key != "schemas"}
    return with_references(components["schemas"], references([others, operations]))


def bundle(spec: Path) -> Document:
    """Read `spec/openapi.yaml` and the files it refers to, and return them as one document.

    Every path item and schema of openapi.yaml is a reference into a file; references to those files become references
    into the document. Raises InputError if a file cannot be read, or a reference is remote or cannot be resolved.
    """
    return _Bundler(spec).bundle()


class _Bundler:
    def __init__(self, spec: Path) -> None:
        self.spec = spec
        self.parsed: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def bundle(self) -> Document:
        root = dict(self.read("openapi.yaml"))
        if self.problems:
            raise InputError(self.problems)
        files: dict[str, str] = {}
        root["paths"] = self.section(root.get("paths"), files, "paths")
        components = root.get("components")
        components = dict(components) if isinstance(components, dict) else {}
        components["schemas"] = self.section(components.get("schemas"), files, "components.schemas")
        root["components"] = {
            name: content if name == "schemas" else self.local(content, "openapi.yaml", "components")
            for name, content in components.items()
        }
        if self.problems:
            raise InputError(self.problems)
        return Document(root=root, files=files)

    def section(self, entries: Any, files: dict[str, str], place: str) -> dict[str, Any]:
        """Replace each entry's reference with its target."""
        result: dict[str, Any] = {}
        if not isinstance(entries, dict):
            self.problem("openapi.yaml", place, "should be a mapping of names to references")
            return result
        for name, entry in entries.items():
            reference = str(entry.get("$ref", "")) if isinstance(entry, dict) else ""
            file, _, pointer = reference.partition("#")
            content = self.read(file) if file else {}
            key = pointer.removeprefix("/").replace("~1", "/").replace("~0", "~")
            if key != name or not isinstance(content, dict) or key not in content:
                self.problem("openapi.yaml", name, f"refers to {reference!r}, which has no {name!r}")
                continue
            files[name] = file
            result[name] = self.local(content[key], file, name)
        return result

    def local(self, value: Any, file: str, place: str) -> Any:
        """Return `value` with its references rewritten to point into the bundled document."""
        if isinstance(value, list):
            return [self.local(item, file, place) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self.reference(item, file, place)
            if key == "$ref" and isinstance(item, str)
            else self.local(item, file, place)
            for key, item in value.items()
        }

    def reference(self, reference: str, file: str, place: str) -> str:
        target, _, pointer = reference.partition("#")
        if "://" in target:
            self.problem(file, place, f"refers to {reference!r}; remote references are not followed")
            return reference
        target = _normal(PurePosixPath(file).parent / target) if target else file
        content = self.read(target)
        if target != "openapi.yaml":
            pointer = f"/components/schemas{pointer}"
            content = {"components": {"schemas": content}}
        found: Any = content
        for part in pointer.removeprefix("/").split("/"):
            found = found.get(part) if isinstance(found, dict) else None
        if found is None:
            self.problem(file, place, f"refers to {reference!r}, which does not exist")
        return f"#{pointer}"

    def read(self, file: str) -> Any:
        if file not in self.parsed:
            self.parsed[file] = self.parse(file)
        return self.parsed[file]

    def parse(self, file: str) -> Any:
        import yaml

        try:
            content = load_yaml((self.spec / file).read_text(encoding="utf-8"))
        except OSError as error:
            self.problem(file, "", f"cannot be read: {error.strerror or error}")
            return {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.problem(file, "", f"is not YAML: {describe(error)}")
            return {}
        if not isinstance(content, dict):
            self.problem(file, "", "should be a mapping")
            return {}
        return content

    def problem(self, file: str, place: str, what: str) -> None:
        where = f"{self.spec.as_posix()}/{file}"
        self.problems.append(Problem(f"{where}, {place}" if place else where, what))


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
