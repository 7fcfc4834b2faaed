"""Web addresses as Telegram checks them in links and buttons."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?")
_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})


def checked_url(url: str) -> str | None:
    """The address as Telegram stores it (a scheme and a path added), None if it would drop the link."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() in _SCHEMES:
        full = url
    elif (scheme and "." not in scheme[1]) or "." not in url or re.search(r"\s", url):
        return None
    else:
        full = f"http://{url}"
    try:
        parts = urlsplit(full)
    except ValueError:
        return None
    if not parts.netloc and parts.scheme in {"http", "https"}:
        return None
    return full if parts.path or parts.scheme == "tg" else parts._replace(path="/").geturl()
