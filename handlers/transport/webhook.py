"""The webhook: keep, only then say 200."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from handlers.transport.intake import ALLOWED_UPDATES

if TYPE_CHECKING:
    from telegram import Bot

    from handlers.transport.dispatcher import Dispatcher

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
# Far above any update: a message has at most 4,096 characters and 100 buttons.
MAX_BODY_BYTES = 1_048_576

_BODY_SECONDS = 10.0
_SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{1,256}")


class WebhookHandler:
    """A route handler of aiohttp: `router.add_post(path, WebhookHandler(dispatcher, secret=…).handle)`.

    Answers 403 without the secret, 413 and 400 to what is no update, 503 when far too much waits, and 200 when the
    update is kept. Telegram brings again what got no 2xx; should keeping fail, the error is the server's 500.

    Args:
        dispatcher: keeps the updates.
        secret: what `register_webhook` was given.
        max_body_bytes: the longest body that is read.

    Raises:
        ValueError: the secret is none that Telegram accepts.
    """

    def __init__(self, dispatcher: Dispatcher, *, secret: str, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        self._dispatcher = dispatcher
        self._secret = _checked_secret(secret).encode()
        self._max_body_bytes = max_body_bytes

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update in."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.warning("webhook_refused")
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if self._dispatcher.overloaded:
            log.warning("webhook_overloaded")
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await self._body(request)
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = _update_of(body)
        if update is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        await self._dispatcher.accept([update])
        return web.Response()

    async def _body(self, request: web.Request) -> bytes | None:
        """The body, or none if it is too long. Counted here: the length that the header names need not be true."""
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > self._max_body_bytes:
                return None
        return bytes(body)


def _update_of(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except ValueError:
        return None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        return None
    # Telegram's numbers fit 32 bits; what the store cannot hold is none of them.
    return update if 0 <= update["update_id"] < 2**53 else None


async def register_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have Telegram bring updates to `url`; what it holds already is brought too.

    Args:
        bot: the bot.
        url: the https address of `WebhookHandler`'s route.
        secret: 1 to 256 of `A-Za-z0-9_-`, sent back with every update.

    Raises:
        ValueError: the secret is none that Telegram accepts.
        TelegramError: Telegram refused, or was not reached.
    """
    await bot.set_webhook(url, secret_token=_checked_secret(secret), allowed_updates=ALLOWED_UPDATES)


def _checked_secret(secret: str) -> str:
    if _SECRET_FORM.fullmatch(secret) is None:
        raise ValueError("The webhook's secret must be 1 to 256 characters of A-Z a-z 0-9 _ -")
    return secret
