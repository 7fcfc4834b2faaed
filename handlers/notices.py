"""Notices on their way: what chats are told unasked, kept in the store until it is delivered."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self

import structlog
from telegram.error import BadRequest, RetryAfter, TelegramError, TimedOut

from handlers.desk import Desk, Later, Sent
from handlers.notice_kinds import RENDERERS
from handlers.outgoing import ChatGoneError
from handlers.transport.errors import NotConnected, retry_seconds

if TYPE_CHECKING:
    from handlers.desk import Told
    from handlers.outgoing import Outgoing
    from operations.services import Services
    from store import NoticeRow

log = structlog.get_logger(__name__)

# Seconds.
LOOK_INTERVAL = 1.0
# How long one delivery may take before another process may try: a group's queue can be a minute long.
CLAIM = 180.0
FIRST_RETRY = 5.0
LONGEST_RETRY = 300.0
STOPPING = 5.0


class Noticer:
    """Delivers in the background; use `async with`. One chat's notices go in order, chats in parallel.

    A crash between Telegram's answer and the store's commit says a notice twice; said twice is better than never. So
    does a time-out, once.
    """

    def __init__(self, outgoing: Outgoing, services: Services) -> None:
        self._desk = Desk(services, outgoing)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._timed_out: set[int] = set()
        self._kicked = asyncio.Event()
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

    def kick(self) -> None:
        """Look now: something is to be told."""
        self._kicked.set()

    async def _run(self) -> None:
        while True:
            self._kicked.clear()
            try:
                self._start_what_is_due()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("notices_loop_failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_INTERVAL):
                    await self._kicked.wait()

    async def deliver_due(self) -> None:
        """Deliver what is due now and wait for it."""
        self._start_what_is_due()
        await asyncio.gather(*self._tasks.values())

    def _start_what_is_due(self) -> None:
        services = self._desk.services
        by_chat: dict[int, list[NoticeRow]] = {}
        for notice in services.store.due_notices(services.clock.now()):
            by_chat.setdefault(notice.chat_id, []).append(notice)
        for chat_id, notices in by_chat.items():
            if chat_id not in self._tasks:
                task = asyncio.create_task(self._to_one_chat(notices), name=f"notices-{chat_id}")
                self._tasks[chat_id] = task
                task.add_done_callback(lambda done, chat_id=chat_id: self._finished(chat_id, done))  # type: ignore[misc]

    def _finished(self, chat_id: int, task: asyncio.Task[None]) -> None:
        del self._tasks[chat_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            # The claim runs out by itself, and then it is tried again.
            log.error("notice_failed", chat_id=chat_id, exc_info=error)

    async def _to_one_chat(self, notices: list[NoticeRow]) -> None:
        for notice in notices:
            await self._deliver(notice)

    async def _deliver(self, notice: NoticeRow) -> None:
        services = self._desk.services
        now = services.clock.now()
        if not await services.store.claim_notice(notice.id, services.process, now + CLAIM, now):
            return
        try:
            await self._send(notice)
        except ChatGoneError:
            await self._give_up(notice, "chat_gone")
        except NotConnected:
            # Before TimedOut, which connecting too late is as well: this has surely not arrived.
            await self._postpone(notice, _backoff(notice))
        except TimedOut:
            await self._once_more(notice)
        except RetryAfter as error:
            await self._postpone(notice, retry_seconds(error))
        except BadRequest as error:
            # Not to be had by asking again: the bot may not write there.
            await self._give_up(notice, error.message)
        except TelegramError:
            await self._postpone(notice, _backoff(notice))

    async def _send(self, notice: NoticeRow) -> None:
        render = RENDERERS.get(notice.kind)
        if render is None:
            await self._give_up(notice, "unknown_kind")
            return
        told = await render(self._desk, notice)
        if told is None:
            await self._give_up(notice, "no_longer_true")
            return
        if isinstance(told, Later):
            await self._desk.services.store.postpone_notice(notice.id, told.at)
            return
        message_id = told.message_id if isinstance(told, Sent) else await self._told(notice, told)
        await self._desk.services.store.mark_notice_delivered(notice.id, message_id)
        self._timed_out.discard(notice.id)

    async def _told(self, notice: NoticeRow, told: Told) -> int:
        return await self._desk.outgoing.send(
            notice.chat_id,
            told.text,
            told.rows,
            thread_id=notice.thread_id,
            priority="bulk",
            repeat=False,
            silent=told.silent,
        )

    async def _once_more(self, notice: NoticeRow) -> None:
        """It may have arrived. Said twice is better than never, said a third time is not."""
        if notice.id in self._timed_out:
            self._timed_out.discard(notice.id)
            await self._desk.services.store.mark_notice_delivered(notice.id, None)
        else:
            self._timed_out.add(notice.id)
            await self._postpone(notice, _backoff(notice))

    async def _postpone(self, notice: NoticeRow, seconds: float) -> None:
        services = self._desk.services
        log.warning("notice_postponed", notice=notice.id, kind=notice.kind, seconds=seconds)
        await services.store.postpone_notice(notice.id, services.clock.now() + seconds)

    async def _give_up(self, notice: NoticeRow, why: str) -> None:
        log.info("notice_given_up", notice=notice.id, kind=notice.kind, why=why)
        await self._desk.services.store.give_up_notice(notice.id)


def _backoff(notice: NoticeRow) -> float:
    return min(FIRST_RETRY * 2.0 ** min(notice.attempts, 16), LONGEST_RETRY)
