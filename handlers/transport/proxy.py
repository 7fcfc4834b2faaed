"""Which proxy a request goes through."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from handlers.transport.errors import NotConnected

_UNSUPPORTED = "Only proxies at http:// and https:// addresses are supported"


class ProxyChoice:
    """The proxy for an address, read once per host.

    aiohttp's own `trust_env` asks the environment (and a password file) in a thread for every single request.

    Args:
        explicit: a proxy's URL that is used for everything.
        trust_env: whether `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` count where none is named.

    Raises:
        ValueError: the explicit proxy is not an HTTP one.
    """

    __slots__ = ("_by_host", "_explicit", "_trust_env")

    def __init__(self, *, explicit: str | None, trust_env: bool) -> None:
        if explicit is not None and not _is_http(explicit):
            raise ValueError(_UNSUPPORTED)
        self._explicit = explicit
        self._trust_env = trust_env
        self._by_host: dict[str, str | None] = {}

    def of(self, url: str) -> str | None:
        """The proxy's URL for this address, or none for a direct connection.

        Raises:
            NotConnected: the environment names a proxy that is not an HTTP one; going around it would be worse.
        """
        if self._explicit is not None or not self._trust_env:
            return self._explicit
        host = url[: url.find("/", 8)]  # scheme and host, past "https://"
        if host not in self._by_host:
            self._by_host[host] = _from_environment(host)
        return self._by_host[host]


def _from_environment(url: str) -> str | None:
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    if not _is_http(proxy):
        raise NotConnected(f"The environment's proxy: {_UNSUPPORTED}")
    return proxy


def _is_http(proxy: str) -> bool:
    return proxy.lower().startswith(("http://", "https://"))
