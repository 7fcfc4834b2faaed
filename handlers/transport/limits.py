"""Telegram's limits on sending, and the clocks that keep them.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (one message per second in a
chat, with short bursts; 20 messages per minute in a group; about 30 messages per second in all).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be sent.

    Attributes:
        per_second: messages in any second, over all chats.
        private_per_second: messages per second to one person, sustained.
        private_burst: messages to one person at once after a pause.
        group_per_minute: messages in any minute to one group or channel.
        interactive_reserve: how many of `per_second` bulk leaves free.
        group_reserve: how many of `group_per_minute` bulk leaves free.
    """

    per_second: float = 30
    private_per_second: float = 1
    private_burst: float = 3
    group_per_minute: float = 20
    interactive_reserve: int = 10
    group_reserve: int = 5

    def __post_init__(self) -> None:
        """Check that bulk can ever be sent.

        Raises:
            ValueError: a limit is below 1 (`private_per_second`: not above 0), or a reserve takes all.
        """
        if min(self.per_second, self.private_burst, self.group_per_minute) < 1 or self.private_per_second <= 0:
            raise ValueError("A limit must let something through")
        if not (0 <= self.interactive_reserve < self.per_second and 0 <= self.group_reserve < self.group_per_minute):
            raise ValueError("A reserve must leave something to bulk")

    @classmethod
    def none(cls) -> Limits:
        """No limit at all, for a stand-in without limits and for measuring."""
        unlimited = math.inf
        return cls(
            per_second=unlimited,
            private_per_second=unlimited,
            private_burst=unlimited,
            group_per_minute=unlimited,
            interactive_reserve=0,
            group_reserve=0,
        )


class Pace(Protocol):
    """When the next message may be sent. All times are seconds of one monotonic clock."""

    def free_at(self, *, cost: int, bulk: bool) -> float:
        """The earliest time for `cost` messages; in the past where there is no need to wait."""
        ...

    def take(self, now: float, *, cost: int) -> None:
        """Count `cost` messages as sent now."""
        ...

    def fresh_at(self) -> float:
        """From when on this is as if nothing had ever been sent."""
        ...


class Window:
    """At most `capacity` messages in any `period` seconds, wherever the period begins."""

    __slots__ = ("_bulk_capacity", "_capacity", "_period", "_sent")

    def __init__(self, *, capacity: int, period: float, reserve: int) -> None:
        self._capacity = capacity
        self._bulk_capacity = capacity - reserve
        self._period = period
        self._sent: deque[float] = deque(maxlen=capacity)  # the latest sends, oldest first

    def free_at(self, *, cost: int, bulk: bool) -> float:
        """See `Pace`. What could never fit is let through when the window is empty."""
        capacity = self._bulk_capacity if bulk else self._capacity
        surplus = len(self._sent) + min(cost, capacity) - capacity
        return self._sent[surplus - 1] + self._period if surplus > 0 else -math.inf

    def take(self, now: float, *, cost: int) -> None:
        """See `Pace`."""
        self._sent.append(now)
        for _ in range(cost - 1):
            self._sent.append(now)

    def fresh_at(self) -> float:
        """See `Pace`."""
        return self._sent[-1] + self._period if self._sent else -math.inf


class Pulse:
    """`rate` messages per second sustained, up to `burst` at once after a pause (generic cell rate algorithm).

    Of a burst bulk leaves the last one, if there is more than one, to an answer.
    """

    __slots__ = ("_bulk_slack", "_due", "_interval", "_slack")

    def __init__(self, *, rate: float, burst: float) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) * self._interval
        self._bulk_slack = max(0.0, self._slack - self._interval)
        self._due = -math.inf  # when the last message would have had its turn at the sustained rate, plus one interval

    def free_at(self, *, cost: int, bulk: bool) -> float:  # noqa: ARG002 - one album is one answer, however many pictures
        """See `Pace`."""
        return self._due - (self._bulk_slack if bulk else self._slack)

    def take(self, now: float, *, cost: int) -> None:
        """See `Pace`."""
        self._due = max(now, self._due) + cost * self._interval

    def fresh_at(self) -> float:
        """See `Pace`."""
        return self._due


class Unlimited:
    """No limit."""

    __slots__ = ()

    def free_at(self, *, cost: int, bulk: bool) -> float:  # noqa: ARG002 - the signature of `Pace`
        """See `Pace`."""
        return -math.inf

    def take(self, now: float, *, cost: int) -> None:
        """See `Pace`."""

    def fresh_at(self) -> float:
        """See `Pace`."""
        return -math.inf


_UNLIMITED = Unlimited()


# Telegram counts arrivals: what left a second apart may arrive closer, by the difference of two ways through the net.
ARRIVAL_JITTER = 0.2


def pace_of_all(limits: Limits) -> Pace:
    """The pace of all messages together."""
    if math.isinf(limits.per_second):
        return _UNLIMITED
    return Window(capacity=int(limits.per_second), period=1.0 + ARRIVAL_JITTER, reserve=limits.interactive_reserve)


# How much bulk may go at once after a pause: what a busy moment held up is made good, and no more.
_BULK_BURST = 3


def pace_of_bulk(limits: Limits) -> Pace:
    """The pace of all bulk together: evenly what the reserve leaves, so that no answer stands behind a whole volley."""
    if math.isinf(limits.per_second):
        return _UNLIMITED
    rate = (limits.per_second - limits.interactive_reserve) / (1.0 + ARRIVAL_JITTER)
    return Pulse(rate=rate, burst=_BULK_BURST)


def pace_of_chat(chat: int | str | None, limits: Limits) -> Pace:
    """The pace of one chat: positive ids are people, negative ids and `@names` are groups and channels.

    Args:
        chat: the chat; none for inline messages, whose chat is not known to a bot.
        limits: the limits.
    """
    if chat is None:
        return _UNLIMITED
    if isinstance(chat, int) and chat > 0:
        if math.isinf(limits.private_per_second):
            return _UNLIMITED
        return Pulse(rate=limits.private_per_second, burst=limits.private_burst)
    if math.isinf(limits.group_per_minute):
        return _UNLIMITED
    return Window(capacity=int(limits.group_per_minute), period=60.0, reserve=limits.group_reserve)
