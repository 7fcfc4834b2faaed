"""The one thread that writes, with group commit.

A commit with `synchronous=FULL` waits for the disk; a hundred jobs in one transaction wait once. Jobs that are asked
for in the same turn of the event loop, or while the thread is busy with the former batch, travel together: one
`BEGIN IMMEDIATE … COMMIT`, each job in its own savepoint, one wake-up of the loop for all.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import structlog

from store.driver import sqlite3
from store.errors import CorruptError, StoreError, StoreUnavailableError, from_sqlite

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection

log = structlog.get_logger(__name__)

T = TypeVar("T")
# Bounds how long the first job of a batch waits for the last one.
_BATCH = 512


class _Job(NamedTuple):
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    alone: bool


class _Outcome(NamedTuple):
    job: _Job
    result: Any
    error: BaseException | None


class Writer:
    """Runs jobs on the writing connection.

    Args:
        connect: Makes the connection; called in the writer's thread, which it belongs to.

    Attributes:
        commits: Transactions committed so far.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._queue: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._pending: list[_Job] = []
        self._closing = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self.commits = 0

    async def start(self) -> None:
        """Start the thread and open the connection; raises what `connect` raises."""
        self._loop = asyncio.get_running_loop()
        opened: asyncio.Future[Any] = self._loop.create_future()
        # A daemon: a program that ends without `close` must not hang; committed work is on the disk.
        self._thread = threading.Thread(target=self._serve, args=(opened,), name="store-writer", daemon=True)
        self._thread.start()
        await opened

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run a job inside a transaction; returns after the commit.

        A caller that is cancelled meanwhile does not stop the job.

        Raises:
            StoreError: The job's own, or `StoreUnavailableError` if the batch could not be committed.
        """
        result: T = await self._submit(work, alone=False)
        return result

    async def run_alone(self, work: Callable[[Connection], T]) -> T:
        """Run a job outside of any transaction (checkpoints); see `run`."""
        result: T = await self._submit(work, alone=True)
        return result

    async def close(self) -> None:
        """Finish what was asked for, close the connection, end the thread. May be called twice."""
        if self._closing or self._thread is None:
            return
        self._closing = True
        self._flush()
        self._queue.put(None)
        # Joined in a thread of its own: the last commits still need the loop for their wake-up.
        await asyncio.to_thread(self._thread.join)

    def _submit(self, work: Callable[[Connection], Any], *, alone: bool) -> asyncio.Future[Any]:
        if self._closing:
            raise StoreUnavailableError("the store is closed: open it again")
        future: asyncio.Future[Any] = self._loop.create_future()
        if not self._pending:
            self._loop.call_soon(self._flush)
        self._pending.append(_Job(work, future, alone))
        return future

    def _flush(self) -> None:
        if self._pending:
            self._queue.put(self._pending)
            self._pending = []

    def _serve(self, opened: asyncio.Future[Any]) -> None:
        try:
            connection = self._connect()
        except BaseException as error:  # noqa: BLE001 - handed to the coroutine that waits in `start`
            self._wake([_Outcome(_Job(_nothing, opened, alone=True), None, error)])
            return
        self._wake([_Outcome(_Job(_nothing, opened, alone=True), None, None)])
        more = True
        while more:
            jobs, more = self._next_batch()
            while jobs:
                if jobs[0].alone:
                    self._wake([_attempt(jobs.pop(0), connection)])
                    continue
                together = next((index for index, job in enumerate(jobs) if job.alone), len(jobs))
                self._wake(self._transaction(jobs[:together], connection))
                del jobs[:together]
        connection.close()

    def _next_batch(self) -> tuple[list[_Job], bool]:
        jobs = self._queue.get()
        if jobs is None:
            return [], False
        while len(jobs) < _BATCH:
            try:
                further = self._queue.get_nowait()
            except queue.Empty:
                break
            if further is None:
                return jobs, False
            jobs.extend(further)
        return jobs, True

    def _transaction(self, jobs: list[_Job], connection: Connection) -> list[_Outcome]:
        outcomes: list[_Outcome] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                outcomes.append(_in_savepoint(job, connection))
                if not connection.in_transaction:
                    # SQLite gave up the whole transaction (disk full, I/O error): none of the batch has happened.
                    return _all_failed(jobs, outcomes[-1].error)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                # Where even this fails, the next batch's BEGIN does, too, and comes here again: the thread must live.
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            return _all_failed(jobs, from_sqlite(error))
        self.commits += 1
        return outcomes

    def _wake(self, outcomes: list[_Outcome]) -> None:
        try:
            self._loop.call_soon_threadsafe(_settle, outcomes)
        except RuntimeError:
            # The loop was closed under us: nobody waits any more, and what was committed stays so.
            log.warning("store_loop_gone", jobs=len(outcomes))


def _nothing(_connection: Connection) -> None:
    """The work of the opening, which has been done when it is reported."""


def _attempt(job: _Job, connection: Connection) -> _Outcome:
    try:
        return _Outcome(job, job.work(connection), None)
    except sqlite3.Error as error:
        failure = from_sqlite(error)
        failure.__cause__ = error
        return _Outcome(job, None, failure)
    except BaseException as error:  # noqa: BLE001 - handed to the coroutine that asked for the job
        return _Outcome(job, None, error)


def _in_savepoint(job: _Job, connection: Connection) -> _Outcome:
    connection.execute("SAVEPOINT job")
    outcome = _attempt(job, connection)
    if connection.in_transaction:
        if outcome.error is not None:
            connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
    return outcome


def _all_failed(jobs: list[_Job], error: BaseException | None) -> list[_Outcome]:
    kind = CorruptError if isinstance(error, CorruptError) else StoreUnavailableError
    reason = str(error) if isinstance(error, StoreError) else "the transaction was rolled back: try again"
    # One exception each: an exception raised in several tasks would collect all their tracebacks.
    return [_Outcome(job, None, kind(f"nothing was written; {reason}")) for job in jobs]


def _settle(outcomes: list[_Outcome]) -> None:
    for outcome in outcomes:
        if outcome.job.future.done():
            continue
        if outcome.error is None:
            outcome.job.future.set_result(outcome.result)
        else:
            outcome.job.future.set_exception(outcome.error)
