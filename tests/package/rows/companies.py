"""The rows of ContactCompanies, ContactEvents and Stores: what each sends, and what its answer becomes."""

from __future__ import annotations

from decimal import Decimal

from yulsn_client.models import (
    ContactCompany,
    ContactCompanyContactAdd,
    ContactCompanyContactRemove,
    ContactCompanyCreate,
    ContactCompanyPatch,
    ContactEvent,
    ContactEventCreate,
    Store,
    StoreCreate,
    StorePatch,
)

from ..calls import EMPTY, NONE, Case
from ..expect import Is, moment
from .contacts import ADA, CONTACT

COMPANY = """{
    "Id": 17, "Name": "Bud & Søn ApS", "Number": "K-17", "PrimaryContactId": 4711, "ContactCompanyId": null,
    "EmailDomains": "budogson.example;bs.example", "Logo": null, "LastModified": "2024-02-29T12:00:00.0000001+01:00",
    "Betalingsfrist": "30 dage", "CVR-nummer": "12345678", "Contract Ends": "2026-01-01T00:00:00+01:00",
    "Discount %": 12.3456789012345678901, "Fleet Size": 12, "Invoice by E-mail": true
}"""
BUD = Is(
    ContactCompany,
    id=17,
    name="Bud & Søn ApS",
    number="K-17",
    primary_contact_id=4711,
    contact_company_id=None,
    email_domains="budogson.example;bs.example",
    logo=None,
    last_modified=moment("2024-02-29T12:00:00+01:00"),
    betalingsfrist="30 dage",
    cvr_nummer="12345678",
    contract_ends=moment("2026-01-01T00:00:00+01:00"),
    discount=Decimal("12.3456789012345678901"),
    fleet_size=12,
    invoice_by_e_mail=True,
)

EVENT = """{
    "Id": 900, "Created": "2024-05-06T10:08:14.1957879+02:00", "ContactId": 4711, "Type": "Visit", "SubType": null,
    "ParentId": "order-7", "ParentType": "Order", "UniqueExtId": null,
    "InfoJson": {"amount": 0.1000000000000000055, "lines": [1, null, "æ"]}
}"""
VISIT = Is(
    ContactEvent,
    id=900,
    created=moment("2024-05-06T10:08:14.195788+02:00"),
    contact_id=4711,
    type="Visit",
    sub_type=None,
    parent_id="order-7",
    parent_type="Order",
    unique_ext_id=None,
    info_json={"amount": Decimal("0.1000000000000000055"), "lines": [1, None, "æ"]},
)

STORE = """{
    "Id": 2, "Number": "1002", "Name": "Cykel & Fri Aarhus", "Phone": "+4586551002", "Address": "Jægergårdsgade 41",
    "ZipCode": "8000", "City": "Aarhus C", "Email": null, "JsonString": "{\\"open\\": \\"10-18\\"}",
    "LastModified": "2024-05-06T10:08:14.1957879+02:00", "Areal m²": 1250.75, "Opened": "1998-04-01T00:00:00+02:00",
    "Region": "Midtjylland", "Workshop Stands": 6, "Åbent søndag": false
}"""
AARHUS = Is(
    Store,
    id=2,
    number="1002",
    name="Cykel & Fri Aarhus",
    phone="+4586551002",
    address="Jægergårdsgade 41",
    zip_code="8000",
    city="Aarhus C",
    email=None,
    json_string='{"open": "10-18"}',
    last_modified=moment("2024-05-06T10:08:14.195788+02:00"),
    areal_m2=Decimal("1250.75"),
    opened=moment("1998-04-01T00:00:00+02:00"),
    region="Midtjylland",
    workshop_stands=6,
    aabent_soendag=False,
)

