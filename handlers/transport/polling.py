"""Long polling: fetch, keep, only then confirm."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from handlers.transport.errors import IntakeError, TwoPollersError, retry_seconds
from handlers.transport.intake import ALLOWED_UPDATES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from handlers.transport.dispatcher import Dispatcher
    from handlers.transport.intake import UpdateStore

log = structlog.get_logger(__name__)

# Pauses in seconds after polls that another poller ended. One more such end in a row, and a process that was never
# answered stops: an old process of ours, as at a restart, is gone by then.
CONFLICT_WAITS = (1.0, 2.0)
# Whoever was there first has more patience than a newcomer, so that a bot started by mistake ends and the other stays.
ESTABLISHED_WAITS = (*CONFLICT_WAITS, 2.0, 2.0, 2.0, 2.0)
# Beyond the long poll's own time, for the answer to come.
_ANSWER_SECONDS = 10.0
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0

_REFUSED = "The token was refused by Telegram: check APABOT_TELEGRAM_TOKEN and APABOT_TELEGRAM_API_URL"
_TWO_POLLERS = (
    "Another program receives this bot's updates (409 Conflict, time and again): "
    "stop it or remove its webhook; only one can run"
)


class BotCall(Protocol):
    """Calls a Bot API method and gives its result unparsed, for instance `partial(request.call, bot.base_url)`."""

    async def __call__(self, endpoint: str, parameters: Mapping[str, Any], /, *, read_timeout: float | None) -> Any:
        """Call the method.

        Raises:
            TelegramError: as python-telegram-bot maps it.
        """
        ...


class Poller:
    """Fetches updates for ever.

    Args:
        call: calls the Bot API; `AiohttpRequest.call` of a request that nothing else uses.
        dispatcher: keeps the updates and says when there is room for more.
        store: knows where an earlier run ended.
        poll_seconds: how long Telegram holds a poll open when there is nothing.
        batch: the most updates in one answer, 1 to 100.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        call: BotCall,
        dispatcher: Dispatcher,
        store: UpdateStore,
        *,
        poll_seconds: int = 30,
        batch: int = 100,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._call = call
        self._dispatcher = dispatcher
        self._store = store
        self._poll_seconds = poll_seconds
        self._batch = batch
        self._sleep = sleep
        self._failures = 0
        self._conflicts = 0
        self._established = False

    async def run(self) -> None:
        """Remove a webhook, then poll until cancelled.

        Cancelling is safe at any time: what was fetched and not kept has not been confirmed.

        Raises:
            IntakeError: the token was refused.
            TwoPollersError: another program polls too.
        """
        await self._ask("deleteWebhook", {}, read_timeout=None)
        last = self._store.last_update_id()
        offset = None if last is None else last + 1
        while True:
            await self._dispatcher.room()
            parameters: dict[str, Any] = {
                "timeout": self._poll_seconds,
                "limit": self._batch,
                "allowed_updates": list(ALLOWED_UPDATES),
            }
            if offset is not None:
                parameters["offset"] = offset
            updates = await self._ask("getUpdates", parameters, read_timeout=self._poll_seconds + _ANSWER_SECONDS)
            self._established = True
            if updates:
                await self._dispatcher.accept(updates)
                # Of this answer, not of all time: after a week of silence Telegram's numbers begin anew, perhaps lower,
                # and an offset above them is answered with the same updates again and again.
                offset = max(update["update_id"] for update in updates) + 1

    async def _ask(self, endpoint: str, parameters: Mapping[str, Any], *, read_timeout: float | None) -> Any:
        """Call until there is an answer."""
        while True:
            try:
                result = await self._call(endpoint, parameters, read_timeout=read_timeout)
            except (InvalidToken, EndPointNotFound):
                raise IntakeError(_REFUSED) from None
            except Conflict:
                wait = self._after_conflict()
            except RetryAfter as error:
                wait = retry_seconds(error)
                log.warning("poll_told_to_wait", seconds=wait)
            except TelegramError as error:
                wait = self._after_failure()
                log.warning("poll_failed", endpoint=endpoint, error=type(error).__name__, seconds=round(wait, 1))
            else:
                self._failures = self._conflicts = 0
                return result
            await self._sleep(wait)

    def _after_conflict(self) -> float:
        waits = ESTABLISHED_WAITS if self._established else CONFLICT_WAITS
        if self._conflicts == len(waits):
            raise TwoPollersError(_TWO_POLLERS)
        wait = waits[self._conflicts]
        self._conflicts += 1
        log.warning("poll_conflict", seconds=wait)
        return wait

    def _after_failure(self) -> float:
        ceiling = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return ceiling * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
