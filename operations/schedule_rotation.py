"""Rotation: after a schedule's new snapshot is there, the oldest of its own that are too many are removed.

Its own are those that the engine named in its answer to the schedule's own request; what is only seen in a list may be
anybody's. Of these it removes the oldest, one after the other, never one that the disks stand on, and never any where
the new one is not seen in the list.

The engine's document does not say what becomes of snapshots that were made upon one that is removed, and the oldest of
a rotation is what all the newer ones were made upon. So each removal is checked: where more is gone than was asked for,
the schedule rests from then on, and its chat is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import store
from engine import Reason
from operations import servers, unattended
from operations.confirmations import Asker
from operations.errors import (
    ConfirmationEndedError,
    EngineUnavailableError,
    NotAllowedError,
    NotPossibleError,
    OperationsError,
    ServerBusyError,
    ServerNotFoundError,
)
from operations.kinds import Answer
from operations.kinds.parameters import NamedSnapshot
from operations.plans import Wish
from operations.schedule_steps import UNTOUCHED, Result, removal_key
from operations.sights import Sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine import Snapshot
    from operations.plans import Plan
    from operations.services import Services
    from operations.unattended import Placed
    from store import MadeSnapshot, OperationRow, RunRow, ScheduleRow, StepRow

REMOVE = "removesnapshot"
# Seconds for which a removal is tried where the server is busy or out of reach.
PATIENCE = 1800.0


class NotOursError(OperationsError):
    """The list does not show the new snapshot, or the old one is not what was made."""


class InUseError(OperationsError):
    """The disks stand on that snapshot."""


async def rotate(services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow, row: OperationRow) -> Result:
    """Note down the snapshot that an operation made, and remove what is too many by now.

    Args:
        services: the store and the engines.
        schedule: which.
        run: which of its runs.
        step: on which server.
        row: the operation, done.
    """
    made = Answer.from_json(row.answer).snapshot if row.answer is not None else None
    if made is None:
        # Somebody's new snapshot is there; that it is this one, nobody has said.
        return Result("unnamed", over=True)
    server = (schedule.id, step.account_id, step.guid)
    await services.store.keep_made_snapshot(
        *server, name=made, taskid=row.taskid, made_at=row.accepted_at or row.created_at
    )
    if schedule.keep is None:
        return Result(over=True)
    if schedule.ended_at is not None or schedule.paused_at is not None:
        return Result("stopped", over=True)
    seen = _snapshots(row.after)
    if seen is None or made not in seen:
        return Result("unlisted", over=True)
    for each in services.store.made_snapshots(*server):
        if each.taskid <= row.taskid and not _is(services, each, seen.get(each.name)):
            # Expired, or removed by a person.
            await services.store.mark_snapshot_gone(*server, each.name)
    own = services.store.made_snapshots(*server)
    until = step.until or services.clock.now() + PATIENCE
    skipped = False
    for each in own[: max(len(own) - schedule.keep, 0)]:
        if each.taskid >= row.taskid:
            break
        result = await _remove(services, schedule, run, step, each, made, until=until)
        if result is None:
            continue
        if result.problem == UNTOUCHED:
            # It goes when the disks stand on another one.
            skipped = True
            continue
        return result
    return Result(UNTOUCHED if skipped else None, over=True)


async def _remove(  # noqa: PLR0913
    services: Services, schedule: ScheduleRow, run: RunRow, step: StepRow, old: MadeSnapshot, new: str, *, until: float
) -> Result | None:
    """Remove one snapshot; None once it is gone."""
    key = removal_key(run, step, old.name)
    found = unattended.placed(services, key)
    if found is None:
        if services.clock.now() > until:
            return Result("not-removed", over=True)
        placed = await _try(services, schedule, step, old, new, key)
        if not isinstance(placed, unattended.Placed):
            return placed if placed is None or placed.over or placed.problem == UNTOUCHED else _later(placed, until)
        found = placed
    row = found.operation
    if row is None:
        return Result("not-removed", over=True)
    if row.ended_at is None:
        return Result(until=until)
    if row.state != "done":
        return Result("not-removed", over=True)
    await services.store.mark_snapshot_gone(schedule.id, step.account_id, step.guid, old.name)
    return Result("took-others", over=True) if _took_others(row, old.name) else None


def _later(result: Result, until: float) -> Result:
    return Result(result.problem, until=until)


async def _try(  # noqa: PLR0911, PLR0913 - one for each thing in the way
    services: Services, schedule: ScheduleRow, step: StepRow, old: MadeSnapshot, new: str, key: str
) -> Placed | Result | None:
    try:
        actor = unattended.absent(
            services, chat_id=schedule.chat_id, user_id=schedule.user_id, language=schedule.language
        )
        known = servers.by_guid(services, actor, step.account_id, step.guid)
        wish = Wish(REMOVE, NamedSnapshot(name=old.name), known.account_id, known.identity_id, known)
        return await unattended.place(
            services,
            Asker(actor, schedule.thread_id),
            wish,
            dedupe_key=key,
            ensure=_ensure(services, old, new),
        )
    except NotAllowedError:
        return Result("rights", over=True)
    except ServerNotFoundError:
        return Result("gone", over=True)
    except InUseError:
        return Result(UNTOUCHED)
    except NotOursError:
        return Result("not-removed", over=True)
    except NotPossibleError as error:
        if error.reason is Reason.SNAPSHOT_NOT_FOUND:
            await services.store.mark_snapshot_gone(schedule.id, step.account_id, step.guid, old.name)
            return None
        return Result()
    except (EngineUnavailableError, ServerBusyError, ConfirmationEndedError, store.DuplicateError):
        return Result()


def _ensure(services: Services, old: MadeSnapshot, new: str) -> Callable[[Plan], None]:
    def ensure(plan: Plan) -> None:
        """Look at the list as it is just before the request."""
        seen = {snapshot.name: snapshot for snapshot in plan.sight.snapshots or ()}
        if new not in seen or not _is(services, old, seen.get(old.name)):
            raise NotOursError
        if seen[old.name].current:
            raise InUseError

    return ensure


def _is(services: Services, made: MadeSnapshot, found: Snapshot | None) -> bool:
    """Tell whether what a list shows under a name is what was made: names may come back, moments do not."""
    if found is None:
        return False
    row = services.store.operation(made.taskid)
    then = (_snapshots(row.after) or {}).get(made.name) if row is not None else None
    return then is None or found.create_time is None or then.create_time in {None, found.create_time}


def _snapshots(sight: str | None) -> dict[str, Snapshot] | None:
    """Return the snapshots of a reading by name; None where they were not read."""
    found = Sight.from_json(sight).snapshots if sight is not None else None
    return None if found is None else {snapshot.name: snapshot for snapshot in found}


def _took_others(row: OperationRow, name: str) -> bool:
    """Tell whether a removal took more than it should."""
    before, after = _snapshots(row.before), _snapshots(row.after)
    if before is None or after is None:
        return False
    ended = row.ended_at or row.updated_at
    return any(
        other not in after
        for other, snapshot in before.items()
        if other != name and (snapshot.end_time is None or snapshot.end_time.timestamp() > ended)
    )
