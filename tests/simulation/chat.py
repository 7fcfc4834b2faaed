"""What people last read about each operation. Telegram is sometimes out of reach."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from store import OperationRow
    from tests.simulation.processes import Process


@dataclass(frozen=True)
class Word:
    """What a chat was told of one operation."""

    state: str
    outcome: str | None
    final: bool
    at: float


class Chat:
    """All chats at once.

    Attributes:
        last: the last word of each operation, by taskid.
        problems: what was said that must not be.
        unreachable: the share of reports that do not get through.
    """

    def __init__(self, rng: random.Random, now: Callable[[], float]) -> None:
        self.last: dict[int, Word] = {}
        self.finals: Counter[int] = Counter()
        self.problems: list[str] = []
        self.unreachable = 0.0
        self._rng = rng
        self._now = now
        self._messages = 1000

    def message(self) -> int:
        """Return the number of a message that is sent now."""
        self._messages += 1
        return self._messages

    def reporter(self, process: Process) -> ProcessReporter:
        """Return what a process reports through."""
        return ProcessReporter(self, process)

    async def takes(self) -> bool:
        """Wait for Telegram; False where the message did not get through."""
        await asyncio.sleep(self._rng.uniform(0.01, 0.5))
        return self._rng.random() >= self.unreachable

    def say(self, row: OperationRow, *, final: bool) -> None:
        """Let the chat read how an operation stands."""
        earlier = self.last.get(row.taskid)
        if earlier is not None and earlier.final and not final:
            self.problems.append(f"{row.taskid} ({row.action}): said {row.state} after the end {earlier.state}")
        self.last[row.taskid] = Word(row.state, row.outcome, final, self._now())
        self.finals[row.taskid] += final


class ProcessReporter:
    """The reporter of one process: what it says before its death may have been read, nothing after."""

    def __init__(self, chat: Chat, process: Process) -> None:
        self._chat = chat
        self._process = process

    async def progress(self, operation: OperationRow) -> None:
        if operation.ended_at is None and await self._chat.takes() and self._process.alive:
            self._chat.say(operation, final=False)

    async def ended(self, operation: OperationRow) -> bool:
        if not await self._chat.takes() or not self._process.alive:
            return False
        store = self._process.store
        rows = [operation] if operation.batch is None else store.batch_operations(operation.batch)
        for row in rows:
            self._chat.say(row, final=True)
        return True
