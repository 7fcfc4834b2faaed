"""Notices on their way: what chats are told unasked, kept in the store until it is delivered."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import TYPE_CHECKING, Self

import structlog
from telegram.error import BadRequest, RetryAfter, TelegramError, TimedOut

from handlers.desk import Desk, Later, OvertakenError, Sent, about_to_send
from handlers.notice_kinds import RENDERERS
from handlers.outgoing import ChatGoneError
from handlers.transport.errors import CutOff, NotConnected, retry_seconds
from handlers.transport.priority import Kept
from store import StoreError, StoreUnavailableError

if TYPE_CHECKING:
    from handlers.desk import Told
    from handlers.outgoing import Outgoing
    from operations.services import Services
    from store import NoticeRow, Turn

log = structlog.get_logger(__name__)

# Seconds.
LOOK_INTERVAL = 1.0
# How long a claim lasts that nobody renews: a crash holds its notices up for so long.
CLAIM = 60.0
RENEWED_EVERY = 15.0
# A chat that may be written to no sooner than this is not begun with: its turn comes then.
LEAD = 0.5
FIRST_RETRY = 5.0
LONGEST_RETRY = 300.0
# A group may forbid writing for a night, or until an administrator sees that the bot cannot.
SILENCED = 3600.0
_SILENCED_WORDS = (
    "not enough rights to send",
    "have no rights to send a message",
    "chat_write_forbidden",
    "topic_closed",
)
STOPPING = 5.0
# How many are under way at once: two seconds of what the sender lets through. The rest waits in the store, so that
# memory does not grow with the backlog, and what is sent was true two seconds ago.
UNDER_WAY = 32
# A notice that may have arrived is sent once more, and then counts as delivered.
MOST_SENDS = 2
# Where our own code fails it may be mended tomorrow, but not for ever; about eight hours.
MOST_MISTAKES = 100


class Noticer:
    """Delivers in the background; use `async with`. One chat's notices go in order, chats in parallel and in turn.

    Before a notice leaves, the store knows that it may arrive. A crash or a time-out after that says it once more, for
    said twice is better than never; a second one counts as delivered. What has surely not arrived is tried until it
    does: meanwhile its chat waits, so that the order stays. Chats that cannot be written to rest until they can.
    """

    def __init__(self, outgoing: Outgoing, services: Services) -> None:
        self._desk = Desk(services, outgoing)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._kicked = asyncio.Event()
        self._renewed_at = 0.0
        self._loop: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.create_task(self._run(), name="notices")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        if self._tasks:
            # What is on its way may arrive: it had better be noted down.
            await asyncio.wait(self._tasks.values(), timeout=STOPPING)
        rest = list(self._tasks.values())
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        try:
            await self._desk.services.store.release_notices(self._desk.services.process)
        except StoreError as error:
            log.warning("notices_not_released", error=type(error).__name__)

    def kick(self) -> None:
        """Look now: something is to be told."""
        self._kicked.set()

    async def deliver_due(self) -> None:
        """Deliver what is due now and wait for it."""
        while True:
            wait = await self._start_what_is_due()
            if not self._tasks and wait:
                return
            await asyncio.gather(*self._tasks.values())

    async def _run(self) -> None:
        while True:
            self._kicked.clear()
            wait = LOOK_INTERVAL
            try:
                await self._renew()
                wait = await self._start_what_is_due()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("notices_loop_failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._kicked.wait()

    async def _renew(self) -> None:
        services = self._desk.services
        now = services.clock.now()
        if self._tasks and now - self._renewed_at >= RENEWED_EVERY:
            await services.store.renew_notice_claims(list(self._tasks), services.process, now + CLAIM)
            self._renewed_at = now

    async def _start_what_is_due(self) -> float:
        """Take as many turns as there is room for; return after how many seconds to look again."""
        services, outgoing = self._desk.services, self._desk.outgoing
        room = UNDER_WAY - len(self._tasks)
        held = outgoing.bulk_wait()
        if room <= 0 or held > LEAD:
            return min(held, LOOK_INTERVAL) if held > LEAD else LOOK_INTERVAL
        now = services.clock.now()
        waits = {turn: outgoing.bulk_wait(turn.chat_id) for turn in services.store.notice_turns(now, limit=room)}
        ready = [turn for turn, wait in waits.items() if wait <= LEAD]
        rests: dict[Turn, float] = {turn: now + wait for turn, wait in waits.items() if wait > LEAD}
        if not waits:
            return LOOK_INTERVAL
        for notice in await services.store.claim_notices(ready, services.process, now + CLAIM, now, rests=rests):
            task = asyncio.create_task(self._deliver(notice), name=f"notice-{notice.id}")
            self._tasks[notice.id] = task
            task.add_done_callback(partial(self._finished, notice.id))
        # Where all who stood first have to rest, the next ones are looked at at once.
        return min([LOOK_INTERVAL, *(wait for wait in waits.values() if wait > LEAD)]) if ready else 0.0

    def _finished(self, notice_id: int, task: asyncio.Task[None]) -> None:
        del self._tasks[notice_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            # The claim runs out by itself, and then it is tried again.
            log.error("notice_failed", notice=notice_id, exc_info=error)
        if len(self._tasks) <= UNDER_WAY // 2:
            # Half at a time, so that one commit takes many.
            self._kicked.set()

    async def _deliver(self, notice: NoticeRow) -> None:
        if notice.sends >= MOST_SENDS:
            await self._counts_as_delivered(notice)
            return
        try:
            await self._send(notice)
        except OvertakenError:
            log.warning("notice_overtaken", notice=notice.id)
        except ChatGoneError:
            await self._rest(notice)
        except TelegramError as error:
            await self._troubled(notice, error)
        except StoreUnavailableError:
            # Nothing can be noted down now: the claim runs out by itself.
            raise
        except Exception:  # the top of a background task: it is logged and tried again
            log.exception("notice_failed", notice=notice.id, kind=notice.kind)
            await self._mistaken(notice)

    async def _send(self, notice: NoticeRow) -> None:
        store = self._desk.services.store
        render = RENDERERS.get(notice.kind)
        if render is None:
            await self._give_up(notice, "unknown_kind")
            return
        told = await render(self._desk, notice)
        if told is None:
            await self._untrue(notice)
        elif isinstance(told, Later):
            await store.postpone_notice(notice.id, max(told.at, self._desk.services.clock.now() + LOOK_INTERVAL))
        else:
            message_id = told.message_id if isinstance(told, Sent) else await self._told(notice, told)
            await store.mark_notice_delivered(notice.id, message_id)

    async def _untrue(self, notice: NoticeRow) -> None:
        """There is nothing to tell; unless the group has moved since it was claimed, and the old one was asked for."""
        row = self._desk.services.store.notice(notice.id)
        if row is not None and row.chat_id != notice.chat_id:
            await self._let_go(notice, seconds=0.0)
        else:
            await self._give_up(notice, "no_longer_true", unheard=False)

    async def _told(self, notice: NoticeRow, told: Told) -> int:
        return await self._desk.outgoing.send(
            notice.chat_id,
            told.text,
            told.rows,
            thread_id=notice.thread_id,
            priority=Kept(before=partial(about_to_send, self._desk, notice)),
            repeat=False,
            silent=told.silent,
        )

    async def _troubled(self, notice: NoticeRow, error: TelegramError) -> None:
        """Telegram, or the way there, did not do it: what is known of what arrived decides."""
        if isinstance(error, RetryAfter):
            await self._let_go(notice, seconds=retry_seconds(error))
        elif isinstance(error, BadRequest) and any(words in error.message.lower() for words in _SILENCED_WORDS):
            await self._let_go(notice, seconds=SILENCED)
        elif isinstance(error, BadRequest):
            # Not to be had by asking again.
            await self._give_up(notice, error.message)
        elif isinstance(error, (TimedOut, CutOff)) and not isinstance(error, NotConnected):
            await self._once_more(notice)
        elif type(error) is TelegramError:
            # An answer that is none: a proxy's page with a good status, say.
            await self._once_more(notice)
        else:
            await self._let_go(notice, seconds=_backoff(notice))

    async def _once_more(self, notice: NoticeRow) -> None:
        """Trouble after which nobody knows: what was not handed to Telegram yet is tried as often as it takes."""
        row = self._desk.services.store.notice(notice.id)
        sends = notice.sends if row is None else row.sends
        if sends >= MOST_SENDS:
            await self._counts_as_delivered(notice)
        else:
            await self._let_go(notice, seconds=_backoff(notice), arrived=sends > notice.sends)

    async def _counts_as_delivered(self, notice: NoticeRow) -> None:
        """It may have arrived twice. Said twice is better than never, said a third time is not."""
        log.warning("notice_may_have_arrived", notice=notice.id, kind=notice.kind)
        await self._desk.services.store.mark_notice_delivered(notice.id, None)

    async def _let_go(self, notice: NoticeRow, *, seconds: float, arrived: bool = False) -> None:
        services = self._desk.services
        log.warning("notice_postponed", notice=notice.id, kind=notice.kind, seconds=seconds)
        rest_until = services.clock.now() + seconds
        await services.store.release_notice(notice, rest_until=rest_until, arrived=arrived)

    async def _rest(self, notice: NoticeRow) -> None:
        """The chat cannot be written to: kept until it can, or until upkeep gives it up."""
        store = self._desk.services.store
        row = store.notice(notice.id)
        chat = None if row is None else store.chat(row.chat_id)
        if chat is None or chat.blocked_at is None:
            # Another chat that the renderer wrote to, or it is back already and would be asked for ever.
            await self._give_up(notice, "chat_gone")
            return
        log.info("notice_rests", notice=notice.id, kind=notice.kind, chat_id=chat.chat_id)
        now = self._desk.services.clock.now()
        await store.release_notice(notice, rest_until=now, arrived=False)

    async def _mistaken(self, notice: NoticeRow) -> None:
        """Our own code failed over it: others of its chat go before it is tried again."""
        services = self._desk.services
        if notice.attempts >= MOST_MISTAKES:
            await self._give_up(notice, "mistakes")
        else:
            await services.store.postpone_notice(notice.id, services.clock.now() + _backoff(notice))

    async def _give_up(self, notice: NoticeRow, why: str, *, unheard: bool = True) -> None:
        log.info("notice_given_up", notice=notice.id, kind=notice.kind, why=why)
        await self._desk.services.store.give_up_notice(notice.id, unheard=unheard)


def _backoff(notice: NoticeRow) -> float:
    """Seconds; `attempts` counts the claim that has just failed."""
    return min(FIRST_RETRY * 2.0 ** min(notice.attempts - 1, 16), LONGEST_RETRY)
