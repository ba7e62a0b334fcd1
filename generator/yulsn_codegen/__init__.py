"""yulsn-codegen: from the Yulsn API's description and one account's schema, a typed Python client for that account."""

__version__ = "0.1.0"

__all__ = ["__version__"]
