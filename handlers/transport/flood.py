"""What Telegram's "Too Many Requests" holds up, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import RetryAfter

from handlers.transport.errors import NotConnected, retry_seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

log = structlog.get_logger(__name__)

# How often a call is made again after Telegram asked to wait.
FLOOD_RETRIES = 3
# Pauses in seconds before a call is made again for which no connection came about: nothing was sent.
RECONNECT_WAITS = (0.5, 1.0, 2.0)

_GLOBAL_CHATS = 3
_GLOBAL_SECONDS = 2.0


class FloodWatch:
    """Tells a flood of the whole bot from one of a single chat: Telegram's answer is the same for both.

    Taken as the whole bot's: three chats are told to wait within two seconds, or a message without a chat (an inline
    message's edit) is. Then all chats wait for the shortest of these times: a longer one may be a chat's own, and if
    it was not, the next answer says so.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[int | str, tuple[float, float]] = {}  # chat: when told, until when

    def note(self, chat: int | str | None, *, until: float, now: float) -> float | None:
        """Note that a chat was told to wait.

        Returns:
            Until when everything waits, or none where only the chat does.
        """
        if chat is None:
            return until
        self._seen = {key: told for key, told in self._seen.items() if now - told[0] < _GLOBAL_SECONDS}
        self._seen[chat] = (now, until)
        if len(self._seen) < _GLOBAL_CHATS:
            return None
        return min(until for _, until in self._seen.values())


class MethodGate:
    """Calls that are no messages. They wait for nothing but Telegram's own word about the same method and chat.

    So an answer to a button press or a deletion never stands behind messages, and a long pause for `setMyCommands`
    holds up nothing else.
    """

    __slots__ = ("_held", "_monotonic", "_sleep")

    def __init__(self, *, monotonic: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._held: dict[tuple[str, int | str | None], float] = {}

    async def run(self, call: Callable[[], Coroutine[Any, Any, Any]], *, endpoint: str, chat: int | str | None) -> Any:
        """Make the call, and again where Telegram asks to wait or no connection came about.

        Raises:
            TelegramError: the last attempt's.
        """
        key = (endpoint, chat)
        floods = disconnects = 0
        while True:
            if self._held:
                await self._wait(key)
            try:
                return await call()
            except RetryAfter as error:
                if floods == FLOOD_RETRIES:
                    raise
                floods += 1
                seconds = retry_seconds(error)
                self._held[key] = max(self._held.get(key, 0.0), self._monotonic() + seconds)
                log.info("flood_wait", endpoint=endpoint, chat_id=chat, seconds=seconds)
            except NotConnected:
                if disconnects == len(RECONNECT_WAITS):
                    raise
                disconnects += 1
                await self._sleep(RECONNECT_WAITS[disconnects - 1])

    async def _wait(self, key: tuple[str, int | str | None]) -> None:
        # A loop, since the time may have been put off by another call meanwhile.
        while (until := self._held.get(key)) is not None:
            now = self._monotonic()
            if until <= now:
                self._held = {held: at for held, at in self._held.items() if at > now}
                return
            await self._sleep(until - now)
