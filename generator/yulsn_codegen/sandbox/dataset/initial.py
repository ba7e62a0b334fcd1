"""Create the initial data of a new sandbox: stores, and objects that the API can use but not create.

The API cannot list e-mail campaigns, segment templates, banners, feed syncs or iframe tokens, so errors about an
unknown one list those defined here.
"""

from __future__ import annotations

from ..collections import (
    ACTIONS,
    BANNERS,
    EMAIL2_TRIGGERS,
    EMAIL_CAMPAIGNS,
    FEED_SYNCS,
    IFRAME_TOKENS,
    MEDIA_FOLDERS,
    MESSAGE_TRIGGERS,
    PERMISSION_CATEGORIES,
    PERMISSION_RELATIONS,
    SEGMENT_TEMPLATES,
    SEGMENTS,
    STORES,
    USER_AGENTS,
    VOUCHER_GROUP_VOUCHERS,
    VOUCHER_GROUPS,
    VOUCHERS,
)
from ..store import Object, Store
from ..values import scalars

# The first object of each kind has the id 1.

# Number, name, address, postcode, city, phone.
_STORES = (
    ("1001", "Cykel & Fri Nørrebro", "Nørrebrogade 112", "2200", "København N", "+4535551001"),
    ("1002", "Cykel & Fri Aarhus", "Jægergårdsgade 41", "8000", "Aarhus C", "+4586551002"),
    ("1003", "Cykel & Fri Odense", "Vestergade 68", "5000", "Odense C", "+4566551003"),
    ("1090", "Webshop", None, None, None, None),
)
# Name, description, whether it is enabled, and whether callers may trigger it.
_ACTIONS = (
    ("Welcome", "Sends the welcome mail and gives the first points.", True, True),
    ("Service reminder", "Reminds of the yearly service of a bicycle.", True, True),
    ("Summer sale", "Last year's, switched off.", False, True),
    ("Birthday", "Runs by itself every morning.", True, False),
)
_BANNERS = (("banner-summer", "Summer", [11, 12]), ("banner-club", "Bicycle club", [21]))
_TRIGGERS = ("welcome", "order-confirmation", "abandoned-basket")
# Name, subject, preheader, and type as in EmailBuilderCampaignType.
_CAMPAIGNS = (
    ("Monthly newsletter", "News from the workshop", "New bikes, and a check before winter", 0),
    ("Order confirmation", "Thank you for your order", None, 1),
)
_FEEDS = ("Products", "Stock")
_TOKEN = "sandbox-iframe-token"
_FOLDERS = (("Pictures", None), ("Bicycles", 1), ("Documents", None))
_CATEGORIES = (("Web", ("webshop", "newsletter form")), ("Stores", ("till", "paper form")))
# Name, folder, type as in SegmentType, description, and rule: see the module resources.segments.
_SEGMENTS = (
    ("All contacts", 1, 1, "Everybody.", "all"),
    ("Reachable by e-mail", 1, 2, "Everybody with an e-mail address.", "email"),
    ("Test readers", 2, 3, "Nobody yet.", "list"),
)

# Name, description, and whether it is active.
_VOUCHERS = (
    ("Free service", "One free service of a bicycle.", True),
    ("Summer discount", "Last year's, switched off.", False),
)
# Name, whether it is active, and the ids of its vouchers.
_VOUCHER_GROUPS = (("Bicycle club", True, (1, 2)), ("Competition", False, ()))
# Form, key, name, and the text of an SMS.
_MESSAGE_TRIGGERS = (
    ("Sms", "ready-for-pickup", "Ready for pickup", "Hi {{Name}}, your bicycle is ready."),
    ("Push", "service-reminder", "Service reminder", None),
)
_SEGMENT_TEMPLATES = ("Contacts with given values",)
_USER_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15",
)


