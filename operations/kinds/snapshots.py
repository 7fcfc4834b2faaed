"""Snapshots: begun by the engine's yes, seen in `snapStatus` and in their list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import SnapStatus
from operations.access import Role
from operations.kinds.kind import Answer, Conclusion, Kind, always, never, no_trace
from operations.kinds.parameters import MakeSnapshot, NamedSnapshot, RenewSnapshot

if TYPE_CHECKING:
    from engine import Snapshot
    from operations.kinds.kind import Call, Evidence
    from operations.sights import Sight

# Disks of a terabyte take their time.
DEADLINE = 3600.0
RENEWAL_DEADLINE = 600.0


async def _create(call: Call[MakeSnapshot]) -> Answer:
    params = call.params
    made = await call.engine.createsnapshot(
        call.server,
        order_no=call.number,
        days=params.days,
        months=params.months,
        customer=call.customer,
        taskid=call.taskid,
    )
    return Answer(snapshot=made.name)


async def _revert(call: Call[NamedSnapshot]) -> None:
    await call.engine.revertsnapshot(call.server, name=call.params.name, customer=call.customer, taskid=call.taskid)


async def _renew(call: Call[RenewSnapshot]) -> None:
    params = call.params
    await call.engine.renewsnapshot(
        call.server,
        name=params.name,
        order_no=call.number,
        days=params.days,
        months=params.months,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _remove(call: Call[NamedSnapshot]) -> None:
    await call.engine.removesnapshot(call.server, name=call.params.name, customer=call.customer, taskid=call.taskid)


def _names(sight: Sight | None) -> frozenset[str] | None:
    """Return the snapshots' names, None where they were not told."""
    if sight is None or sight.snapshots is None:
        return None
    return frozenset(snapshot.name for snapshot in sight.snapshots)


def _named(sight: Sight | None, name: str) -> Snapshot | None:
    found = (sight.snapshots or ()) if sight is not None else ()
    return next((snapshot for snapshot in found if snapshot.name == name), None)


def _appeared(evidence: Evidence[MakeSnapshot]) -> bool:
    before, now = _names(evidence.before), _names(evidence.now)
    if now is None:
        return False
    if evidence.answer is not None and evidence.answer.snapshot is not None:
        # The engine said which; somebody else's new one is not it.
        return evidence.answer.snapshot in now
    return before is not None and bool(now - before)


def _gone(evidence: Evidence[NamedSnapshot]) -> bool:
    now = _names(evidence.now)
    return now is not None and evidence.params.name not in now


def _went(evidence: Evidence[NamedSnapshot]) -> bool:
    before = _names(evidence.before)
    return before is not None and evidence.params.name in before and _gone(evidence)


def _prolonged(evidence: Evidence[RenewSnapshot]) -> bool:
    before, now = _named(evidence.before, evidence.params.name), _named(evidence.now, evidence.params.name)
    if before is None or now is None or before.end_time is None or now.end_time is None:
        return False
    return now.end_time > before.end_time


def _readable(evidence: Evidence[Any]) -> bool:
    return _names(evidence.before) is not None and _names(evidence.now) is not None


def _after_create(evidence: Evidence[MakeSnapshot]) -> Conclusion:
    if not _readable(evidence):
        return Conclusion.UNREADABLE
    server = evidence.now.server
    busy = server is None or server.snap_status not in {None, SnapStatus.IDLE}
    return Conclusion.NOT_IDLE if busy else Conclusion.DID_NOT


def _after_remove(evidence: Evidence[NamedSnapshot]) -> Conclusion:
    return Conclusion.DID_NOT if _readable(evidence) else Conclusion.UNREADABLE


def _after_renew(evidence: Evidence[RenewSnapshot]) -> Conclusion:
    if not _readable(evidence):
        return Conclusion.UNREADABLE
    before, now = _named(evidence.before, evidence.params.name), _named(evidence.now, evidence.params.name)
    if before is None or now is None or before.end_time != now.end_time:
        return Conclusion.MOVED_ELSEWHERE
    return Conclusion.DID_NOT


SNAPSHOTS = (
    Kind(
        action="createsnapshot",
        role=Role.OWNER,
        call=_create,
        params=MakeSnapshot,
        progress=SnapStatus.CREATING,
        failure=None,
        deadline=DEADLINE,
        ended=_appeared,
        happened=_appeared,
        conclude=_after_create,
        paid=True,
        snapshots=True,
    ),
    Kind(
        action="revertsnapshot",
        role=Role.OWNER,
        call=_revert,
        params=NamedSnapshot,
        progress=SnapStatus.REVERTING,
        failure=None,
        deadline=DEADLINE,
        ended=always,
        happened=never,
        conclude=no_trace,
        destructive=True,
        idle_proves=True,
        snapshots=True,
    ),
    Kind(
        action="renewsnapshot",
        role=Role.OWNER,
        call=_renew,
        params=RenewSnapshot,
        # Only the list shows it.
        progress=None,
        failure=None,
        deadline=RENEWAL_DEADLINE,
        ended=_prolonged,
        happened=_prolonged,
        conclude=_after_renew,
        paid=True,
        snapshots=True,
    ),
    Kind(
        action="removesnapshot",
        role=Role.OWNER,
        call=_remove,
        params=NamedSnapshot,
        progress=SnapStatus.DELETING,
        failure=None,
        deadline=DEADLINE,
        ended=_gone,
        happened=_went,
        conclude=_after_remove,
        destructive=True,
        snapshots=True,
    ),
)
