"""Names that a generated package cannot have, because it would hide a module that it, or its libraries, import.

The name of a package is both an import name and, with hyphens, the name of a distribution. A test compares the sets
with the requirements that the installed distributions declare.
"""

from __future__ import annotations

import sys

__all__ = ["is_taken"]

# What the package needs, and what that needs, on any platform.
_REQUIRED = frozenset(
    {
        "anyio",
        "certifi",
        "exceptiongroup",
        "h11",
        "httpcore2",
        "httpx2",
        "httpx2_jsfetch",
        "idna",
        "msgspec",
        "sniffio",
        "truststore",
        "typing_extensions",
    }
)
# What the package or a library that it needs imports if it is installed.
_OPTIONAL = frozenset(
    {
        "_duckdb",
        "adbc_driver_duckdb",
        "attr",
        "attrs",
        "backports",
        "backports_zstd",
        "brotli",
        "brotlicffi",
        "cffi",
        "click",
        "deprecated",
        "duckdb",
        "fastapi",
        "h2",
        "hpack",
        "hyperframe",
        "importlib_metadata",
        "numpy",
        "opentelemetry",
        "opentelemetry_api",
        "outcome",
        "pandas",
        "pyarrow",
        "pydantic",
        "pydantic_core",
        "pygments",
        "pyodide",
        "pytz",
        "pyyaml",
        "rich",
        "socksio",
        "sortedcontainers",
        "starlette",
        "tomli",
        "tomli_w",
        "trio",
        "uvloop",
        "winloop",
        "wrapt",
        "wsproto",
        "yaml",
        "zipp",
        "zstandard",
    }
)
# What builds and installs it.
_TOOLS = frozenset(
    {"build", "hatchling", "packaging", "pathspec", "pip", "pluggy", "setuptools", "trove_classifiers", "wheel"}
)


def is_taken(name: str) -> bool:
    """Return whether an import name belongs to the standard library, or to a library that the package may import."""
    return name in sys.stdlib_module_names or name in _REQUIRED | _OPTIONAL | _TOOLS