def fill(store: Store) -> None:
    """Fill a new store."""
    _add_stores(store)
    moment = scalars.now()
    for name, about, enabled, by_hand in _ACTIONS:
        action: Object = {"Name": name, "Description": about, "Enabled": enabled, "ByHand": by_hand}
        store.insert(ACTIONS, action | {"LastModified": moment})
    for secret, name, versions in _BANNERS:
        banner: Object = {"Name": name, "Secret": secret, "Versions": versions, "CacheReset": None}
        store.insert(BANNERS, banner, {"Secret": secret})
    for trigger in _TRIGGERS:
        store.insert(EMAIL2_TRIGGERS, {"TriggerId": trigger}, {"TriggerId": trigger})
    for name, subject, preheader, kind in _CAMPAIGNS:
        store.insert(EMAIL_CAMPAIGNS, {"Name": name, "Subject": subject, "Preheader": preheader, "Type": kind})
    for name in _FEEDS:
        store.insert(FEED_SYNCS, {"Name": name, "Synced": None})
    for name, parent in _FOLDERS:
        store.insert(MEDIA_FOLDERS, {"Name": name, "ParentId": parent})
    for name, sources in _CATEGORIES:
        category = store.insert(PERMISSION_CATEGORIES, {"Name": name})
        for source in sources:
            store.insert(PERMISSION_RELATIONS, {"PermissionSourceCategoryId": category, "PermissionSource": source})
    for name, folder, kind, about, rule in _SEGMENTS:
        segment: Object = {"Name": name, "FolderId": folder, "Type": kind, "Description": about, "Rule": rule}
        store.insert(SEGMENTS, segment, refs={"FolderId": folder})
    store.insert(IFRAME_TOKENS, _iframe_token(), {"Id": _TOKEN})
    _add_vouchers(store, moment)
    for form, trigger, name, content in _MESSAGE_TRIGGERS:
        body: Object = {"Form": form, "TriggerId": trigger, "Name": name, "Content": content}
        store.insert(MESSAGE_TRIGGERS, body | {"DynamicDictionary": {"Name": None}}, refs={"Form": form})
    for template in _SEGMENT_TEMPLATES:
        store.insert(SEGMENT_TEMPLATES, {"Name": template})
    for text in _USER_AGENTS:
        store.insert(USER_AGENTS, {"RawString": text})


def _add_vouchers(store: Store, moment: str) -> None:
    """Add the groups, the first of which has an active voucher; its codes have yet to be imported."""
    written: Object = {"RedeemHours": None, "RedeemCustom": None, "NotifyEmails": None, "NotifyMinCodeCount": None}
    created: Object = {"Created": moment, "CreatedBy": None, "Modified": None, "ModifiedBy": None}
    for name, about, active in _VOUCHERS:
        body: Object = {"Name": name, "Description": about, "IsActive": active, "RedeemTime": 0}
        store.insert(VOUCHERS, body | written | created)
    for name, active, vouchers in _VOUCHER_GROUPS:
        group = store.insert(VOUCHER_GROUPS, {"Name": name, "IsActive": active, "WinnerChance": None})
        for voucher in vouchers:
            link: Object = {"VoucherGroupId": group, "VoucherId": voucher, "IsActive": True}
            body = link | {"AssignWeight": None, "AssignLimit": None}
            store.insert(VOUCHER_GROUP_VOUCHERS, body, refs={"VoucherGroupId": group})


def _add_stores(store: Store) -> None:
    for number, name, address, zip_code, city, phone in _STORES:
        body: Object = {
            "Number": number,
            "Name": name,
            "Phone": phone,
            "Address": address,
            "ZipCode": zip_code,
            "City": city,
            "Email": f"{number}@cykelogfri.example",
            "JsonString": None,
        }
        STORES.save(store, None, body)


def _iframe_token() -> Object:
    return {
        "Id": _TOKEN,
        "AccountId": 1,
        "AdministratorId": 1,
        "AdministratorEmail": "admin@cykelogfri.example",
        "StoreIds": [1, 2, 3, 4],
        "Rights": ["Contacts", "Orders"],
        "GroupId": 1,
        "TimeZoneId": "Europe/Copenhagen",
    }
