"""Names that the package does not have; the comment at a line is `error: <rule of pyright> | <code of mypy>`."""

# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
from __future__ import annotations

import yulsn_client
from yulsn_client import UNSETT  # error: reportAttributeAccessIssue | attr-defined
from yulsn_client.models import ContactsPatch  # error: reportAttributeAccessIssue | attr-defined
from yulsn_client.tables.bikes import BikesUpdate  # error: reportAttributeAccessIssue | attr-defined
from yulsn_client.types import StoreType  # error: reportAttributeAccessIssue | attr-defined

NAMES = [UNSETT, ContactsPatch, BikesUpdate, StoreType]
yulsn_client.Klient("key")  # error: reportAttributeAccessIssue | attr-defined
