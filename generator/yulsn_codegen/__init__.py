"""yulsn-codegen: from the Yulsn API's description and one account's schema, a typed Python client for that account."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("yulsn-codegen")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"

__all__ = ["__version__"]
