"""The webhook: updates pushed to the bot, in order, until it accepts them."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.telegram.errors import bad_request
from sandbox.telegram.updates import WEBHOOK_SET

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram.updates import PendingUpdate, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_CHARACTERS = 256
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_LONGEST_DELAY = 60.0


class Webhook:
    """Where updates are pushed to, if anywhere.

    One update at a time is sent, the next when it was accepted with a 2xx; else it is sent again after `retry_delay`
    real seconds, doubled up to a minute, for as long as the update is kept.
    """

    def __init__(self, updates: UpdateQueue, *, now: Callable[[], float], retry_delay: float) -> None:
        self._updates = updates
        self._now = now
        self._retry_delay = retry_delay
        self._secret = ""
        self._max_connections = 40
        self._last_error: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None
        self.url = ""

    async def set(self, url: str, *, secret: str, max_connections: int) -> str:
        """Begins to push to this address.

        Returns:
            Telegram's words for the success.

        Raises:
            ApiError: 400 for a bad address or secret.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise bad_request("invalid webhook URL specified")
        if len(secret) > _SECRET_CHARACTERS:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if (url, secret, max_connections) == (self.url, self._secret, self._max_connections):
            return "Webhook is already set"
        await self.stop()
        self.url, self._secret, self._max_connections = url, secret, max_connections
        self._last_error = None
        self._updates.terminate_poller(WEBHOOK_SET)
        self._task = asyncio.create_task(self._deliver())
        return "Webhook was set"

    async def delete(self) -> str:
        """Stops pushing; what is pending stays."""
        if not self.url:
            return "Webhook is already deleted"
        self.url = ""
        await self.stop()
        return "Webhook was deleted"

    async def stop(self) -> None:
        """Ends the delivery."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def info(self) -> dict[str, Any]:
        """The WebhookInfo."""
        body: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if self.url:
            body |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed is not None:
            body["allowed_updates"] = sorted(self._updates.allowed)
        if self._last_error is not None:
            body |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return body

    async def _deliver(self) -> None:
        delay = self._retry_delay
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                update = self._updates.first()
                if update is None:
                    self._updates.arrived.clear()
                    await self._updates.arrived.wait()
                elif await self._push(session, update):
                    self._updates.confirm(update.update_id + 1)
                    delay = self._retry_delay
                else:
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, _LONGEST_DELAY)

    async def _push(self, session: aiohttp.ClientSession, update: PendingUpdate) -> bool:
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update.body, headers=headers, allow_redirects=False) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self._note_error(f"Connection failed: {type(error).__name__}")
            return False
        if not answer.ok or answer.status >= 300:  # noqa: PLR2004 - a redirection is no acceptance
            self._note_error(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            return False
        return True

    def _note_error(self, words: str) -> None:
        self._last_error = (int(self._now()), words)
