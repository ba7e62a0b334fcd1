"""The calls of the API's Countries group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource

_LIST_DIAL_CODES: Call[list[str]] = Call(
    "countries.list_dial_codes", "GET", "/api/internal/Countries/DialCodes", returns=list[str]
)


class CountriesResource(Resource):
    """Facts about countries."""

    def list_dial_codes(self) -> list[str]:
        """List the dial codes of countries.

        This call is not in the public documentation of the API.

        `GET /api/internal/Countries/DialCodes`
        """
        return self._call(_LIST_DIAL_CODES)


class AsyncCountriesResource(AsyncResource):
    """Facts about countries."""

    async def list_dial_codes(self) -> list[str]:
        """List the dial codes of countries.

        This call is not in the public documentation of the API.

        `GET /api/internal/Countries/DialCodes`
        """
        return await self._call(_LIST_DIAL_CODES)
