"""The one way out to Telegram: keeps its limits, answers before notices, and obeys when told to wait."""

from __future__ import annotations

import asyncio
import contextvars
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from handlers.transport.chat_queue import ChatQueue, Waiting
from handlers.transport.endpoints import chat_of, edited_message, is_message, message_count
from handlers.transport.errors import CutOff, NotConnected, SenderClosed, retry_seconds
from handlers.transport.flood import FLOOD_RETRIES, RECONNECT_WAITS, FloodWatch, MethodGate
from handlers.transport.limits import Limits, pace_of_all, pace_of_bulk, pace_of_chat
from handlers.transport.priority import Kept, Priority, is_bulk
from handlers.transport.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from telegram.error import NetworkError

log = structlog.get_logger(__name__)

# Seconds that `Kept.before` may take; after that the message waits for another turn, for others may have gone since.
_TURN_LASTS = 0.1
_NOT_SENT = "The sender is shut down; nothing was sent"
_CUT_OFF = "The sender was shut down while this was under way; whether it arrived is unknown"


class Sender(BaseRateLimiter[Priority]):
    """python-telegram-bot's rate limiter: every call of `ExtBot` but `getUpdates` passes here.

    Messages and edits are counted, in all and per chat, and sent when the limits allow. `rate_limit_args` is a
    `Priority`: bulk goes when nothing interactive can, evenly, and leaves a reserve. In one chat an answer overtakes
    waiting notices; within a priority the order is kept, one message under way at a time. A waiting edit that a newer
    one makes pointless is not sent: the newer takes its place, and both callers get the newer's outcome.

    RetryAfter holds up the chat (see `FloodWatch` for when it is more than the chat), and the message is sent again, up
    to `FLOOD_RETRIES` times. `NotConnected` means that nothing was sent, so that is tried again too. All other errors
    travel up, time-outs above all: no send is idempotent. What is `Kept` goes back to its caller in every case.

    A caller that is cancelled takes its message out of the queue; one that is under way is not called back.

    Args:
        limits: Telegram's limits.
        shutdown_seconds: how long interactive messages may go on at a shutdown.
        monotonic: the clock, in seconds.
        sleep: waits so many of the clock's seconds.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        shutdown_seconds: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._limits = limits or Limits()
        self._shutdown_seconds = shutdown_seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._methods = MethodGate(monotonic=monotonic, sleep=sleep)
        self._floods = FloodWatch()
        self._chats: dict[int | str, ChatQueue] = {}
        self._turns = Turns(pace_of_all(self._limits), pace_of_bulk(self._limits), self._start)
        self._running: set[asyncio.Task[None]] = set()
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0
        self._closing = False
        self._drained: asyncio.Future[None] | None = None

    async def initialize(self) -> None:
        """Take messages (again)."""
        self._closing = False

    async def shutdown(self) -> None:
        """Give up waiting bulk, let interactive messages finish for a few seconds, give up the rest."""
        self._closing = True
        self._give_up(interactive=False)
        if self._busy():
            self._drained = asyncio.get_running_loop().create_future()
            grace = asyncio.ensure_future(self._sleep(self._shutdown_seconds))
            either: set[asyncio.Future[Any]] = {grace, self._drained}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            grace.cancel()
            self._drained = None
        self._give_up(interactive=True)
        rest = {*self._running, *([self._alarm] if self._alarm else [])}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        self._alarm = None
        self._chats.clear()

    async def process_request(  # noqa: PLR0917 - the base class's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Any:
        """Make a call when its turn comes; see `BaseRateLimiter.process_request`.

        Args:
            callback: makes the request.
            args: the callback's.
            kwargs: the callback's.
            endpoint: the Bot API's method.
            data: its parameters.
            rate_limit_args: how urgent it is; none is "interactive".

        Raises:
            SenderClosed: shut down before its turn.
            RetryAfter: still told to wait after all retries.
            TelegramError: whatever else the callback raises.
        """
        chat_id = chat_of(data)
        if not is_message(endpoint):
            return await self._methods.run(partial(callback, *args, **kwargs), endpoint=endpoint, chat=chat_id)
        if self._closing:
            raise SenderClosed(_NOT_SENT)
        chat = self._chat_of(chat_id, f"inline:{edited_message(endpoint, data)}")
        call, bulk, kept = (
            partial(callback, *args, **kwargs),
            is_bulk(rate_limit_args),
            isinstance(rate_limit_args, Kept),
        )
        if kept or not self._turns.take_now(chat, self._monotonic(), cost=message_count(data), bulk=bulk):
            waiting = Waiting.of(call, endpoint=endpoint, data=data, priority=rate_limit_args)
            if chat.push(waiting):
                self._turns.place(chat, self._monotonic())
                self._go_on()
            return await waiting.callers[-1]
        try:
            return await call()
        except (RetryAfter, NotConnected) as error:
            again = Waiting.of(call, endpoint=endpoint, data=data, priority=rate_limit_args)
            if not self._send_again(chat, again, error):
                raise
        finally:
            self._release(chat)
        return await again.callers[0]

    def bulk_wait(self, chat_id: int | None = None) -> float:
        """How many seconds it is until bulk could go to a chat (none: to any), were it alone; 0: now."""
        now = self._monotonic()
        at = self._turns.held_until
        chat = self._chats.get(chat_id) if chat_id is not None else None
        if chat is not None:
            at = max(at, chat.free_at(cost=1, bulk=True))
        return max(0.0, at - now)

    def _chat_of(self, chat_id: int | str | None, inline: str) -> ChatQueue:
        key = inline if chat_id is None else chat_id
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = ChatQueue(key, chat_id=chat_id, pace=pace_of_chat(chat_id, self._limits))
        return chat

    def _start(self, chat: ChatQueue, waiting: Waiting) -> None:
        task = asyncio.get_running_loop().create_task(self._run(chat, waiting), context=waiting.context)
        self._running.add(task)
        task.add_done_callback(partial(self._ended, waiting))

    def _ended(self, waiting: Waiting, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if task.cancelled():  # also before its first step, where `_run` could not tell the callers
            waiting.fail(CutOff(_CUT_OFF))

    async def _run(self, chat: ChatQueue, waiting: Waiting) -> None:
        try:
            if await self._may_leave(chat, waiting):
                waiting.succeed(await waiting.call())
        except (RetryAfter, NotConnected) as error:
            if not self._send_again(chat, waiting, error):
                waiting.fail(error)
        except Exception as error:  # noqa: BLE001 - not swallowed: the callers get it
            waiting.fail(error)
        finally:
            self._release(chat)

    async def _may_leave(self, chat: ChatQueue, waiting: Waiting) -> bool:
        """Await what comes before it; where that took too long, give it another turn."""
        if waiting.before is None:
            return True
        turn, before, waiting.before = self._monotonic(), waiting.before, None
        await before()
        if waiting.abandoned:
            return False
        if self._monotonic() - turn <= _TURN_LASTS:
            return True
        chat.push_back(waiting)
        return False

    def _send_again(self, chat: ChatQueue, waiting: Waiting, error: NetworkError | RetryAfter) -> bool:
        """Queue what was surely not sent once more; false where enough has been tried, or its caller tries again."""
        if self._closing:
            return False
        now = self._monotonic()
        if isinstance(error, RetryAfter):
            if waiting.floods == FLOOD_RETRIES:
                return False
            waiting.floods += 1
            until = now + retry_seconds(error)
            self._note_flood(chat, waiting, until=until, now=now)
        else:
            if waiting.disconnects == len(RECONNECT_WAITS) or waiting.kept:
                return False
            until = now + RECONNECT_WAITS[waiting.disconnects]
            waiting.disconnects += 1
        chat.held_until = max(chat.held_until, until)
        if waiting.kept:
            return False
        chat.push_back(waiting)
        return True

    def _note_flood(self, chat: ChatQueue, waiting: Waiting, *, until: float, now: float) -> None:
        everything = self._floods.note(chat.chat_id, until=until, now=now)
        log.info("flood_wait", endpoint=waiting.endpoint, chat_id=chat.chat_id, seconds=until - now)
        if everything is not None:
            self._turns.hold(everything)
            log.warning("flood_of_all_chats", seconds=everything - now)

    def _release(self, chat: ChatQueue) -> None:
        chat.in_flight = False
        now = self._monotonic()
        if chat.head() is not None:
            self._turns.place(chat, now)
            self._go_on()
        for idle in self._turns.idle(chat, now):
            self._chats.pop(idle.key, None)
        if self._drained is not None and not self._drained.done() and not self._busy():
            self._drained.set_result(None)

    def _go_on(self) -> None:
        """Start all whose turn has come, and set the alarm for the next."""
        at = self._turns.start_due(self._monotonic())
        if at is None or (self._alarm is not None and self._alarm_at <= at):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        # An empty context: the caller's must not stay with a task that serves all.
        self._alarm = asyncio.get_running_loop().create_task(self._ring(at), context=contextvars.Context())

    async def _ring(self, at: float) -> None:
        await self._sleep(max(0.0, at - self._monotonic()))
        self._alarm = None
        self._go_on()

    def _busy(self) -> bool:
        return any(chat.in_flight or chat.head() is not None for chat in self._chats.values())

    def _give_up(self, *, interactive: bool) -> None:
        for chat in self._chats.values():
            for waiting in chat.clear(interactive=interactive):
                waiting.fail(SenderClosed(_NOT_SENT))
