"""What becomes of schedules at their hour: one job, called again and again.

A run is claimed in the transaction that moves its schedule on; from there on it is a row that is looked after until it
is over, so a crash between any two steps loses nothing. What a run does on a server has a deduplication key of its own
and is an operation like any other, in the name of who set the schedule, as they are then.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

import store
from engine import Reason
from operations import access, servers, spending, unattended
from operations.chat_time import ChatTime
from operations.confirmations import Asker
from operations.errors import (
    ConfirmationEndedError,
    CreditTooLowError,
    EngineUnavailableError,
    NoStaffError,
    NotAllowedError,
    NotPossibleError,
    ServerBusyError,
    ServerNotFoundError,
)
from operations.kinds import KINDS
from operations.plans import Wish
from operations.rhythm import Rhythm
from operations.schedule_rotation import rotate
from operations.schedule_steps import DONE_ALREADY, LATE, Result, key_of, server_of
from operations.schedules import SNAPSHOT, DearerError, params_of

if TYPE_CHECKING:
    from operations.plans import Plan
    from operations.services import Services
    from operations.unattended import Placed
    from store import RunRow, ScheduleRow, StepRow

log = structlog.get_logger(__name__)

# Seconds.
PATIENCE = 1800.0
"""For how long a server that is busy or out of reach is tried again."""
RETRY = 30.0
# Missed runs are counted for so long back; of hourly ones that is a thousand.
_COUNTED = 40 * 86400.0
_AT_ONCE = 8
# Others are at the server: that ends by itself.
_OTHERS_AT_IT = frozenset({Reason.SERVER_BUSY, Reason.SNAPSHOT_BUSY, Reason.SERVER_REINSTALLING, Reason.SERVER_OPENING})


# What ends a run on a server, and what may be over soon; the last two mean that another process is at it.
_FINAL: dict[type[Exception], str] = {
    NotAllowedError: "rights",
    ServerNotFoundError: "gone",
    CreditTooLowError: "credit",
    NoStaffError: "no-staff",
    DearerError: "dearer",
}
_PASSING: dict[type[Exception], str] = {
    EngineUnavailableError: "unreachable",
    ConfirmationEndedError: "busy",
    store.DuplicateError: "busy",
}


@dataclass(frozen=True, slots=True)
class _Round:
    """One look after everything.

    Attributes:
        services: the store and the engines.
        now: when it began, UNIX time: slow engines make nothing late.
        turn: the engines are asked politely.
    """

    services: Services
    now: float
    turn: asyncio.Semaphore


async def run_due(services: Services) -> int:
    """Claim what is due, and take open runs as far as they go now; return how many runs began."""
    now = services.clock.now()
    due = services.store.due_schedules(now)
    claimed = await asyncio.gather(*(_claim(services, schedule, now) for schedule in due), return_exceptions=True)
    this = _Round(services, now, asyncio.Semaphore(_AT_ONCE))
    open_runs = services.store.open_runs(now)
    carried = await asyncio.gather(*(_carry(this, run) for run in open_runs), return_exceptions=True)
    for outcome in (*claimed, *carried):
        # After all of them: one that goes wrong stands in no other's way.
        if isinstance(outcome, BaseException):
            raise outcome
    return sum(run is not None for run in claimed)


async def _claim(services: Services, schedule: ScheduleRow, now: float) -> RunRow | None:
    due_at = schedule.next_at
    if due_at is None:
        return None
    rhythm, clock = Rhythm.read(schedule.rhythm), ChatTime(schedule.timezone)
    next_at = rhythm.next_run(now, clock)
    missed_since, missed, last = None, 0, due_at
    if now - due_at > LATE:
        missed_since, missed, last = due_at, *_missed(rhythm, clock, due_at, now)
        if now - last <= LATE:
            # The last one is on time: only those before it were missed.
            missed -= 1
    run = schedule.missed == "run" or now - last <= LATE
    claimed = await services.store.claim_run(
        schedule,
        due_at=last,
        next_at=next_at,
        until=now + PATIENCE,
        missed_since=missed_since,
        missed=missed,
        run=run,
    )
    if claimed is not None:
        log.info("schedule_due", schedule=schedule.id, run=claimed.id, missed=missed)
    return claimed


def _missed(rhythm: Rhythm, clock: ChatTime, due_at: float, now: float) -> tuple[int, float]:
    """Return how many runs were due from that one on until now, and when the last was."""
    count, last = 1, due_at
    for at in rhythm.runs(max(due_at, now - _COUNTED), clock):
        if at > now:
            break
        count, last = count + 1, at
    return count, last


async def _carry(this: _Round, run: RunRow) -> None:
    """Take a run as far as it goes now, and end it where all of it is over."""
    services, now = this.services, this.now
    schedule = services.store.schedule(run.schedule_id)
    if schedule is None:
        return
    away = now - run.tried_at > LATE
    until = now + PATIENCE if away and schedule.missed == "run" else None
    await services.store.touch_run(run.id, next_try=now + RETRY, until=until)
    steps = services.store.steps(run.id)
    results = await asyncio.gather(
        *(_step(this, schedule, run, step, away=away, until=until or run.until) for step in steps)
    )
    if not all(result.over for result in results):
        return
    problems = {result.problem for result in results}
    pause = "rotation" if "took-others" in problems else "rights" if "rights" in problems else None
    await services.store.end_run(run, schedule, pause=pause)  # type: ignore[arg-type] # one of the literals


async def _step(this: _Round, schedule: ScheduleRow, run: RunRow, step: StepRow, *, away: bool, until: float) -> Result:
    if step.over:
        return Result(step.problem, over=True)
    async with this.turn:
        result = await _look(this, schedule, run, step, away=away, until=until)
    if (result.problem, result.over, result.until) != (step.problem, step.over, None):
        await this.services.store.set_step(run.id, step, problem=result.problem, over=result.over, until=result.until)
    return result


async def _look(this: _Round, schedule: ScheduleRow, run: RunRow, step: StepRow, *, away: bool, until: float) -> Result:
    services = this.services
    found = unattended.placed(services, key_of(run, step))
    if found is None:
        if schedule.ended_at is not None or schedule.paused_at is not None:
            return Result("stopped", over=True)
        if away and schedule.missed == "report":
            return Result("missed", over=True)
        if this.now > until:
            return Result(step.problem or "busy", over=True)
        placed = await _try(services, schedule, run, step)
        if isinstance(placed, Result):
            return placed
        found = placed
    return await _course(services, schedule, run, step, found)


async def _course(services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow, found: Placed) -> Result:
    """Say how far it is with what was placed."""
    row = found.operation
    if row is None:
        ended = found.approval is None or found.approval.ended_how is not None
        return Result("no-approval" if ended else None, over=ended)
    if row.ended_at is None:
        return Result()
    if row.state == "done" and schedule.action == SNAPSHOT:
        return await rotate(services, schedule, run, step, row)
    return Result(over=True)


async def _try(services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow) -> Placed | Result:
    try:
        return await _place(services, schedule, run, step)
    except tuple(_FINAL) as error:
        return Result(_FINAL[type(error)], over=True)
    except tuple(_PASSING) as error:
        # The last barrier ends it, too: what it stood on was taken away while it read.
        return _fallen(services, schedule, step) or Result(_PASSING[type(error)])
    except ServerBusyError as error:
        # Only a person ends the one; the other ends by itself.
        return Result("undecided", over=True) if error.needs_human else Result("busy")
    except NotPossibleError as error:
        if error.reason in _OTHERS_AT_IT:
            return Result("busy")
        so_already = DONE_ALREADY.get(schedule.action) is error.reason
        return Result("already" if so_already else f"not:{error.reason}", over=True)


def _fallen(services: Services, schedule: ScheduleRow, step: StepRow) -> Result | None:
    """Say what was taken away from under a run on a server by now; None where nothing was."""
    mine, owner = server_of(services, schedule, step), services.store.assignment(step.account_id, step.guid)
    if mine is None or mine.identity_id != owner:
        return Result("gone", over=True)
    now = services.store.schedule(schedule.id)
    stands = now is not None and now.ended_at is None and now.paused_at is None
    return None if stands else Result("stopped", over=True)


async def _place(services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow) -> Placed | Result:
    mine = server_of(services, schedule, step)
    if mine is None:
        return Result("gone", over=True)
    actor = unattended.absent(services, chat_id=schedule.chat_id, user_id=schedule.user_id, language=schedule.language)
    known = servers.by_guid(services, actor, step.account_id, step.guid)
    if known.identity_id != mine.identity_id:
        return Result("gone", over=True)
    chat = services.store.chat(schedule.chat_id)
    if KINDS[schedule.action].paid and chat is not None and chat.blocked_at is not None:
        # Nobody would see what is bought.
        return Result("rights", over=True)
    if _still_waits(services, run, step):
        return Result("waiting", over=True)

    def ensure(plan: Plan) -> None:
        shown, agreed = plan.price.shown, mine.price
        if shown is None or spending.way_of(services, access.again(services, actor), [plan]).needs is not None:
            # Somebody looks at the price and says yes.
            return
        if agreed is None or shown > agreed:
            raise DearerError

    params = params_of(schedule.action, schedule.days, schedule.months)
    wish = Wish(schedule.action, params, known.account_id, known.identity_id, known)
    return await unattended.place(
        services, Asker(actor, schedule.thread_id), wish, dedupe_key=key_of(run, step), ensure=ensure
    )


def _still_waits(services: Services, run: RunRow, step: StepRow) -> bool:
    """Tell whether any run before still waits for a yes on this server: asking once more would make two of one."""
    before = services.store.open_runs_before(run.schedule_id, run.id)
    found = [unattended.placed(services, key_of(each, step)) for each in before]
    return any(each is not None and each.approval is not None and each.approval.ended_how is None for each in found)
