"""Make the files of a site: the page with the document, and Scalar's API reference, which shows it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from ..base_url import DEFAULT_BASE_URL
from ..plan import Plan
from ..shipped import PACKAGE
from ..text.errors import Problem, UnsafeError
from ..text.hashing import digest
from ..text.literals import literal
from .samples import SampleSettings
from .view import view

ASSETS = PACKAGE / "reference" / "assets"
# Scalar's API reference, as `make scalar` fetches it.
SCALAR_VERSION = "1.72.1"
SCALAR_SHA256 = "bf091006bdc3af6067af77c2f534812e3e633e94a94e87138069f570f33b762c"
SCRIPT = "scalar.js"
LICENSES = "scalar-licenses.txt"
# A page on disk has no origin that 'self' would match, so its scripts need the scheme.
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "connect-src {connect}; base-uri 'none'; form-action 'none'"
)


def site_files(
    plan: Plan,
    package: str,
    *,
    server: str = DEFAULT_BASE_URL,
    account_id: int = 1,
    can_send: bool = False,
    api_key: str = "",
) -> dict[str, str]:
    """Return the text of each file of an account's reference, by path.

    Args:
        plan: What the account's package contains.
        package: The import name of the package.
        server: The URL of the API.
        account_id: The number of the account, for examples.
        can_send: Whether the page has a button that sends a request to the host that serves the page, which is the API.
        api_key: The API key to fill in. Anybody who can open the page can read it.

    Raises:
        UnsafeError: Scalar's script is not the one that this version was released with.
    """
    options = ""
    if can_send:
        options = ", ".join(filter(None, (literal(api_key) if api_key else "", f"base_url={literal(server)}")))
    page = _template().render(
        policy=_POLICY.format(connect="'self'" if can_send else "'none'"),
        title=f"{package}: {plan.document.root['info']['title']}",
        settings={"apiKey": api_key, "canSend": can_send},
        document=view(plan, SampleSettings(package, server.rstrip("/"), account_id, options)),
    )
    return {"index.html": page, **_assets()}


@cache
def _assets() -> Mapping[str, str]:
    """Return the files that are the same for every site."""
    files = {name: (ASSETS / name).read_text(encoding="utf-8") for name in ("start.js", SCRIPT, LICENSES)}
    if digest(files[SCRIPT]) != SCALAR_SHA256:
        place = str(ASSETS / SCRIPT)
        raise UnsafeError(Problem(place, "was modified after its release", "Install yulsn-codegen again."))
    return files


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": True, "separators": (",", ":")}
    return environment.from_string((ASSETS / "index.html.jinja").read_text(encoding="utf-8"))
