"""Updates in memory that are not being handled yet, in order within each chat."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from handlers.transport.intake import chat_key

if TYPE_CHECKING:
    from handlers.transport.intake import Incoming


class Backlog:
    """Hands out one update of a chat at a time, and chats in turn."""

    __slots__ = ("_chats", "_count", "_ready")

    def __init__(self) -> None:
        self._chats: dict[int, deque[Incoming]] = {}  # of every chat that has anything waiting or handed out
        self._ready: deque[int] = deque()  # chats that have something waiting and nothing handed out
        self._count = 0

    def __len__(self) -> int:
        """How many wait; what is handed out does not count."""
        return self._count

    def push(self, incoming: Incoming) -> None:
        """Add an update behind the others of its chat."""
        key = chat_key(incoming.body)
        queue = self._chats.get(key)
        if queue is None:
            self._chats[key] = deque((incoming,))
            self._ready.append(key)
        else:
            queue.append(incoming)
        self._count += 1

    def next(self) -> Incoming | None:
        """The next update that may be handled, or none."""
        if not self._ready:
            return None
        self._count -= 1
        return self._chats[self._ready.popleft()].popleft()

    def done(self, incoming: Incoming) -> None:
        """Note that an update that was handed out has been handled: its chat's next may follow."""
        key = chat_key(incoming.body)
        if self._chats[key]:
            self._ready.append(key)
        else:
            del self._chats[key]
