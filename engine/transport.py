"""The network: two pools of connections for all accounts, limits and time-outs, and what their failures mean."""

from __future__ import annotations

import asyncio
import os
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)

from engine.errors import EngineError, NoAnswerError, NotConnectedError, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from engine.account import Account

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes; the longest honest answer, some hundred lines with their prices, is far below."""

_OUTCOMES: dict[type[EngineError], str] = {
    NotConnectedError: "not_connected",
    NoAnswerError: "no_answer",
    ProtocolError: "protocol",
}

_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    # Asked for as it is: no decompressed size to guard against.
    "Accept-Encoding": "identity",
    "Accept": "application/json",
    "User-Agent": "apabot",
}


class Transport:
    """Carries requests of any number of accounts; open it once, close it at the end.

    Args:
        connect_timeout: Seconds to find, reach and greet (TLS) the engine; when they are over nothing was sent.
        total_timeout: Seconds for a whole exchange, connecting included; also how long a request waits for a free slot.
        concurrency: Exchanges under way at once, per account.
        read_attempts: How often a read is tried in all. Other actions are never repeated.
        backoff: Seconds before the second attempt of a read; grows twofold, with as much jitter.
        now: Unix seconds.
        observe: Told of each exchange how it ended ("ok", "not_connected", "no_answer", "protocol") and its seconds;
            not of one that was cancelled.

    Raises:
        ValueError: If the connect time-out is not the shorter one: the two could not be told apart.
    """

    def __init__(
        self,
        *,
        connect_timeout: float = 5.0,
        total_timeout: float = 30.0,
        concurrency: int = 8,
        read_attempts: int = 3,
        backoff: float = 0.2,
        now: Callable[[], float] = time.time,
        observe: Callable[[str, float], None] | None = None,
    ) -> None:
        if not 0 < connect_timeout < total_timeout:
            raise ValueError("the connect time-out must be positive and shorter than the total one")
        if concurrency < 1 or read_attempts < 1:
            raise ValueError("concurrency and read attempts must be at least 1")
        self.read_attempts = read_attempts
        self.backoff = backoff
        self.now = now
        self._date: str | None = None
        self._observe = observe
        self._timeout = ClientTimeout(total=total_timeout, connect=connect_timeout)
        self._wait = total_timeout
        self._concurrency = concurrency
        self._slots: dict[tuple[str, int], asyncio.Semaphore] = {}
        self._pooled: ClientSession | None = None
        self._fresh: ClientSession | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def server_date(self) -> float | None:
        """Unix seconds by the clock of the engine that answered last, to the second; None where it was not told."""
        try:
            return parsedate_to_datetime(self._date).timestamp() if self._date is not None else None
        except ValueError:
            return None

    async def close(self) -> None:
        """Close all connections; nothing can be sent afterwards."""
        self._closed = True
        for session in (self._pooled, self._fresh):
            if session is not None:
                await session.close()

    async def post(self, account: Account, *, action: str, form: Callable[[], bytes], fresh: bool) -> bytes:
        """Send one request and read its answer.

        Args:
            account: Where to.
            action: The action's name, for the error.
            form: Makes the body; called when the request's turn has come, so that its time is that of sending.
            fresh: Use a connection of its own. A pooled one may just be closing at the engine's side, which would make
                a "no answer" out of nothing; only what may be repeated goes over the pool.

        Returns:
            The answer's body.

        Raises:
            NotConnectedError: If nothing was sent.
            NoAnswerError: If the connection broke or time ran out after it was made.
            ProtocolError: If what came is not a plain HTTP answer with a status of success.
        """
        slots = self._slots.get((account.url, account.userid))
        if slots is None:
            slots = self._slots[account.url, account.userid] = asyncio.Semaphore(self._concurrency)
        if slots.locked():
            await self._take(slots, action)
        else:
            await slots.acquire()
        started = time.perf_counter()
        try:
            body = await self._exchange(account, action=action, body=form(), fresh=fresh)
        except EngineError as error:
            self._tell(_OUTCOMES[type(error)], started)
            raise
        finally:
            slots.release()
        self._tell("ok", started)
        return body

    def _tell(self, outcome: str, started: float) -> None:
        if self._observe is not None:
            self._observe(outcome, time.perf_counter() - started)

    async def _take(self, slots: asyncio.Semaphore, action: str) -> None:
        try:
            await asyncio.wait_for(slots.acquire(), self._wait)
        except TimeoutError:
            pass
        else:
            return
        raise NotConnectedError(action, "too many requests of the account are under way")

    async def _exchange(self, account: Account, *, action: str, body: bytes, fresh: bool) -> bytes:
        failure: EngineError
        # An error is raised after its block, not in it: the library's own texts name the address, and chain further.
        try:
            async with self._session(fresh=fresh).post(account.address, data=body, allow_redirects=False) as answer:
                self._date = answer.headers.get("Date", self._date)
                return await _read(answer, action)
        except ClientConnectorError as error:
            failure = NotConnectedError(action, f"could not connect: {_reason(error)}")
        except ConnectionTimeoutError:
            failure = NotConnectedError(action, "could not connect: time-out")
        except ClientResponseError:
            failure = ProtocolError(action, "the answer is not HTTP", transient=True)
        except TimeoutError:
            failure = NoAnswerError(action, "no answer: time-out")
        except (ClientError, OSError) as error:
            failure = NoAnswerError(action, f"no answer: {type(error).__name__}")
        raise failure

    def _session(self, *, fresh: bool) -> ClientSession:
        if self._closed:
            raise RuntimeError("the transport is closed")
        if fresh:
            if self._fresh is None:
                self._fresh = self._open(TCPConnector(limit=0, force_close=True))
            return self._fresh
        if self._pooled is None:
            self._pooled = self._open(TCPConnector(limit=0))
        return self._pooled

    def _open(self, connector: TCPConnector) -> ClientSession:
        # The slots bound how many connections there are; a second limit in the connector would count as connecting.
        return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), headers=_HEADERS, timeout=self._timeout)


async def _read(answer: ClientResponse, action: str) -> bytes:
    """Read an answer up to the largest size."""
    status = answer.status
    if not 200 <= status < 300:  # noqa: PLR2004 - the range that HTTP calls success
        # Busy and broken servers (429, 5xx) may recover by the next attempt, a wrong address does not.
        raise ProtocolError(action, f"HTTP status {status}", transient=status == 429 or status >= 500)  # noqa: PLR2004
    chunks = []
    size = 0
    while chunk := await answer.content.readany():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise ProtocolError(action, "the answer is too large")
        chunks.append(chunk)
    return b"".join(chunks)


def _reason(error: ClientConnectorError) -> str:
    """Say why a connection failed without saying where to, as the errors' own texts do."""
    if isinstance(error, ClientConnectorDNSError):
        return "the name cannot be resolved"
    if isinstance(error, ClientSSLError):
        return f"TLS: {type(error.os_error).__name__}"
    number = error.os_error.errno
    return os.strerror(number) if number else type(error.os_error).__name__
