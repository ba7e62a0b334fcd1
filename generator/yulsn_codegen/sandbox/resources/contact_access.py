"""The resource Contacts: passwords, bounced addresses, and the file with a contact's personal data."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ..collections import CONTACT_PASSWORDS, CONTACTS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import static_shape
from ..store import Store
from ..values import exact_json
from . import bounces

_FILES = "/files/person-data"


def login(request: ApiRequest) -> Reply:
    """Return the contact, or 422 if the password is wrong or was never set."""
    found = CONTACTS.get(request.store, request.id())
    body = static_shape("ContactLogin").whole(request.json_object())
    kept = request.store.get(CONTACT_PASSWORDS, request.id())
    if kept is None or not hmac.compare_digest(_hash(str(body["Password"]), str(kept["Salt"])), str(kept["Hash"])):
        raise RefusedError(422, "The password is wrong.")
    return Reply(CONTACTS.shape(request.schema).shown(found))


def set_password(request: ApiRequest) -> Reply:
    """Store a salted hash of a contact's new password."""
    CONTACTS.get(request.store, request.id())
    body = {name.lower(): value for name, value in request.json_object().items()}
    password = body.get("newpassword")
    if not isinstance(password, str) or not password:
        raise invalid({"NewPassword": ["`NewPassword` is required."]})
    salt = secrets.token_hex(16)
    request.store.replace(CONTACT_PASSWORDS, request.id(), {"Salt": salt, "Hash": _hash(password, salt)})
    return EMPTY


def unblock_email(request: ApiRequest) -> Reply:
    """Unblock a contact's address, and return whether it had bounced."""
    CONTACTS.get(request.store, request.id())
    bounced = bounces.is_bounced(request.store, request.id())
    bounces.unblock(request.store, request.id())
    return Reply(bounced)


def get_person_data_file_url(request: ApiRequest) -> Reply:
    """Return the URL of the file, which is served without a key to anyone who knows the URL."""
    CONTACTS.get(request.store, request.id())
    return Reply(f"{request.base_url}{_FILES}/{request.id()}/{_signature(request.store, request.id())}")


def person_data_file(request: ApiRequest) -> Reply:
    """Return the file: the current contact as JSON."""
    if not hmac.compare_digest(_bytes(request.path["signature"]), _bytes(_signature(request.store, request.id()))):
        raise RefusedError(404, "There is no such file.")
    contact = CONTACTS.get(request.store, request.id())
    content = exact_json.dumps({"Contact": CONTACTS.shape(request.schema).shown(contact)}).encode()
    headers = {"Content-Disposition": f'attachment; filename="contact-{request.id()}.json"'}
    return Reply(content=content, headers=headers)


def _hash(password: str, salt: str) -> str:
    return hashlib.scrypt(_bytes(password), salt=bytes.fromhex(salt), n=2**13, r=8, p=1).hex()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _signature(store: Store, number: int) -> str:
    secret = str(store.note("secret"))
    return hmac.new(secret.encode(), f"person-data/{number}".encode(), hashlib.sha256).hexdigest()


HANDLERS: dict[str, Handler] = {
    "contacts.get_person_data_file_url": get_person_data_file_url,
    "contacts.login": login,
    "contacts.set_password": set_password,
    "contacts.unblock_email": unblock_email,
}
FILES: dict[str, Handler] = {f"{_FILES}/{{id}}/{{signature}}": person_data_file}
