"""The calls of the API's Data group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource

_VIEW: Call[list[dict[str, Any]]] = Call(
    "data.view", "GET", "/api/v1/Data/View/{viewName}", parameters={"viewName": str}, returns=list[dict[str, Any]]
)
_CALL_FUNCTION: Call[list[dict[str, Any]]] = Call(
    "data.call_function",
    "POST",
    "/api/v1/Data/Function/{functionName}",
    parameters={"functionName": str},
    body=Sequence[str],
    returns=list[dict[str, Any]],
)


class DataResource(Resource):
    """The account's own database views and functions."""

    def view(self, name: str) -> list[dict[str, Any]]:
        """Read one of the account's own database views.

        This call is not in the public documentation of the API.

        `GET /api/v1/Data/View/{viewName}`

        Args:
            name: Name of the view.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_VIEW, path={"viewName": name})

    def call_function(self, name: str, arguments: Sequence[str]) -> list[dict[str, Any]]:
        """Call one of the account's own database functions.

        This call is not in the public documentation of the API.

        `POST /api/v1/Data/Function/{functionName}`

        Args:
            name: Name of the function.
            arguments: The function's arguments in order, as strings.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CALL_FUNCTION, path={"functionName": name}, body=arguments)


class AsyncDataResource(AsyncResource):
    """The account's own database views and functions."""

    async def view(self, name: str) -> list[dict[str, Any]]:
        """Read one of the account's own database views.

        This call is not in the public documentation of the API.

        `GET /api/v1/Data/View/{viewName}`

        Args:
            name: Name of the view.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_VIEW, path={"viewName": name})

    async def call_function(self, name: str, arguments: Sequence[str]) -> list[dict[str, Any]]:
        """Call one of the account's own database functions.

        This call is not in the public documentation of the API.

        `POST /api/v1/Data/Function/{functionName}`

        Args:
            name: Name of the function.
            arguments: The function's arguments in order, as strings.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CALL_FUNCTION, path={"functionName": name}, body=arguments)
