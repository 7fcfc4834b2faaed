"""The queue of updates and long polling."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sandbox.telegram.errors import ApiError, conflict
from sandbox.telegram.limits import CALLBACK_KEPT_SECONDS, UPDATE_KEPT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
_FIRST_UPDATE_ID = 100_000_001
# Delivered only to those who ask for them by name (core.telegram.org/bots/api#getupdates).
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingUpdate:
    """An update that waits for its delivery; it vanishes at `kept_until` (unix seconds)."""

    update_id: int
    kept_until: float
    body: dict[str, Any] = field(repr=False)


class UpdateQueue:
    """What Telegram holds for the bot until it is confirmed.

    Attributes:
        allowed: the kinds asked for last; None is all but those that must be asked for by name.
        confirmed: the highest confirmed update id, 0 before the first.
    """

    def __init__(self, *, now: Callable[[], float], wake: Callable[[], None]) -> None:
        self._now = now
        self._wake = wake
        self._pending: deque[PendingUpdate] = deque()
        self._next_id = _FIRST_UPDATE_ID
        self._poller: asyncio.Future[ApiError | None] | None = None
        self.arrived = asyncio.Event()
        self.allowed: frozenset[str] | None = None
        self.confirmed = 0

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queues an update; None if the bot has not asked for this kind."""
        if kind not in self.allowed if self.allowed is not None else kind in _ON_REQUEST:
            return None
        return self.push({kind: payload})

    def push(self, update: dict[str, Any]) -> int:
        """Queues an update of any shape; an `update_id` that it has is kept."""
        update_id = int(update.get("update_id", self._next_id))
        self._next_id = max(self._next_id, update_id + 1)
        kept = CALLBACK_KEPT_SECONDS if "callback_query" in update else UPDATE_KEPT_SECONDS
        body = {"update_id": update_id, **update}
        self._pending.append(PendingUpdate(update_id=update_id, kept_until=self._now() + kept, body=body))
        self.arrived.set()
        self._resolve_poller(None)
        return update_id

    def pending(self) -> list[PendingUpdate]:
        """What is not confirmed and has not vanished, oldest first."""
        now = self._now()
        if any(update.kept_until <= now for update in self._pending):
            self._pending = deque(update for update in self._pending if update.kept_until > now)
        return list(self._pending)

    def first(self) -> PendingUpdate | None:
        """The oldest pending update."""
        while self._pending and self._pending[0].kept_until <= self._now():
            self._pending.popleft()
        return self._pending[0] if self._pending else None

    def confirm(self, below: int) -> None:
        """Forgets all updates with an id below this one, however they came."""
        before = self.confirmed
        while self._pending and self._pending[0].update_id < below:
            self.confirmed = max(self.confirmed, self._pending.popleft().update_id)
        if self.confirmed != before:
            self._wake()

    def clear(self) -> None:
        """Drops everything that is pending."""
        if self._pending:
            self.confirm(self._pending[-1].update_id + 1)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Sets which kinds are queued from now on; None changes nothing, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def terminate_poller(self, words: str) -> None:
        """Ends a waiting long poll with a 409."""
        self._resolve_poller(conflict(words))

    def release_poller(self) -> None:
        """Ends a waiting long poll with an empty answer."""
        self._resolve_poller(None)

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's
        """One `getUpdates`; waits up to `timeout` real seconds for the first update.

        Raises:
            ApiError: 409, another poll began meanwhile.
        """
        self.terminate_poller(OTHER_POLLER)
        pending = self.pending()
        if offset < 0 and pending:
            offset = pending[max(len(pending) + offset, 0)].update_id
        self.confirm(offset)
        if not self._pending and timeout > 0:
            await self._wait(timeout)
        return [update.body for update in islice(self._pending, limit)]

    async def _wait(self, seconds: float) -> None:
        poller: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            async with asyncio.timeout(seconds):
                error = await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
        if error is not None:
            raise error

    def _resolve_poller(self, error: ApiError | None) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(error)
