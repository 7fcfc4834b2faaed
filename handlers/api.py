"""The Bot API as this program calls it: python-telegram-bot's bot, without building result objects nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.transport.priority import Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Api(ExtBot[Priority]):
    """A bot whose raw calls pass the same request, rate limiter and error mapping as its typed methods.

    `Bot.do_api_request` would warn for every method that also exists as a typed one; parsing the returned `Message`
    of the typed ones costs a seventh of an answer.
    """

    def __init__(self, token: str, *, observe: Callable[[bool], None], **options: Any) -> None:
        super().__init__(token, **options)
        self._observe = observe

    async def call(self, method: str, body: Mapping[str, Any], priority: Priority = "interactive") -> Any:
        """Call a method with JSON-able values; return the `result` as Telegram sent it.

        Args:
            method: Telegram's name, as `sendMessage`.
            body: the parameters.
            priority: whether a person is waiting for it.

        Raises:
            telegram.error.TelegramError: as the typed methods do.
        """
        try:
            result = await self._post(method, self._merge_api_rl_kwargs(dict(body), priority))
        except TelegramError:
            self._observe(False)
            raise
        self._observe(True)
        return result
