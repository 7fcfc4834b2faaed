"""The store without its writer's thread, so that a history repeats: a batch is committed in a turn of the loop."""

from __future__ import annotations

import asyncio
import contextvars
import sys
from typing import TYPE_CHECKING, Any

from store import Store
from store.connection import connect_reader
from store.store import _ready
from store.writer import Writer, _attempt, _in_savepoint, _Job, _settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from sqlite3 import Connection

    from operations.clock import Clock
    from store.crypto import Keyring


class TurnWriter(Writer):
    """The store's writer without its thread: a batch is committed in a turn of the loop, so that a history repeats.

    Args:
        connect: as of `Writer`.
        delay: seconds from the first job of a batch to its commit.
        at_commit: told what is about to be committed; may have the process killed before or after.
    """

    def __init__(
        self, connect: Callable[[], Connection], *, delay: Callable[[], float], at_commit: Callable[[list[str]], str]
    ) -> None:
        super().__init__(connect)
        self._delay = delay
        self._at_commit = at_commit
        self._connection: Connection | None = None
        self._steps: list[str] = []
        self._soon = False
        self.dead = False
        self.on_death: Callable[[], None] = self.drop

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection = self._connect()
        # A killed process loses nothing that the operating system has; waiting for the disk guards against power cuts.
        self._connection.execute("PRAGMA synchronous = OFF")

    async def close(self) -> None:
        self.drop()

    def drop(self) -> None:
        """Let go of the file; what is not committed never was."""
        self.dead = self._closing = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _submit(self, work: Callable[[Connection], Any], *, alone: bool) -> asyncio.Future[Any]:
        if self.dead:
            # Whoever still runs while the process dies gets no further.
            return self._loop.create_future()
        self._steps.append(_step())
        if not self._soon:
            self._soon = True
            self._loop.call_later(self._delay(), self._commit_all, context=contextvars.Context())
        job = _Job(work, self._loop.create_future(), alone)
        self._pending.append(job)
        return job.future

    def _commit_all(self) -> None:
        jobs, self._pending = self._pending, []
        steps, self._steps = self._steps, []
        self._soon = False
        if self.dead or self._connection is None:
            return
        dies = self._at_commit(steps)
        if dies == "before":
            # The work is done, the commit never comes: SQLite takes it all back.
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                if not job.alone:
                    _in_savepoint(job, self._connection)
            self.on_death()
            return
        outcomes = []
        while jobs:
            if jobs[0].alone:
                outcomes.append(_attempt(jobs.pop(0), self._connection))
                continue
            together = next((index for index, job in enumerate(jobs) if job.alone), len(jobs))
            outcomes += self._transaction(jobs[:together], self._connection)
            del jobs[:together]
        if dies == "after":
            self.on_death()
            return
        self._loop.call_soon(_settle, outcomes)


def _step() -> str:
    """Name what is being written: the store's method, with the state that it moves to."""
    frame = sys._getframe(2)
    name, state = "", ""
    while frame is not None:
        package = str(frame.f_globals.get("__name__", ""))
        if not package.startswith("store."):
            break
        if not frame.f_code.co_name.startswith(("_", "run")):
            name, state = frame.f_code.co_name, str(frame.f_locals.get("to_state", ""))
        frame = frame.f_back  # type: ignore[assignment]
    return f"{name} {state}".strip()


async def open_store(
    path: Path,
    keyring: Keyring,
    clock: Clock,
    *,
    delay: Callable[[], float] = lambda: 0.0,
    at_commit: Callable[[list[str]], str] = lambda _: "",
) -> tuple[Store, TurnWriter]:
    """Open the shared file once more."""
    writer = TurnWriter(lambda: _ready(path, keyring, clock.now()), delay=delay, at_commit=at_commit)
    await writer.start()
    store = Store(path=path, reader=connect_reader(path), writer=writer, keyring=keyring, now=clock.now)
    return store, writer
