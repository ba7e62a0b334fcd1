"""Deprecated names: type checkers mark those of a decorated function, and using any emits a warning."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import deprecated
else:

    def deprecated(message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a function warn with a DeprecationWarning, at the line that uses it, whenever it is called."""

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(function)
            def wrapper(*arguments: Any, **named: Any) -> Any:
                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*arguments, **named)

            return wrapper

        return decorate


def warn_of_former_module(old: str, new: str) -> None:
    """Emit a DeprecationWarning at the line that imports the former module of a renamed table.

    Args:
        old: The former name of the module that calls this.
        new: The name of the module that replaces it.
    """
    message = f"use the module {new}; {old} will be removed in the next minor version"
    warnings.warn(message, DeprecationWarning, stacklevel=3)


__all__ = ["deprecated", "warn_of_former_module"]
