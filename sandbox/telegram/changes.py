"""News of what changed: wakes those who wait, and feeds the chat page."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.telegram.messages import Message

T = TypeVar("T")
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged:
    """A message is new, edited or deleted."""

    message: Message
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackAnswered:
    """The bot answered somebody's press."""

    person_id: int
    query_id: str
    text: str
    alert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """The bot shows that it is at work in a chat."""

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged:
    """People, chats, topics or commands changed."""


Change = MessageChanged | CallbackAnswered | Typing | StateChanged


class Changes:
    """A numbered sequence of changes; the newest 2,000 are remembered for those who reconnect."""

    def __init__(self) -> None:
        self.version = 0
        self._remembered: deque[tuple[int, Change]] = deque(maxlen=_REMEMBERED)
        self._waiting: list[asyncio.Future[None]] = []

    def publish(self, change: Change) -> None:
        """Adds a change and wakes everybody who waits."""
        self.version += 1
        self._remembered.append((self.version, change))
        self.wake()

    def wake(self) -> None:
        """Wakes everybody who waits, for what is no change that the page shows (calls, confirmed updates)."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    def since(self, version: int) -> list[tuple[int, Change]] | None:
        """The changes after a version; None if that is too long ago, or from another run."""
        if version > self.version or version < self.version - len(self._remembered):
            return None
        missing = self.version - version
        if not missing:
            return []
        return [self._remembered[index] for index in range(len(self._remembered) - missing, len(self._remembered))]

    async def next(self) -> None:
        """Waits until anything happens."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    async def wait_for(self, predicate: Callable[[], T], *, timeout: float) -> T:  # noqa: ASYNC109 - the caller's bound
        """Waits until the predicate is true; a LookupError in it counts as not yet.

        Returns:
            What the predicate returned.

        Raises:
            TimeoutError: it was not true in time.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    try:
                        if found := predicate():
                            return found
                    except LookupError:
                        pass
                    await self.next()
        except TimeoutError:
            raise TimeoutError(f"what was waited for did not come true within {timeout} s") from None
