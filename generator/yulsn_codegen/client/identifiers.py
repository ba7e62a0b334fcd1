"""Turn wire names into Python identifiers.

Identifiers are ASCII snake_case, made by transliteration. They are never keywords, never names that the model base
class or a generated annotation uses, and never start with an underscore.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from functools import lru_cache

from ..text.hashing import digest

# Public attributes of the generated models' base class. A test compares this with the runtime.
MODEL_ATTRIBUTES = frozenset({"extra", "from_dict", "from_json", "to_dict", "to_json"})
# Names used in the class bodies of models, which an attribute of the same name would shadow: builtins in annotations,
# imported names, and decorators.
_SHADOWING = frozenset(
    {
        "bool",
        "bytes",
        "datetime",
        "deprecated",
        "dict",
        "field",
        "float",
        "int",
        "list",
        "object",
        "property",
        "str",
        "tuple",
    }
)
# Names used in the class body that has a property for each table.
_TABLES_USE = frozenset({"cached_property"})
# Parameters that `iterate`, `pages`, `get_many` and bulk methods add to those of their call.
_PARAMETERS = frozenset({"self", "after", "chunk_size", "concurrency", "ids", "on_progress", "page_size"})
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_NORDIC = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_LONGEST = 60
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
# Unicode 3.2, which every Python includes: names must not depend on the Unicode version of the interpreter. Newer
# characters are handled by `anyascii`.
_UNICODE = unicodedata.ucd_3_2_0


@lru_cache(maxsize=1024)  # the static names are the same in all tables
def identifier(text: str, prefix: str = "field") -> str:
    """Return `text` as a snake_case ASCII identifier.

    Args:
        text: The text.
        prefix: Precedes a name that would start with a digit, and replaces one without any letter or digit.
    """
    from anyascii import anyascii  # slow to import, and not needed to read names

    plain = anyascii(_UNICODE.normalize("NFKC", text).translate(_NORDIC))
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain)
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST].rstrip('_')}_{suffix(text)}"
    if not name:
        name = f"{prefix}_{suffix(text)}"
    if name[0].isdigit():
        name = f"{prefix}_{name}"
    if keyword.iskeyword(name):
        name += "_"
    return name


def attribute(text: str) -> str:
    """Return the identifier of a model's attribute, which shadows no name that the class body or base class uses."""
    name = identifier(text)
    return f"{name}_" if name in MODEL_ATTRIBUTES or name in _SHADOWING else name


def parameter(text: str) -> str:
    """Return the identifier of a method's parameter."""
    name = identifier(text, "value")
    return f"{name}_" if name in _PARAMETERS else name


def constant(name: str) -> str:
    """Return the name of the module's constant for a call or an enum member: FIND_BY_EMAIL for find_by_email."""
    return identifier(name, "value").rstrip("_").upper()


def class_name(name: str) -> str:
    """Return the CapWords form of an identifier: ServiceVisits for service_visits."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def values_constant(name: str) -> str:
    """Return the name of the tuple of allowed values whose type is named `name`: CONTACT_CLASS_VALUES."""
    return f"{name}_values".upper()


def fields_class(model: str) -> str:
    """Return the class of the searchable fields of a model: OrderField for Order, BikesField for BikesRow."""
    return f"{model.removesuffix('Row')}Field"


def module(text: str) -> str:
    """Return the identifier of a table: its module and its attribute on the client."""
    name = identifier(text, "table")
    if name.startswith("async_"):  # otherwise the class of `Async Cars` would be the asynchronous class of `Cars`
        return f"table_{name}"
    return f"{name}_" if name in _DEVICES or name in _TABLES_USE or hasattr(builtins, name) else name


def is_attribute(name: str) -> bool:
    """Return whether `attribute` can return a name."""
    return _is_identifier(name) and name not in MODEL_ATTRIBUTES and name not in _SHADOWING


def is_module(name: str) -> bool:
    """Return whether `module` can return a name."""
    free = name not in _DEVICES and name not in _TABLES_USE and not hasattr(builtins, name)
    return _is_identifier(name) and free and not name.startswith("async_")


def is_value_name(name: str) -> bool:
    """Return whether the type of a field's allowed values can have a name."""
    return _is_identifier(name)


def is_package(name: str) -> bool:
    """Return whether a name can be the import name of a generated package."""
    return re.fullmatch(r"[a-z](?:[a-z0-9_]*[a-z0-9])?", name) is not None and is_module(name)


def _is_identifier(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and not keyword.iskeyword(name)


def suffix(text: str, length: int = 6) -> str:
    """Return a suffix that distinguishes a wire name from others: the first hex digits of its SHA-256."""
    return digest(text)[:length]


def is_plain(wire: str) -> bool:
    """Return whether a wire name consists of words of letters and digits, separated by single spaces."""
    return all(word and all(_UNICODE.category(c)[0] in "LN" for c in word) for word in wire.split(" "))
