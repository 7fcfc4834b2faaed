"""`apabot run`: from settings to a bot that works until it is told to stop."""

from __future__ import annotations

import asyncio
import secrets
import signal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.health import HealthCheck
from bot.http import build_app, serve
from bot.wiring import build
from handlers.transport.errors import IntakeError
from handlers.transport.polling import Poller
from handlers.transport.webhook import WebhookHandler, register_webhook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.settings import Settings
    from bot.wiring import Bot
    from handlers.transport.limits import Limits
    from operations.clock import Clock

log = structlog.get_logger(__name__)

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0
_REFUSED = "The token was refused by Telegram: check APABOT_TELEGRAM_TOKEN and APABOT_TELEGRAM_API_URL"


async def run(settings: Settings, *, stop: asyncio.Event | None = None, limits: Limits | None = None) -> None:
    """Run the bot until SIGINT, SIGTERM or `stop`.

    Args:
        settings: with token and keys.
        stop: ends it, too.
        limits: instead of Telegram's, for measurements.

    Raises:
        store.StoreError: the database cannot be used.
        IntakeError: Telegram refuses the token, or another program polls with it.
        OSError: the address to listen on is taken.
    """
    stop = stop or asyncio.Event()
    _stop_on_signals(stop)
    async with await build(settings, limits=limits) as bot:
        bot.store.ensure_sound()
        if not await _meet_telegram(bot, stop):
            return
        handler = WebhookHandler(bot.dispatcher, secret=_secret(settings)) if settings.webhook_url else None
        path = urlsplit(settings.webhook_url).path or "/" if settings.webhook_url else None
        polls = Polls(bot.updates_request.call, bot.api.base_url, bot.services.clock)
        health = HealthCheck(
            bot.store,
            now=bot.services.clock.now,
            sync_interval=settings.sync_interval,
            polled_at=polls.answered_at if handler is None else None,
        )
        app = build_app(
            health=health,
            registry=bot.metrics.registry,
            on_hint=bot.runner.hint,
            webhook=handler.handle if handler is not None else None,
            webhook_path=path,
        )
        async with serve(app, settings.listen):
            await bot.start()
            log.info("bot_running", username=bot.api.username, intake="webhook" if handler else "polling")
            await _take_in(bot, handler, polls, stop)
            log.info("bot_stopping")


class Polls:
    """The poller's calls, with the time of the last one that Telegram answered."""

    def __init__(self, call: Callable[..., Awaitable[object]], base_url: str, clock: Clock) -> None:
        self._call = call
        self._base_url = base_url
        self._clock = clock
        self._answered_at: float | None = None

    async def __call__(
        self, endpoint: str, parameters: Mapping[str, object], /, *, read_timeout: float | None
    ) -> object:
        """Call the method and note that it was answered."""
        result = await self._call(self._base_url, endpoint, parameters, read_timeout=read_timeout)
        self._answered_at = self._clock.now()
        return result

    def answered_at(self) -> float | None:
        """Return the UNIX time of the last answer; None before the first."""
        return self._answered_at


async def _take_in(bot: Bot, handler: WebhookHandler | None, polls: Polls, stop: asyncio.Event) -> None:
    """Take updates in until told to stop, or until the intake cannot go on."""
    waiting = asyncio.create_task(stop.wait())
    if handler is None:
        intake = asyncio.create_task(Poller(polls, bot.dispatcher, bot.store).run())
    else:
        intake = asyncio.create_task(_webhook(bot, stop))
    try:
        done, _ = await asyncio.wait({waiting, intake}, return_when=asyncio.FIRST_COMPLETED)
        if intake in done:
            intake.result()
    finally:
        for task in (waiting, intake):
            task.cancel()
        await asyncio.gather(waiting, intake, return_exceptions=True)


async def _webhook(bot: Bot, stop: asyncio.Event) -> None:
    settings = bot.settings
    if settings.webhook_url is not None:
        await register_webhook(bot.api, settings.webhook_url, _secret(settings))
    await stop.wait()


_MADE_UP_SECRET = secrets.token_urlsafe(32)


def _secret(settings: Settings) -> str:
    """Return the webhook's secret; where none is set one of this process's own, for it is registered at each start."""
    given = settings.webhook_secret
    return given.get_secret_value() if given is not None else _MADE_UP_SECRET


async def _meet_telegram(bot: Bot, stop: asyncio.Event) -> bool:
    """Ask Telegram who we are, for as long as it cannot be reached; False where we were told to stop meanwhile."""
    wait = _FIRST_WAIT
    while not stop.is_set():
        try:
            await bot.api.initialize()
        except InvalidToken:
            raise IntakeError(_REFUSED) from None
        except TelegramError as error:
            log.warning("telegram_unreachable", error=type(error).__name__, seconds=wait)
            try:
                async with asyncio.timeout(wait):
                    await stop.wait()
            except TimeoutError:
                wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return True
    return False


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt there
            return
