"""The documented rows that the sandbox does not serve yet: each answers 404, and says so."""

from __future__ import annotations

from .calls import Call, RefusedError, Reply, Route

# Method, path and query names of one row a line. A row leaves this list when a module serves it.
_ROWS = """
GET Actions
POST Actions/{id} contactId
POST Actions/{id} segmentId
POST Banners/CacheReset
POST Banners/CacheReset secret
GET BulkExport type
POST BulkExport
GET ContactCompanies
GET ContactCompanies primaryContactEmail
GET ContactCompanies contactCompanyNumber
GET ContactCompanies/{id}
GET ContactCompanies/{id}/Contacts
POST ContactCompanies
POST ContactCompanies/{id}/AddContact
POST ContactCompanies/{id}/RemoveContact
PATCH ContactCompanies
GET ContactEvents type lastId
GET ContactEvents type subtype from to contactId
POST ContactEvents ignoreUnknownContacts
POST Email2Dispatches
POST EmailBuilderCampaigns
POST EmailBuilderCampaigns/{id}/Cancel
POST EmailBuilderCampaigns/{id}/AddBlock
POST EmailBuilderCampaigns/{id}/Schedule
GET EmailDispatches type status from to take
POST EmailDispatches
GET EmailDispatchReceiver lastId
GET EmailDispatchReceiver emailDispatchId contactId
POST FeedSyncs/{id}/SyncNow
GET IframeToken tokenId
GET Media folderId
GET Media/{id}
GET Media/Folders
POST Media
POST Media/{id}/Rename newName
DELETE Media/{id}
GET Orders contactId
GET Orders extOrderId
GET Orders/{id}
POST Orders
POST Orders/{id}/Lines
PATCH Orders/{id}
PATCH Orders/{id}/Lines/{lid}
DELETE Orders/{id}
DELETE Orders/{id}/Lines/{lid}
GET PermissionSourceCategories
GET PermissionSourceCategoryRelations
GET Points lastId type
GET Points sourceId type
GET Points type from to storeId
GET Points contactId type datetimeFrom datetimeTo
GET Points/{id}
GET Points/Totals type
GET Points/Sums contactId type
GET Points/SumsByContact type storeId
GET Points/SumsByStore type from to
GET Points/TotalForContact contactId type subType
GET Points/SumsByContactCompanies type from to storeId
GET Points/TotalForContactCompany contactCompanyId type from to
GET Points/ByContactCompany contactCompanyId type from to storeId
POST Points
POST Points/{id}/Cancel
SEARCH Points/ForStores type from to
SEARCH Points/SumsForStoresByContactCompanies type from to
GET Segments folderId
GET Segments/{id}
GET Segments/GetContactCount s
GET Segments/{id}/GetContactIds
GET Segments/{id}/GetContactsBaseInfo
POST Segments/ContactIds
POST Segments/GetContactCount
GET Stores number
GET Stores withoutJsonString
GET Stores/{id}
POST Stores
PATCH Stores
"""


def unserved(call: Call) -> Reply:
    """Refuse a call that is documented, so that nobody looks for a fault in its path."""
    raise RefusedError(404, "This call is documented, but this sandbox does not serve it yet.")


def _route(row: str) -> Route:
    method, path, *query = row.split()
    return Route(method, f"/api/v1/{path}", unserved, optional=tuple(query))


ROUTES = tuple(_route(row) for row in _ROWS.strip().splitlines())
