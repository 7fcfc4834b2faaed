"""python-telegram-bot's HTTP side over aiohttp: JSON bodies, one session, no address in any error."""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from handlers.transport.errors import ConnectTimedOut, CutOff, NotConnected
from handlers.transport.proxy import ProxyChoice
from handlers.transport.upload import form_of, upload_watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram._utils.types import JSONDict, ODVInput
    from telegram.request import RequestData

# Shorter than any server's own limit that we know of: a connection that the other side closes in the moment of
# our writing loses a request that must not be repeated.
KEEPALIVE_SECONDS = 15.0

_JSON_HEADERS = {"Content-Type": "application/json"}
# Built once: `json.dumps` with other than the default separators builds an encoder for every call.
_encode = json.JSONEncoder(separators=(",", ":")).encode

_POOL_TIMED_OUT = "All connections of the pool are in use; nothing was sent"
_CONNECT_TIMED_OUT = "No connection in time; nothing was sent"


@lru_cache(maxsize=64)
def _timeouts(read: float | None, connect: float | None) -> aiohttp.ClientTimeout:
    """Put time-outs, in seconds, into aiohttp's form. A bot uses a handful of combinations, so they are kept."""
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


class AiohttpRequest(BaseRequest):
    """Sends the Bot API's requests through one aiohttp session.

    Differs from `HTTPXRequest` where that costs or leaks: a request without files is a JSON body (less to encode on
    both sides than a form); no error, cause or context holds the address, which contains the bot's token; an
    answer that is no JSON is not logged, and not repeated in an error unless it is a success. What is known not to
    have been sent is `NotConnected`.

    Args:
        connection_pool_size: the most connections open at once.
        read_timeout: seconds without a byte of the answer.
        connect_timeout: seconds for name, TCP and TLS together.
        pool_timeout: seconds to wait for a free connection of the pool.
        media_write_timeout: seconds without progress of an upload, where the call names no write time-out. JSON
            bodies have none: they fit into the socket's buffer, and a dead connection is noticed at reading.
        proxy: `http://[user:password@]host:port`, or none: then `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` count.
        trust_env: whether the environment's proxies count.

    Raises:
        ValueError: a proxy of a kind other than HTTP.
    """

    __slots__ = ("_connect", "_media_write", "_pool", "_pool_size", "_proxies", "_read", "_session", "_slots")

    def __init__(
        self,
        *,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
        trust_env: bool = True,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read = read_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._proxies = ProxyChoice(explicit=proxy, trust_env=trust_env)
        self._session: aiohttp.ClientSession | None = None
        # Our own count of connections in use: aiohttp has one time-out for waiting and connecting together.
        self._slots = asyncio.Semaphore(connection_pool_size)

    @property
    def read_timeout(self) -> float | None:
        """The read time-out in seconds where a call names none."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; does nothing if it is open."""
        if self._session is None:
            self._slots = asyncio.Semaphore(self._pool_size)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=KEEPALIVE_SECONDS),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close the session and its connections; does nothing if it is closed."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def call(
        self, base_url: str, endpoint: str, parameters: Mapping[str, Any], *, read_timeout: float | None = None
    ) -> Any:
        """Call a Bot API method without a `Bot` in between, and so without parsing the result into objects.

        Args:
            base_url: `Bot.base_url`.
            endpoint: for instance `getUpdates`.
            parameters: sent in the address's query, so only what is short and no secret. Lists become JSON.
            read_timeout: seconds; none: this object's.

        Returns:
            The `result` of the answer.

        Raises:
            TelegramError: as `BaseRequest.post`.
        """
        query = urlencode({k: v if isinstance(v, str) else _encode(v) for k, v in parameters.items()})
        return await self.post(
            f"{base_url}/{endpoint}?{query}",
            read_timeout=self.DEFAULT_NONE if read_timeout is None else read_timeout,
        )

    async def do_request(  # noqa: PLR0917 - the base class's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; see `BaseRequest.do_request`.

        Returns:
            HTTP status and body; of an error page that is no JSON an empty body, since such pages repeat the address.

        Raises:
            NotConnected: nothing was sent (`ConnectTimedOut`: for want of time).
            TimedOut: no answer in time.
            CutOff: the connection broke.
            NetworkError: anything else, such as what cannot be encoded.
        """
        session = self._session
        if session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        read = self._read if isinstance(read_timeout, DefaultValue) else read_timeout
        timeout = _timeouts(read, self._connect if isinstance(connect_timeout, DefaultValue) else connect_timeout)
        slots = self._slots
        if slots.locked():
            await self._wait_for_slot(slots, self._pool if isinstance(pool_timeout, DefaultValue) else pool_timeout)
        else:
            await slots.acquire()  # free: does not switch tasks
        try:
            if request_data is not None and request_data.contains_files:
                write = self._media_write if isinstance(write_timeout, DefaultValue) else write_timeout
                return await self._upload(session, url, request_data, limits=timeout, write=write)
            body = _encode(request_data.parameters).encode() if request_data is not None else None
            async with session.request(
                method,
                url,
                data=body,
                headers=_JSON_HEADERS if body else None,
                timeout=timeout,
                proxy=self._proxies.of(url),
                allow_redirects=False,
            ) as response:
                return _checked(response.status, await response.read())
        except (aiohttp.ClientError, OSError, TypeError, ValueError) as error:
            failure = _failure(error)
        finally:
            slots.release()
        # Out here, so that the failure has no context: aiohttp's errors hold the address, and what they cannot encode.
        raise failure

    async def _upload(
        self,
        session: aiohttp.ClientSession,
        url: str,
        request_data: RequestData,
        *,
        limits: aiohttp.ClientTimeout,
        write: float | None,
    ) -> tuple[int, bytes]:
        form = await form_of(request_data)
        async with (
            upload_watch(size=form.size, stall_seconds=write, head_start=limits.connect or 0.0) as tracker,
            session.post(
                url,
                data=form,
                timeout=limits,
                proxy=self._proxies.of(url),
                allow_redirects=False,
                upload_tracker=tracker,
            ) as response,
        ):
            return _checked(response.status, await response.read())

    @staticmethod
    async def _wait_for_slot(slots: asyncio.Semaphore, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await slots.acquire()
        except TimeoutError:
            raise ConnectTimedOut(_POOL_TIMED_OUT) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Parse an answer. Unlike the base class's, does not log one that is no JSON: it may hold message texts.

        Raises:
            TelegramError: the answer is no JSON object.
        """
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        return parsed


def _checked(status: int, body: bytes) -> tuple[int, bytes]:
    if status >= 300 and not body.lstrip().startswith(b"{"):  # noqa: PLR2004 - the HTTP statuses that are no success
        return status, b""
    return status, body


def _failure(error: Exception) -> NetworkError:
    """python-telegram-bot's error for one of aiohttp, worded without the address."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return ConnectTimedOut(_CONNECT_TIMED_OUT)
    if isinstance(error, TimeoutError):
        return TimedOut()
    words = f"{type(error).__module__.partition('.')[0]}.{type(error).__name__}"
    if isinstance(error, OSError) and error.strerror:
        words = f"{words}: {error.strerror}"
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError)):
        return NotConnected(words)
    if isinstance(error, (aiohttp.ClientError, OSError)):
        return CutOff(words)
    return NetworkError(words)
