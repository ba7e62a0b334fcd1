"""What a contact has beside its members: a password, a bounced address, and the file of its personal data.

No mail is sent here, so nothing bounces by itself: an address at `bounce.example` counts as bounced from the moment a
contact gets it until it is unblocked.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ...calls import EMPTY, Call, RefusedError, Reply, Route, invalid
from ...store import Store
from ...values import wire
from .read import contact, contact_shape

BOUNCING = "@bounce.example"
_PASSWORDS = "ContactPasswords"
_BOUNCES = "ContactBounces"
_FILES = "/files/person-data"


def login(call: Call) -> Reply:
    """POST Contacts/{id}/Login: the contact, or 422 if the password is wrong or none was set."""
    found = contact(call)
    body = {name.lower(): value for name, value in call.json_object().items()}
    errors = {
        name: [f"`{name}` should be text."]
        for name in ("Password", "Ip", "Source")
        if not isinstance(body.get(name.lower()), str)
    }
    if errors:
        raise invalid(errors)
    kept = call.store.get(_PASSWORDS, call.id())
    if kept is None or not hmac.compare_digest(_hash(str(body["password"]), str(kept["Salt"])), str(kept["Hash"])):
        raise RefusedError(422, "The password is wrong.")
    return Reply(contact_shape(call.account).shown(found))


def set_password(call: Call) -> Reply:
    """POST Contacts/{id}/SetPassword: keeps a salted hash; answers with nothing."""
    contact(call)
    body = {name.lower(): value for name, value in call.json_object().items()}
    password = body.get("newpassword")
    if not isinstance(password, str) or not password:
        raise invalid({"NewPassword": ["`NewPassword` is required."]})
    salt = secrets.token_hex(16)
    call.store.replace(_PASSWORDS, call.id(), {"Salt": salt, "Hash": _hash(password, salt)})
    return EMPTY


def unblock_email(call: Call) -> Reply:
    """POST Contacts/{id}/UnblockEmail: whether the contact's address had bounced."""
    contact(call)
    bounced = is_bounced(call.store, call.id())
    call.store.delete(_BOUNCES, call.id())
    return Reply(bounced)


def get_person_data_file_url(call: Call) -> Reply:
    """GET Contacts/{id}/PersonDataFile: where the file is, which is served without a key to whoever knows that."""
    contact(call)
    return Reply(f"{call.base_url}{_FILES}/{call.id()}/{_signature(call.store, call.id())}")


def person_data_file(call: Call) -> Reply:
    """GET the file itself: the contact as it is now, as JSON."""
    if not hmac.compare_digest(_bytes(call.path["signature"]), _bytes(_signature(call.store, call.id()))):
        raise RefusedError(404, "There is no such file.")
    content = wire.dumps({"Contact": contact_shape(call.account).shown(contact(call))}).encode()
    headers = {"Content-Disposition": f'attachment; filename="contact-{call.id()}.json"'}
    return Reply(content=content, headers=headers)


def note_address(store: Store, number: int, email: object) -> None:
    """Note that a contact has another e-mail address now, which may be one that bounces."""
    if isinstance(email, str) and email.lower().endswith(BOUNCING):
        store.replace(_BOUNCES, number, {})
    else:
        store.delete(_BOUNCES, number)


def is_bounced(store: Store, number: int) -> bool:
    """Whether a contact's address has bounced."""
    return store.get(_BOUNCES, number) is not None


def forget(store: Store, number: int) -> None:
    """Remove what is kept here of a contact."""
    store.delete(_PASSWORDS, number)
    store.delete(_BOUNCES, number)


def _hash(password: str, salt: str) -> str:
    return hashlib.scrypt(_bytes(password), salt=bytes.fromhex(salt), n=2**13, r=8, p=1).hex()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _signature(store: Store, number: int) -> str:
    secret = str(store.note("secret"))
    return hmac.new(secret.encode(), f"person-data/{number}".encode(), hashlib.sha256).hexdigest()


_CONTACT = "/api/v1/Contacts/{id}"

ROUTES = (
    Route("GET", f"{_CONTACT}/PersonDataFile", get_person_data_file_url),
    Route("POST", f"{_CONTACT}/Login", login),
    Route("POST", f"{_CONTACT}/SetPassword", set_password),
    Route("POST", f"{_CONTACT}/UnblockEmail", unblock_email),
)
FILES = (Route("GET", f"{_FILES}/{{id}}/{{signature}}", person_data_file),)
