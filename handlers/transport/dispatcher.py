"""From the store to the handlers: in order within a chat, side by side between chats, never too much at once."""

from __future__ import annotations

import asyncio
import json
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from handlers.transport.backlog import Backlog
from handlers.transport.intake import Incoming

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from handlers.transport.intake import UpdateStore

log = structlog.get_logger(__name__)

# How often an update is begun by later starts before it is held to be what kills the process.
MAX_ATTEMPTS = 3

_PAGE = 500


class Dispatcher:
    """Keeps updates in the store, hands them to the handlers, and drops each when its handler has ended.

    An update is in memory only while there is room; beyond that its number is remembered, and it is read from the store
    when there is room again. What an earlier run left begins that way too. While any is remembered so, new ones follow:
    otherwise they could overtake an older one of their chat.

    Args:
        process: the handlers. What it raises is logged by type and ends the update.
        store: keeps the updates.
        in_flight: how many are handled at once.
        in_memory: how many are in memory, handled ones included.
        in_store: how many wait in the store beyond those before `overloaded` says so.
        now: Unix seconds.
    """

    def __init__(
        self,
        process: Callable[[Incoming], Awaitable[None]],
        store: UpdateStore,
        *,
        in_flight: int = 256,
        in_memory: int = 2_000,
        in_store: int = 20_000,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._process = process
        self._store = store
        self._in_flight = in_flight
        self._in_memory = in_memory
        self._in_store = in_store
        self._now = now
        self._backlog = Backlog()
        self._running: set[asyncio.Task[None]] = set()
        self._drops: set[asyncio.Task[None]] = set()
        self._stored: dict[int, bool] = {}  # in the store only: number, and whether an earlier run left it there
        self._replayed = False
        self._stopping = False
        self._change = asyncio.Event()

    @property
    def overloaded(self) -> bool:
        """Whether so much waits that Telegram should keep its updates for now."""
        return len(self._stored) >= self._in_store

    @property
    def waiting(self) -> int:
        """How many updates have come in and are not handled yet."""
        return len(self._stored) + self._held()

    async def accept(self, updates: Sequence[Mapping[str, Any]]) -> int:
        """Keep a batch of updates, and hand on the new ones. When this returns they are safe.

        Args:
            updates: as Telegram sent them, each with an integer `update_id`.

        Returns:
            How many were new.
        """
        self.replay()
        received_at = self._now()
        rows = [(update["update_id"], json.dumps(update, separators=(",", ":")).encode()) for update in updates]
        new = set(await self._store.keep_updates(rows, received_at=received_at))
        for update in updates:
            number = update["update_id"]
            if number not in new:
                continue
            if self._stored or self._held() >= self._in_memory:
                self._stored[number] = False
            else:
                self._backlog.push(Incoming(number, update, received_at, replayed=False))
        self._go_on()
        return len(new)

    def replay(self) -> int:
        """Hand on what an earlier run left in the store. Only the first call does; `accept` and `room` make it too.

        Returns:
            How many there were.
        """
        if self._replayed:
            return 0
        self._replayed = True
        after = 0
        # All of it before anything new is kept: later nobody could tell a row of this run from an earlier one's.
        while page := self._store.kept_updates(after=after, limit=_PAGE):
            after = page[-1].update_id
            for kept in page:
                if kept.attempts >= MAX_ATTEMPTS:
                    log.error("update_given_up", update_id=kept.update_id, attempts=kept.attempts)
                    self._drop(kept.update_id)
                else:
                    self._stored[kept.update_id] = True
        count = len(self._stored)
        if count:
            log.info("updates_replayed", count=count)
        self._go_on()
        return count

    async def room(self) -> None:
        """Wait until more updates can be taken in; returns at once when stopping."""
        self.replay()
        while not self._stopping and (self._stored or self._held() >= self._in_memory):
            self._change.clear()
            await self._change.wait()

    async def drain(self, seconds: float) -> int:
        """Stop handing on, let running handlers finish for so long, cancel the rest.

        What was not handled to its end stays in the store for the next start. So does what is accepted later.

        Returns:
            How many updates are left there.
        """
        self._stopping = True
        self._change.set()
        cut: set[asyncio.Task[None]] = set()
        if self._running:
            _, cut = await asyncio.wait(self._running, timeout=seconds)
            for task in cut:
                task.cancel()
            await asyncio.gather(*cut, return_exceptions=True)
        while self._drops:
            await asyncio.wait(self._drops)
        left = len(self._backlog) + len(self._stored) + sum(task.cancelled() for task in cut)
        log.info("dispatcher_drained", left=left)
        return left

    def _held(self) -> int:
        """How many updates are in memory. One that is being dropped counts, or a slow store would have no brake."""
        return len(self._backlog) + len(self._running) + len(self._drops)

    def _go_on(self) -> None:
        """Start what may start, and read on from the store when half of the memory's share is free."""
        if not self._stopping:
            if self._stored and self._held() <= self._in_memory // 2:
                self._read_stored()
            while len(self._running) < self._in_flight and (incoming := self._backlog.next()) is not None:
                task = asyncio.create_task(self._handle(incoming))
                self._running.add(task)
                task.add_done_callback(partial(self._handled, incoming))
        self._change.set()

    def _read_stored(self) -> None:
        after = min(self._stored) - 1
        while self._stored and self._held() < self._in_memory:
            page = self._store.kept_updates(after=after, limit=_PAGE)
            if not page:
                # Someone else has removed them, so there is nothing left to handle.
                log.warning("stored_updates_missing", count=len(self._stored))
                self._stored.clear()
                return
            after = page[-1].update_id
            for kept in page:
                if kept.update_id in self._stored:
                    replayed = self._stored.pop(kept.update_id)
                    body = json.loads(kept.body)
                    self._backlog.push(Incoming(kept.update_id, body, kept.received_at, replayed=replayed))

    async def _handle(self, incoming: Incoming) -> None:
        number = incoming.update_id
        if incoming.replayed:
            # Should this fail, the update is not begun and stays in the store: uncounted it might kill us for ever.
            await self._store.begin_attempt([number])
        try:
            await self._process(incoming)
        except asyncio.CancelledError:
            if self._stopping:
                raise  # not handled to its end, so it stays in the store
            log.error("update_failed", update_id=number, error="CancelledError")  # noqa: TRY400 - see below
        except Exception as error:  # noqa: BLE001 - the top of every handler: one update must not stop the others
            # The type alone: an exception's text and its frames may hold what people wrote.
            log.error("update_failed", update_id=number, error=type(error).__name__)  # noqa: TRY400
        self._drop(number)

    def _handled(self, incoming: Incoming, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._backlog.done(incoming)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("update_not_begun", update_id=incoming.update_id, error=type(error).__name__)
        self._go_on()

    def _drop(self, number: int) -> None:
        # Not awaited one by one, so that the store can put many into one commit.
        task = asyncio.create_task(self._store.drop_update(number))
        self._drops.add(task)
        task.add_done_callback(self._dropped)

    def _dropped(self, task: asyncio.Task[None]) -> None:
        self._drops.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("update_not_dropped", error=type(error).__name__)  # it will be handled again after a start
        self._go_on()
