"""yulsn-codegen: a typed Python client for one Yulsn account, generated from the API's description and the account's schema."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("yulsn-codegen")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"

__all__ = ["__version__"]
