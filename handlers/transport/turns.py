"""Whose turn it is among the chats that have something to send."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.transport.chat_queue import ChatQueue, Waiting
    from handlers.transport.limits import Pace

# More than one per finished message, so that the list of idle chats shrinks.
_LOOKS_PER_RELEASE = 2


class Turns:
    """Chats that may send now, interactive before bulk and in the order they came, and chats that must wait.

    A chat stands at one place at most. Its older places stay where they are and are passed over: `ChatQueue.place`
    tells them apart. So nothing here takes longer when more chats wait (but for the heap's logarithm).

    Args:
        pace: the limit of all chats together.
        bulk_pace: the limit of all bulk together.
        start: called with a chat and its message whose turn has come.

    Attributes:
        held_until: before this time no message of any chat starts.
    """

    __slots__ = ("_bulk", "_bulk_pace", "_idle", "_interactive", "_numbers", "_pace", "_start", "_timed", "held_until")

    def __init__(self, pace: Pace, bulk_pace: Pace, start: Callable[[ChatQueue, Waiting], None]) -> None:
        self._pace = pace
        self._bulk_pace = bulk_pace
        self._start = start
        self.held_until = -math.inf
        self._interactive: deque[tuple[ChatQueue, int]] = deque()
        self._bulk: deque[tuple[ChatQueue, int]] = deque()
        self._timed: list[tuple[float, int, ChatQueue, int]] = []
        self._numbers = itertools.count()  # so that the heap never compares two chats
        self._idle: deque[ChatQueue] = deque()

    def hold(self, until: float) -> None:
        """Let no message of any chat start before this time."""
        self.held_until = max(self.held_until, until)

    def take_now(self, chat: ChatQueue, now: float, *, cost: int, bulk: bool) -> bool:
        """Take the turn at once, if nobody stands before and the limits allow."""
        if chat.in_flight or self._interactive or (bulk and self._bulk) or chat.head() is not None:
            return False
        if chat.free_at(cost=cost, bulk=bulk) > now or self.free_at(cost=cost, bulk=bulk) > now:
            return False
        self._take(chat, now, cost=cost, bulk=bulk)
        return True

    def place(self, chat: ChatQueue, now: float) -> None:
        """Give a chat its place, after its head changed or its message ended."""
        chat.place += 1
        head = chat.head()
        if chat.in_flight or head is None:
            return
        at = chat.free_at(cost=head.cost, bulk=head.bulk)
        if at > now:
            heapq.heappush(self._timed, (at, next(self._numbers), chat, chat.place))
        else:
            (self._bulk if head.bulk else self._interactive).append((chat, chat.place))

    def start_due(self, now: float) -> float | None:
        """Start every message whose turn has come.

        Returns:
            When to call again, or none if nothing waits for a time.
        """
        while self._timed and (self._timed[0][0] <= now or self._timed[0][2].place != self._timed[0][3]):
            _, _, chat, place = heapq.heappop(self._timed)
            if chat.place == place:
                self.place(chat, now)
        blocked_until = math.inf
        while (lane := self._first_lane()) is not None:
            chat, _ = lane[0]
            head = chat.head()
            if head is None:  # abandoned since
                lane.popleft()
                continue
            at = self.free_at(cost=head.cost, bulk=head.bulk)
            if at > now:
                blocked_until = at
                break
            lane.popleft()
            self._take(chat, now, cost=head.cost, bulk=head.bulk)
            self._start(chat, chat.pop())
        at = min(blocked_until, self._timed[0][0] if self._timed else math.inf)
        return at if at < math.inf else None

    def free_at(self, *, cost: int, bulk: bool) -> float:
        """The earliest time at which the limits of all chats together let `cost` messages go."""
        at = max(self.held_until, self._pace.free_at(cost=cost, bulk=bulk))
        # Bulk leaves its reserve in the other pace; its own has no part that is kept for anybody.
        return max(at, self._bulk_pace.free_at(cost=cost, bulk=False)) if bulk else at

    def idle(self, chat: ChatQueue, now: float) -> list[ChatQueue]:
        """Note a chat that has just ended a message.

        Returns:
            Chats that may be forgotten: nothing waits, and their limits are as if they had never sent.
        """
        if not chat.listed:
            chat.listed = True
            self._idle.append(chat)
        fresh = []
        for _ in range(min(_LOOKS_PER_RELEASE, len(self._idle))):
            oldest = self._idle.popleft()
            if oldest.in_flight or oldest.fresh_at() > now or oldest.head() is not None:
                self._idle.append(oldest)
            else:
                oldest.listed = False
                fresh.append(oldest)
        return fresh

    def _first_lane(self) -> deque[tuple[ChatQueue, int]] | None:
        for lane in (self._interactive, self._bulk):
            while lane:
                chat, place = lane[0]
                if chat.place == place:
                    return lane
                lane.popleft()
        return None

    def _take(self, chat: ChatQueue, now: float, *, cost: int, bulk: bool) -> None:
        chat.in_flight = True
        chat.place += 1  # its place is taken, wherever it stood
        self._pace.take(now, cost=cost)
        chat.pace.take(now, cost=cost)
        if bulk:
            self._bulk_pace.take(now, cost=cost)
