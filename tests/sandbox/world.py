"""A client of a sandbox with data, helpers that create objects, and requests with their expected status."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx2

from .conftest import REGISTRATION

LINE = {"Quantity": 2, "Price": 12.25, "Farve": "rød"}
NOBODY = 2_000_000_000  # no object has that id


@dataclass(frozen=True)
class World:
    """A client of a sandbox with data, and helpers that create what a request needs."""

    client: httpx2.Client
    numbers: Iterator[int]

    @classmethod
    def of(cls, client: httpx2.Client) -> World:
        return cls(client, count(1))

    def __call__(self, method: str, path: str, json: Any = None, /, **params: object) -> httpx2.Response:
        query = {name: str(value) for name, value in params.items()}
        url = str(self.client.base_url.join(path)) if path.startswith("/") else path
        if json is None:
            return self.client.request(method, url, params=query)
        return self.client.request(method, url, json=json, params=query)

    def made(self, path: str, json: Any = None, /, **params: object) -> Any:
        answer = self("POST", path, json, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def unique(self, what: str) -> str:
        return f"{what}-{next(self.numbers)}"

    def contact(self, **members: object) -> Any:
        return self.made("Contacts", {**REGISTRATION, "Email": f"{self.unique('c')}@example.com", **members})

    def order(self) -> Any:
        return self.made("Orders", {"Type": "butik", "ContactId": 1, "OrderLines": [LINE, LINE]})

    def point(self, **members: object) -> Any:
        return self.made("Points", {"ContactId": 1, "Type": "bonus", "Amount": 3.5, **members})

    def row(self) -> Any:
        return self.made("table/Bikes", {"ExternalId": self.unique("bike"), "Gears": 7})

    def company(self) -> Any:
        return self.made("ContactCompanies", {"Name": "Ny", "Number": self.unique("number")})

    def file(self) -> Any:
        body = {"Name": "a.png", "FolderId": 1, "ContentType": "image/png", "Media": "iVBORw0KGgo="}
        return self.made("Media", body)

    def assigned(self) -> Any:
        """Return a new assignment of the voucher 1 to the contact 1."""
        body = {"VoucherGroupId": 1, "VoucherId": 1, "ContactId": 1, "Reserve": False}
        return self.made(f"{V2}/VoucherAssignments", body)["VoucherAssignmentId"]

    def with_code(self) -> str:
        """Return a new code of the voucher 1 that is assigned to the contact 1."""
        self.made(f"{V2}/VoucherCodes/Import", codes(self.unique("code")))
        number = self.assigned()
        found = self("GET", f"{V2}/VoucherAssignments/Contact/1/{number}").json()
        return str(found["VoucherCode"])

    def campaign(self) -> Any:
        return self.made("EmailBuilderCampaigns", CAMPAIGN)

    def dispatched(self) -> int:
        """Return the id of a new contact to whom a campaign was sent."""
        contact: int = self.contact()["Id"]
        assert self("POST", "EmailDispatches", {"EmailCampaignId": 1, "ContactId": contact}).status_code == 200
        return contact


V2 = "/api/v2/1"


def codes(*texts: str) -> dict[str, Any]:
    """Return the body that imports codes of the voucher 1."""
    content = "\n".join(["Code;ValidFrom;ValidTo", *(f"{text};2024-01-01T00:00:00;" for text in texts)])
    fields = [{"CsvField": name, "LoyaltiiField": name} for name in ("Code", "ValidFrom", "ValidTo")]
    return {
        "File": base64.b64encode(content.encode()).decode(),
        "ColumnDelimiter": ";",
        "Encoding": "utf-8",
        "FirstLineIsHeader": True,
        "VoucherId": 1,
        "Fields": fields,
    }


CAMPAIGN = {"Type": 0, "Name": "N", "Subject": "S", "Preheader": None, "EmailTemplateId": 4, "Dynamic": {"a": [1]}}


Send = Callable[[World], httpx2.Response]


@dataclass(frozen=True)
class Use:
    """A request for a row, which is named without `/api/v1/`; a path elsewhere is named in full."""

    name: str
    send: Send
    status: int = 200

    @property
    def row(self) -> str:
        """The row as in the description."""
        return self.name if " /" in self.name else self.name.replace(" ", " /api/v1/", 1)

    def __str__(self) -> str:
        return f"{self.status} {self.name}"


def get(path: str, /, **params: object) -> Send:
    return lambda world: world("GET", path, **params)


def post(path: str, json: Any = None, /, **params: object) -> Send:
    return lambda world: world("POST", path, json, **params)
