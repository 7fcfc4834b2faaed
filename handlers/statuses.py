"""Messages that follow operations by being edited: one edit at a time for each, and the newest state wins."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from operations.clock import Clock
    from store import OperationRow

    Rows = Sequence[OperationRow]

log = structlog.get_logger(__name__)

# A group may be written to 20 times a minute, by everything in it together.
_GROUP_INTERVAL = 10.0
# Often enough to see that it goes on, seldom enough to leave room for answers when many operations run.
_PRIVATE_INTERVAL = 4.0


@dataclass
class _Shown:
    """What a message shows, and what is on its way to it."""

    states: tuple[str, ...] = ()
    edited_at: float = 0
    edit: asyncio.Task[None] | None = None
    waiting: Rows | None = None


def key_of(operation: OperationRow) -> str:
    """Return what operations that share a message have in common."""
    return operation.batch or str(operation.taskid)


class Statuses:
    """The status messages of operations that are under way."""

    def __init__(self, edit: Callable[[Rows], Awaitable[None]], clock: Clock) -> None:
        self._edit = edit
        self._clock = clock
        self._shown: dict[str, _Shown] = {}

    def follow(self, rows: Rows) -> None:
        """Bring the message of these operations up to date in the background, unless that was done just now."""
        first = rows[0]
        shown = self._shown.setdefault(key_of(first), _Shown())
        if shown.edit is not None:
            shown.waiting = rows
            return
        pause = _GROUP_INTERVAL if first.chat_id < 0 else _PRIVATE_INTERVAL
        # One operation changes its state a few times in all; many of them would never let the message rest.
        news = len(rows) == 1 and shown.states != _states(rows)
        if news or self._clock.now() - shown.edited_at >= pause:
            self._begin(shown, rows)

    async def at_rest(self, key: str) -> None:
        """Wait for the edit that is on its way; what waits behind it is dropped."""
        shown = self._shown.get(key)
        if shown is None:
            return
        shown.waiting = None
        if shown.edit is not None:
            await asyncio.gather(shown.edit, return_exceptions=True)

    def forget(self, key: str) -> None:
        """Drop what is known of a message that needs no more edits."""
        self._shown.pop(key, None)

    @property
    def edits(self) -> list[asyncio.Task[None]]:
        """The edits that are on their way."""
        return [shown.edit for shown in self._shown.values() if shown.edit is not None]

    def _begin(self, shown: _Shown, rows: Rows) -> None:
        shown.states, shown.edited_at = _states(rows), self._clock.now()
        task = asyncio.ensure_future(self._edit(rows))
        shown.edit = task
        task.add_done_callback(lambda done: self._edited(shown, done, rows[0].taskid))

    def _edited(self, shown: _Shown, task: asyncio.Task[None], taskid: int) -> None:
        shown.edit, newest, shown.waiting = None, shown.waiting, None
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            log.error("status_edit_broken", taskid=taskid, exc_info=error)
        elif newest is not None and _states(newest) != shown.states:
            # The next report may be long in coming, and what is shown is not the truth any more.
            self._begin(shown, newest)


def _states(rows: Rows) -> tuple[str, ...]:
    return tuple(row.state for row in rows)
