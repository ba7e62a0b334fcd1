"""What a new sandbox starts with, of everything that the API can use but not make; a store comes in, it is filled once.

The API lists neither e-mail campaigns, triggers, banners, feed syncs nor iframe tokens: their ids are given here, and
the refusal of an unknown one names them.
"""

from __future__ import annotations

from ..store import Object, Store
from ..values import types as values
from . import stores

ACTIONS = "Actions"
BANNERS = "Banners"
EMAIL2_TRIGGERS = "Email2Triggers"
EMAIL_CAMPAIGNS = "EmailCampaigns"
FEED_SYNCS = "FeedSyncs"
IFRAME_TOKENS = "IframeTokens"
MEDIA_FOLDERS = "MediaFolders"
PERMISSION_CATEGORIES = "PermissionSourceCategories"
PERMISSION_RELATIONS = "PermissionSourceCategoryRelations"
SEGMENTS = "Segments"

# The first of a kind has the id 1. By hand: whether a caller may trigger it.
_ACTIONS = (
    ("Welcome", "Sends the welcome mail and gives the first points.", True, True),
    ("Service reminder", "Reminds of the yearly service of a bicycle.", True, True),
    ("Summer sale", "Last year's, switched off.", False, True),
    ("Birthday", "Runs by itself every morning.", True, False),
)
_BANNERS = (("banner-summer", "Summer", [11, 12]), ("banner-club", "Bicycle club", [21]))
_TRIGGERS = ("welcome", "order-confirmation", "abandoned-basket")
# Type is the email builder's: 0 Newsletter, 1 Transactional.
_CAMPAIGNS = (
    ("Monthly newsletter", "News from the workshop", "New bikes, and a check before winter", 0),
    ("Order confirmation", "Thank you for your order", None, 1),
)
_FEEDS = ("Products", "Stock")
_TOKEN = "sandbox-iframe-token"
_FOLDERS = (("Pictures", None), ("Bicycles", 1), ("Documents", None))
_CATEGORIES = (("Web", ("webshop", "newsletter form")), ("Stores", ("till", "paper form")))
# Rule: which contacts belong to it (see segments.py). Type is the API's: 1 VisualBuilder, 2 Sql, 3 List.
_SEGMENTS = (
    ("All contacts", 1, 1, "Everybody.", "all"),
    ("Reachable by e-mail", 1, 2, "Everybody with an e-mail address.", "email"),
    ("Test readers", 2, 3, "Nobody yet.", "list"),
)


def seed(store: Store) -> None:
    """Fill a new store."""
    stores.seed(store)
    moment = values.now()
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
