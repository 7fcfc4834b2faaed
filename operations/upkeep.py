"""What falls due by itself: one list of jobs, each looked after at its own pace.

A job finds in the store what is due and does it; what it has done it finds done, so that a second process, a restart
or a day of downtime is no special case.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Self

import structlog

from operations import alarms, approvals, digest, newcomers, outages, rounds, schedule_runs, secrets
from operations.auto_renewal import job as auto_renewal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from operations.services import Services

log = structlog.get_logger(__name__)

# Seconds.
TICK = 10.0
MINUTE = 60.0
HOUR = 3600.0
PURGE_AFTER = 86400.0
# An order begun on Friday may be finished on Monday; what is about a server is of its day, and may hold a password.
ORDERS_KEPT = 7 * 86400.0
# So long after an end nobody is reminded of it any more, whatever happens to it.
REMINDERS_KEPT = 180 * 86400.0
RUNS_KEPT = 30 * 86400.0
# Who blocks the bot and comes back after a week wants no news of the week before.
NOTICES_KEPT = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is looked after again and again.

    Attributes:
        name: for the log.
        every: seconds between two looks, at least; 0: at every tick.
        run: finds what is due and does it; returns how much that was.
    """

    name: str
    every: float
    run: Callable[[Services], Awaitable[int]]


async def purge(services: Services) -> int:
    """Empty what has long ended; return how many rows that were."""
    store, now = services.store, services.clock.now()
    purged = await store.purge(now - PURGE_AFTER)
    purged += await store.give_up_old_notices(now - NOTICES_KEPT)
    purged += await store.purge_notices(now - PURGE_AFTER)
    purged += await store.purge_drafts(now - PURGE_AFTER, orders_before=now - ORDERS_KEPT)
    purged += await store.purge_maintenance(now - PURGE_AFTER)
    purged += await store.purge_mutes(now - PURGE_AFTER)
    purged += await store.purge_conditions(now - alarms.KEPT)
    purged += await store.purge_reminders(now - REMINDERS_KEPT)
    purged += await store.purge_runs(now - RUNS_KEPT)
    return purged + await secrets.forget(services)


JOBS: tuple[Job, ...] = (
    Job("approvals_expired", 0, approvals.expire),
    Job("auto_renewals_looked_at", 0, auto_renewal.run),
    Job("schedules_run", 0, schedule_runs.run_due),
    Job("reminders_noted", 0, rounds.hold),
    Job("conditions_told", 0, alarms.tell),
    Job("newcomers_told", 0, newcomers.tell),
    Job("outages_told", 0, outages.tell_failing),
    Job("unsettled_reminded", MINUTE, outages.remind_of_unsettled),
    Job("digests_planned", MINUTE, digest.plan),
    Job("store_purged", HOUR, purge),
)
"""All of them, in their order."""


class Upkeep:
    """Looks every `TICK` seconds; use `async with`.

    Each job goes on for itself: one that waits for a slow engine keeps no other from its time.
    """

    def __init__(self, services: Services, jobs: tuple[Job, ...] = JOBS) -> None:
        self._services = services
        self._jobs = jobs
        self._task: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._looked_at: dict[str, float] = {}

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="upkeep")
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        tasks = [*([self._task] if self._task is not None else []), *self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            for job in self._jobs:
                if job.name not in self._running and self._is_due(job):
                    task = asyncio.create_task(self._look_after(job), name=f"upkeep-{job.name}")
                    self._running[job.name] = task
                    task.add_done_callback(partial(self._ended, job.name))
            await self._services.clock.sleep(TICK)

    def _ended(self, name: str, _: asyncio.Task[None]) -> None:
        del self._running[name]

    async def once(self) -> None:
        """Look after every job whose time has come, one after the other."""
        for job in self._jobs:
            if self._is_due(job):
                await self._look_after(job)

    def _is_due(self, job: Job) -> bool:
        last = self._looked_at.get(job.name)
        return last is None or self._services.clock.now() - last >= job.every

    async def _look_after(self, job: Job) -> None:
        """Do what is due of a job. If that fails it is logged, and tried again at the next tick."""
        now = self._services.clock.now()
        try:
            count = await job.run(self._services)
        except Exception:  # the top of a background task: it is logged and tried again
            log.exception("upkeep_failed", job=job.name)
            return
        self._looked_at[job.name] = now
        if count:
            log.info(job.name, count=count)
