"""Rotation: after a schedule's new snapshot is there, the oldest of its own that are too many are removed.

Its own are those that the engine named in its answer to the schedule's own request; what is only seen in a list may be
anybody's. Of these it removes the oldest, one after the other, never one that the disks stand on, and never any where
the new one is not seen in the list.

The engine's document does not say what becomes of snapshots that were made upon one that is removed, and the oldest of
a rotation is what all the newer ones were made upon. So each removal is checked: where more is gone than was asked for,
the schedule rests from then on, and its chat is told.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from operations.schedule_steps import UNTOUCHED, Result, removal_key, server_of
from operations.sights import Sight

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class NeededError(OperationsError):
    """Others built upon that snapshot or prolonged it, or nobody knows whether the disks stand on it."""


_FINAL: dict[type[OperationsError], str] = {
    NotAllowedError: "rights",
    ServerNotFoundError: "gone",
    NotOursError: "not-removed",
    InUseError: UNTOUCHED,
    NeededError: "kept-needed",
}


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
    await services.store.keep_made_snapshot(
        schedule.id, step.account_id, step.guid, name=made, taskid=row.taskid, made_at=row.accepted_at or row.created_at
    )
    if schedule.keep is None:
        return Result(over=True)
    if schedule.ended_at is not None or schedule.paused_at is not None:
        return Result("stopped", over=True)
    seen = _snapshots(row.after)
    if seen is None or made not in seen:
        return Result("unlisted", over=True)
    until = step.until or services.clock.now() + PATIENCE
    return await _Rotation(services, schedule, run, step, row.taskid, made, until).turn(seen, schedule.keep)


@dataclass(frozen=True, slots=True)
class _Rotation:
    """The removals after one new snapshot on one server.

    Attributes:
        services: the store and the engines.
        schedule: which.
        run: which of its runs.
        step: on which server.
        taskid: the operation that made the new one.
        new: its name.
        until: when it is given up, UNIX time.
    """

    services: Services
    schedule: ScheduleRow
    run: RunRow
    step: StepRow
    taskid: int
    new: str
    until: float

    async def turn(self, seen: Mapping[str, Snapshot], keep: int) -> Result:
        """Remove the oldest until so many are left; `seen` is the list as it was when the new one was there."""
        for each in self._own():
            if not _is(self.services, each, seen.get(each.name)):
                # Expired, or removed by a person.
                await self._gone(each)
        own = self._own()
        skipped: str | None = None
        # A clock that was put back may put the new one before the others.
        others = [each for each in own if each.name != self.new]
        for each in others[: max(len(own) - keep, 0)]:
            result = await self._remove(each)
            if result is None:
                continue
            if result.problem != UNTOUCHED:
                return result
            # It goes when the disks stand on another one.
            skipped = UNTOUCHED
        return Result(skipped, over=True)

    def _own(self) -> list[MadeSnapshot]:
        """Return what the schedule has made on this server up to the new one, which is the last of them."""
        made = self.services.store.made_snapshots(self.schedule.id, self.step.account_id, self.step.guid)
        return [each for each in made if each.taskid <= self.taskid]

    def _is_needed(self, old: MadeSnapshot, seen: Mapping[str, Snapshot]) -> bool:
        """Tell whether there is a reason to keep an old one that the list shows."""
        if old.name == self.new:
            return True
        if seen[old.name].current is None and not any(each.current for each in seen.values()):
            # The engine does not tell what the disks stand on.
            return True
        then = _when_made(self.services, old)
        ends = seen[old.name].end_time
        if then is not None and then.end_time is not None and ends is not None and ends > then.end_time:
            # Somebody paid to keep it.
            return True
        own = {each.name for each in self._own()}
        return any(old.name in _ancestors(name, seen) for name in seen if name not in own)

    async def _gone(self, old: MadeSnapshot) -> None:
        await self.services.store.mark_snapshot_gone(self.schedule.id, self.step.account_id, self.step.guid, old.name)

    async def _remove(self, old: MadeSnapshot) -> Result | None:
        """Remove one snapshot; None once it is gone."""
        found = unattended.placed(self.services, removal_key(self.run, self.step, old.name))
        if found is None:
            if self.services.clock.now() > self.until:
                return Result("not-removed", over=True)
            placed = await self._try(old)
            if not isinstance(placed, unattended.Placed):
                return placed
            found = placed
        row = found.operation
        if row is not None and row.ended_at is None:
            return Result(until=self.until)
        if row is None or row.state != "done":
            return Result("not-removed", over=True)
        await self._gone(old)
        return Result("took-others", over=True) if _took_others(row, old.name) else None

    async def _try(self, old: MadeSnapshot) -> Placed | Result | None:
        """Place the removal, or say what is in the way; None where the snapshot is gone already."""
        try:
            return await self._place(old)
        except tuple(_FINAL) as error:
            return Result(_FINAL[type(error)], over=type(error) is not InUseError)
        except NotPossibleError as error:
            if error.reason is not Reason.SNAPSHOT_NOT_FOUND:
                return Result(until=self.until)
            await self._gone(old)
            return None
        except (EngineUnavailableError, ServerBusyError, ConfirmationEndedError, store.DuplicateError):
            return Result(until=self.until)

    async def _place(self, old: MadeSnapshot) -> Placed:
        services, schedule, step = self.services, self.schedule, self.step
        actor = unattended.absent(
            services, chat_id=schedule.chat_id, user_id=schedule.user_id, language=schedule.language
        )
        known = servers.by_guid(services, actor, step.account_id, step.guid)
        mine = server_of(services, schedule, step)
        if mine is None or mine.identity_id != known.identity_id:
            # Somebody else's by now, though this chat may reach it.
            raise ServerNotFoundError(step.guid)

        def ensure(plan: Plan) -> None:
            """Look at the list as it is just before the request."""
            seen = {snapshot.name: snapshot for snapshot in plan.sight.snapshots or ()}
            if self.new not in seen or not _is(services, old, seen.get(old.name)):
                raise NotOursError
            if seen[old.name].current:
                raise InUseError
            if self._is_needed(old, seen):
                raise NeededError

        return await unattended.place(
            services,
            Asker(actor, schedule.thread_id),
            Wish(REMOVE, NamedSnapshot(name=old.name), known.account_id, known.identity_id, known),
            dedupe_key=removal_key(self.run, step, old.name),
            ensure=ensure,
        )


def _is(services: Services, made: MadeSnapshot, found: Snapshot | None) -> bool:
    """Tell whether what a list shows under a name is what was made: names may come back, moments do not."""
    if found is None:
        return False
    then = _when_made(services, made)
    return then is None or found.create_time is None or then.create_time in {None, found.create_time}


def _when_made(services: Services, made: MadeSnapshot) -> Snapshot | None:
    """Return a snapshot as the list showed it when it had just been made; None where nobody has seen it."""
    row = services.store.operation(made.taskid)
    return (_snapshots(row.after) or {}).get(made.name) if row is not None else None


def _ancestors(name: str, seen: Mapping[str, Snapshot]) -> set[str]:
    """Return what a snapshot was made upon, and what that was; an end to circles."""
    found: set[str] = set()
    parent = seen[name].parent_name
    while parent is not None and parent not in found:
        found.add(parent)
        parent = seen[parent].parent_name if parent in seen else None
    return found


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
