"""The background half of operations: drives what is open, takes over what a dead process left, reports what ended."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self

import structlog

from operations.alerts import alert_staff
from operations.driving import drive

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from operations.services import Services

log = structlog.get_logger(__name__)

LOOK_INTERVAL = 1.0
REPORT_RETRY = 15.0
# The longest that a request to an engine may take, and a little more.
REQUEST_SECONDS = 35.0


class Runner:
    """Runs operations in the background of this process; one task for each open operation.

    Use `async with Runner(services)`; `kick` makes it look at once instead of within a second.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._hints: dict[int, asyncio.Event] = {}
        self._report_after: dict[int, float] = {}
        self._kicked = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._renewed_at = 0.0

    async def __aenter__(self) -> Self:
        self._loop = asyncio.create_task(self._run(), name="operations")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        await self._let_requests_end()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._services.store.release_leases(owner=self._services.process)

    async def _let_requests_end(self) -> None:
        """Give requests that are on their way the time to be answered: cut off, their outcome would be unknown."""
        store = self._services.store
        until = asyncio.get_running_loop().time() + REQUEST_SECONDS
        while asyncio.get_running_loop().time() < until:
            rows = [store.operation(taskid) for taskid in self._tasks]
            if not any(row is not None and row.state == "sending" for row in rows):
                return
            await self._keep_leases()
            await asyncio.wait(set(self._tasks.values()), timeout=0.05)

    def hint(self, taskid: int) -> None:
        """Have a running operation read at once; an unknown number is ignored."""
        if taskid in self._hints:
            self._hints[taskid].set()

    def kick(self) -> None:
        """Look for open operations now: one was just confirmed."""
        self._kicked.set()

    @property
    def running(self) -> int:
        """Return how many operations this process is driving."""
        return len(self._tasks)

    async def _run(self) -> None:
        while True:
            self._kicked.clear()
            try:
                await self._keep_leases()
                self._start_what_is_due()
            except Exception:  # the top of a background task: it is logged and tried again
                log.exception("operations_loop_failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_INTERVAL):
                    await self._kicked.wait()

    async def _keep_leases(self) -> None:
        services = self._services
        now = services.clock.now()
        if self._tasks and now - self._renewed_at >= services.timing.lease / 3:
            await services.store.renew_leases(self._tasks, owner=services.process, until=now + services.timing.lease)
            self._renewed_at = now

    def _start_what_is_due(self) -> None:
        services = self._services
        now = services.clock.now()
        for row in services.store.due_operations(now):
            self._spawn(row.taskid, self._drive_and_report(row.taskid))
        for row in services.store.unreported():
            if self._report_after.get(row.taskid, 0.0) <= now:
                self._spawn(row.taskid, self._report(row.taskid))

    def _spawn(self, taskid: int, work: Coroutine[object, object, None]) -> None:
        if taskid in self._tasks:
            work.close()
            return
        task = asyncio.create_task(work, name=f"operation-{taskid}")
        self._tasks[taskid] = task
        task.add_done_callback(lambda done: self._finished(taskid, done))

    def _finished(self, taskid: int, task: asyncio.Task[None]) -> None:
        del self._tasks[taskid]
        self._hints.pop(taskid, None)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            # The row still says how far it got; the next look takes it up again.
            log.error("operation_task_failed", taskid=taskid, exc_info=error)
            self._report_after[taskid] = self._services.clock.now() + REPORT_RETRY

    async def _drive_and_report(self, taskid: int) -> None:
        hint = self._hints[taskid] = asyncio.Event()
        if await drive(self._services, taskid, hint=hint) is not None:
            await self._report(taskid)

    async def _report(self, taskid: int) -> None:
        services = self._services
        claimed = await services.store.claim_report(
            taskid, owner=services.process, lease_seconds=services.timing.lease, now=services.clock.now()
        )
        row = services.store.operation(taskid)
        if not claimed or row is None:
            return
        # Of a batch one row stands for all; the staff are told of each.
        for each in services.store.batch_operations(row.batch) if row.batch is not None else [row]:
            await alert_staff(services, each)
        if await services.reporter.ended(row):
            await services.store.mark_reported(taskid, owner=services.process)
            self._report_after.pop(taskid, None)
        else:
            self._report_after[taskid] = services.clock.now() + REPORT_RETRY