COMPANIES = [
    Case(
        row="GET /api/v1/ContactCompanies",
        use=lambda client: client.contact_companies.list(),
        path="/api/v1/ContactCompanies",
        answer=f"[{COMPANY}]",
        value=[BUD],
    ),
    Case(
        row="GET /api/v1/ContactCompanies?primaryContactEmail={primaryContactEmail}",
        use=lambda client: client.contact_companies.list_by_primary_contact_email("ada@example.com"),
        path="/api/v1/ContactCompanies",
        query="primaryContactEmail=ada%40example.com",
        answer=f"[{COMPANY}, {COMPANY}]",
        value=[BUD, BUD],
    ),
    Case(
        row="GET /api/v1/ContactCompanies?contactCompanyNumber={contactCompanyNumber}",
        use=lambda client: client.contact_companies.find_by_number("K 17/ø"),
        path="/api/v1/ContactCompanies",
        query="contactCompanyNumber=K%2017%2F%C3%B8",
        answer=COMPANY,
        value=BUD,
        missing=NONE,
    ),
    Case(
        row="GET /api/v1/ContactCompanies/{id}",
        use=lambda client: client.contact_companies.get(17),
        path="/api/v1/ContactCompanies/17",
        answer=COMPANY,
        value=BUD,
    ),
    Case(
        row="GET /api/v1/ContactCompanies/{id}/Contacts",
        use=lambda client: client.contact_companies.list_contacts(17),
        path="/api/v1/ContactCompanies/17/Contacts",
        answer=f"[{CONTACT}]",
        value=[ADA],
        missing=EMPTY,
    ),
    Case(
        row="POST /api/v1/ContactCompanies",
        use=lambda client: client.contact_companies.create(
            ContactCompanyCreate(
                name="Bud & Søn ApS",
                number="K-17",
                primary_contact_id=4711,
                contact_company_id=None,
                email_domains="budogson.example",
                betalingsfrist="8 dage",
                cvr_nummer="12345678",
                contract_ends=moment("2026-01-01T00:00:00+01:00"),
                discount=Decimal("12.50"),
                fleet_size=12,
                invoice_by_e_mail=True,
            )
        ),
        path="/api/v1/ContactCompanies",
        body="""{"Name": "Bud & Søn ApS", "Number": "K-17", "PrimaryContactId": 4711, "ContactCompanyId": null,
                 "EmailDomains": "budogson.example", "Betalingsfrist": "8 dage", "CVR-nummer": "12345678",
                 "Contract Ends": "2026-01-01T00:00:00+01:00", "Discount %": 12.50, "Fleet Size": 12,
                 "Invoice by E-mail": true}""",
        answer=COMPANY,
        value=BUD,
    ),
    Case(
        row="POST /api/v1/ContactCompanies/{id}/AddContact",
        use=lambda client: client.contact_companies.add_contact(17, ContactCompanyContactAdd(contact_id=4711)),
        path="/api/v1/ContactCompanies/17/AddContact",
        body='{"ContactId": 4711}',
    ),
    Case(
        row="POST /api/v1/ContactCompanies/{id}/RemoveContact",
        use=lambda client: client.contact_companies.remove_contact(17, ContactCompanyContactRemove(contact_id=4711)),
        path="/api/v1/ContactCompanies/17/RemoveContact",
        body='{"ContactId": 4711}',
    ),
    Case(
        row="PATCH /api/v1/ContactCompanies",
        use=lambda client: client.contact_companies.patch(
            ContactCompanyPatch(id=17, name="Bud", number=None, discount=Decimal("100"), betalingsfrist=None)
        ),
        path="/api/v1/ContactCompanies",
        body='{"Id": 17, "Name": "Bud", "Number": null, "Discount %": 100, "Betalingsfrist": null}',
        answer=COMPANY,
        value=BUD,
    ),
]

