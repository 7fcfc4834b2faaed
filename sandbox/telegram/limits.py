"""Telegram's limits on sending, and the fixed sizes of things.

Telegram publishes the rates only roughly (core.telegram.org/bots/faq: about 30 messages per second in all, one per
second in a chat with short bursts allowed, 20 per minute in a group). Here they are exact, so that a sender can be held
to them.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram.chats import Chat

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
SOURCE_BYTES = 1 << 15
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_UNITS = 200
CALLBACK_ANSWER_SECONDS = 15
CALLBACK_KEPT_SECONDS = 150
UPDATE_KEPT_SECONDS = 24 * 3600
DELETABLE_SECONDS = 48 * 3600
KEYBOARD_BUTTONS = 100

_SECOND = 1.0
_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The rates that are enforced; None enforces none.

    Attributes:
        per_second: sends to all chats together in any one second.
        private_per_second: sends per second to one private chat, sustained.
        private_burst: how many such sends may come at once after a pause.
        group_per_minute: sends and edits to one group in any one minute.
    """

    per_second: int | None = 30
    private_per_second: float | None = 1.0
    private_burst: int = 5
    group_per_minute: int | None = 20

    @classmethod
    def off(cls) -> Limits:
        """No rate limits at all."""
        return cls(per_second=None, private_per_second=None, group_per_minute=None)


class _Window:
    """At most `count` events in any span of `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, at: float) -> float:
        """Seconds until one more is allowed; 0 if it is now."""
        while self._times and self._times[0] <= at - self._seconds:
            self._times.popleft()
        return self._times[0] + self._seconds - at if len(self._times) >= self._count else 0.0

    def add(self, at: float) -> None:
        self._times.append(at)


class _Bucket:
    """A token bucket: `burst` at once, refilled with `rate` per second."""

    def __init__(self, rate: float, burst: int, at: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = at

    def wait(self, at: float) -> float:
        """Seconds until one more is allowed; 0 if it is now."""
        self._tokens = min(self._burst, self._tokens + max(at - self._at, 0.0) * self._rate)
        self._at = at
        missing = 1.0 - self._tokens
        # Sums of fractions of seconds miss whole tokens by a rounding error.
        return missing / self._rate if missing > 1e-6 else 0.0  # noqa: PLR2004

    def add(self, _at: float) -> None:
        self._tokens -= 1.0


class RateLimiter:
    """Counts what the bot sends against the limits; a refused send is not counted."""

    def __init__(self, limits: Limits, *, now: Callable[[], float]) -> None:
        self._limits = limits
        self._now = now
        self._all = _Window(limits.per_second, _SECOND) if limits.per_second is not None else None
        self._chats: dict[int, _Window | _Bucket] = {}

    def spend(self, chat: Chat, *, edit: bool) -> tuple[int, str] | None:
        """Counts one send or edit.

        Edits count against a group's budget only.

        Returns:
            None if it is within the limits, else the whole seconds to wait and which limit it is.
        """
        at = self._now()
        budgets: list[tuple[_Window | _Bucket, str]] = []
        if self._all is not None and not edit:
            budgets.append((self._all, f"more than {self._limits.per_second} sends in a second"))
        if (budget := self._budget_of(chat, at)) is not None and not (edit and chat.is_private):
            budgets.append((budget, f"too many messages to chat {chat.id}"))
        for budget, words in budgets:
            if (wait := budget.wait(at)) > 0:
                return max(math.ceil(wait), 1), words
        for budget, _ in budgets:
            budget.add(at)
        return None

    def _budget_of(self, chat: Chat, at: float) -> _Window | _Bucket | None:
        budget = self._chats.get(chat.id)
        if budget is None:
            limits = self._limits
            if chat.is_private and limits.private_per_second is not None:
                budget = _Bucket(limits.private_per_second, limits.private_burst, at)
            elif not chat.is_private and limits.group_per_minute is not None:
                budget = _Window(limits.group_per_minute, _MINUTE)
            else:
                return None
            self._chats[chat.id] = budget
        return budget
