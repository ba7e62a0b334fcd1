"""Check the API key and the URL that it is sent to, and keep the key out of messages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote as percent_encoded

from ..base_url import BaseUrl, BaseUrlError, parse_base_url
from ..text.characters import one_line
from ..text.errors import InputError, Problem
from ..text.shortening import shortened

API_KEY_VARIABLE = "YULSN_API_KEY"
KEY_SOURCE = f"the environment variable {API_KEY_VARIABLE}, or the file given with --api-key-file"

_MIN_KEY_LENGTH = 20  # a shorter key could be an ordinary word


@dataclass(frozen=True)
class Quote:
    """Makes text from the server safe to display: on one line, printable, short and without the key."""

    key: str = field(repr=False)

    def __call__(self, text: str, most: int = 200) -> str:
        """Return the text as it may appear in a message, with at most `most` characters."""
        import html  # slow to import, and rarely needed

        forms = {self.key, json.dumps(self.key)[1:-1], html.escape(self.key), percent_encoded(self.key, safe="")}
        pattern = "|".join(re.escape(form) for form in sorted(forms))
        text = re.sub(pattern, "[API key]", text, flags=re.IGNORECASE)  # before cutting, which could split the key
        return shortened(one_line(" ".join(text[: 20 * most].split())), most)

    def holds_key(self, text: str) -> bool:
        """Return whether a text contains the key; a short key is ignored, as it could be an ordinary word."""
        return len(self.key) >= _MIN_KEY_LENGTH and self.key in text


def check_key(key: str) -> None:
    """Check that an API key can be sent as a header.

    Raises:
        InputError: The key is empty or contains invalid characters.
    """
    if not key:
        raise InputError(Problem("API key", "is empty", f"Set {KEY_SOURCE}."))
    if not all("!" <= c <= "~" for c in key):
        what = "contains white space, control characters or non-ASCII characters (it is not shown)"
        raise InputError(Problem("API key", what, f"Check {KEY_SOURCE}: a line break may have been copied along."))


def check_base(text: str, allow_http: bool, quote: Quote) -> BaseUrl:
    """Return a base URL in canonical form.

    Raises:
        InputError: The URL is invalid, or would send the key unencrypted.
    """
    try:
        base = parse_base_url(text)
    except BaseUrlError as error:
        raise InputError(Problem("base URL", quote(error.what), error.hint)) from None
    if base.exposes_key and not allow_http:
        what = quote(f"{text} would send the API key unencrypted")
        raise InputError(Problem("base URL", what, "Use https://, or allow http with --allow-http."))
    return base