EVENTS = [
    Case(
        row="GET /api/v1/ContactEvents?type={type}&lastId={lastId}",
        use=lambda client: client.contact_events.list_after(899, type="Visit"),
        path="/api/v1/ContactEvents",
        query="lastId=899&type=Visit",
        answer=f"[{EVENT}]",
        value=[VISIT],
    ),
    Case(
        row="GET /api/v1/ContactEvents?type={type}&lastId={lastId}",
        use=lambda client: client.contact_events.list_after(0),
        path="/api/v1/ContactEvents",
        query="lastId=0",
        answer="[]",
        value=[],
        what="of any type, from the beginning",
    ),
    Case(
        row="GET /api/v1/ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}",
        use=lambda client: client.contact_events.list(
            "Visit",
            subtype="in shop",
            from_=moment("2024-05-06T10:08:14+02:00"),
            to=moment("2024-06-06T10:08:14.5+00:00"),
            contact_id=4711,
        ),
        path="/api/v1/ContactEvents",
        query="type=Visit&subtype=in%20shop&from=2024-05-06T10%3A08%3A14%2B02%3A00"
        "&to=2024-06-06T10%3A08%3A14.500000%2B00%3A00&contactId=4711",
        answer=f"[{EVENT}]",
        value=[VISIT],
    ),
    Case(
        row="GET /api/v1/ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}",
        use=lambda client: client.contact_events.list("Visit"),
        path="/api/v1/ContactEvents",
        query="type=Visit",
        answer="[]",
        value=[],
        what="by type alone",
    ),
    Case(
        row="POST /api/v1/ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
        use=lambda client: client.contact_events.create(
            [
                ContactEventCreate(type="Visit", contact_id=4711, info_json={"amount": Decimal("0.10"), "x": [None]}),
                ContactEventCreate(type="Visit", contact_secret="s", sub_type=None, unique_ext_id="u-1"),
            ],
            ignore_unknown_contacts=True,
        ),
        path="/api/v1/ContactEvents",
        query="ignoreUnknownContacts=true",
        body="""[{"Type": "Visit", "ContactId": 4711, "InfoJson": {"amount": 0.10, "x": [null]}},
                 {"Type": "Visit", "ContactSecret": "s", "SubType": null, "UniqueExtId": "u-1"}]""",
    ),
    Case(
        row="POST /api/v1/ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}",
        use=lambda client: client.contact_events.create((ContactEventCreate(type="Visit", contact_id=1),)),
        path="/api/v1/ContactEvents",
        body='[{"Type": "Visit", "ContactId": 1}]',
        what="strict, from a tuple",
    ),
]

STORES = [
    Case(
        row="GET /api/v1/Stores?number={number}",
        use=lambda client: client.stores.find_by_number("1002"),
        path="/api/v1/Stores",
        query="number=1002",
        answer=STORE,
        value=AARHUS,
        missing=NONE,
    ),
    Case(
        row="GET /api/v1/Stores?withoutJsonString={withoutJsonString}",
        use=lambda client: client.stores.list(without_json_string=True),
        path="/api/v1/Stores",
        query="withoutJsonString=true",
        answer=f"[{STORE}]",
        value=[AARHUS],
    ),
    Case(
        row="GET /api/v1/Stores?withoutJsonString={withoutJsonString}",
        use=lambda client: client.stores.list(without_json_string=False),
        path="/api/v1/Stores",
        query="withoutJsonString=false",
        answer="[]",
        value=[],
        what="with the text, said so",
    ),
    Case(
        row="GET /api/v1/Stores?withoutJsonString={withoutJsonString}",
        use=lambda client: client.stores.list(),
        path="/api/v1/Stores",
        answer="[]",
        value=[],
        what="with the text",
    ),
    Case(
        row="GET /api/v1/Stores/{id}",
        use=lambda client: client.stores.get(2),
        path="/api/v1/Stores/2",
        answer=STORE,
        value=AARHUS,
    ),
    Case(
        row="POST /api/v1/Stores",
        use=lambda client: client.stores.create(
            StoreCreate(
                number="1002",
                name="Cykel & Fri Aarhus",
                phone=None,
                zip_code="8000",
                json_string='{"open": "10-18"}',
                areal_m2=Decimal("1250.75"),
                opened=moment("1998-04-01T00:00:00+02:00"),
                region="Sjælland",
                workshop_stands=6,
                aabent_soendag=True,
            )
        ),
        path="/api/v1/Stores",
        body="""{"Number": "1002", "Name": "Cykel & Fri Aarhus", "Phone": null, "ZipCode": "8000",
                 "JsonString": "{\\"open\\": \\"10-18\\"}", "Areal m²": 1250.75, "Opened": "1998-04-01T00:00:00+02:00",
                 "Region": "Sjælland", "Workshop Stands": 6, "Åbent søndag": true}""",
        answer=STORE,
        value=AARHUS,
    ),
    Case(
        row="PATCH /api/v1/Stores",
        use=lambda client: client.stores.patch(StorePatch(id=2, city="Aarhus", region=None, aabent_soendag=False)),
        path="/api/v1/Stores",
        body='{"Id": 2, "City": "Aarhus", "Region": null, "Åbent søndag": false}',
        answer=STORE,
        value=AARHUS,
    ),
]

CASES = [*COMPANIES, *EVENTS, *STORES]
