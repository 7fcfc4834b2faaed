"""A server's contract: until when, how large, and its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine import ActStatus, OrderStatus
from operations.access import Role
from operations.kinds.kind import Conclusion, Kind, always, never, no_trace
from operations.kinds.parameters import Downgrade, NoParams, Renew, Resize

if TYPE_CHECKING:
    from datetime import datetime

    from engine import Server
    from operations.kinds.kind import Call, Evidence

RENEW_DEADLINE = 600.0
UPGRADE_DEADLINE = 1800.0
REFUND_DEADLINE = 1800.0
# How far an end time may be from the one asked for and still be it: months differ in length, clocks in a little.
NEAR = timedelta(days=1)
# A refund that was not done leaves the order as it was; that its time ran out meanwhile is nobody's doing.
_UNTOUCHED = frozenset({OrderStatus.NORMAL, OrderStatus.EXPIRED})


async def _renew(call: Call[Renew]) -> None:
    params = call.params
    if params.end_time is None:
        raise ValueError("a renewal names the end time after it")
    await call.engine.renew(
        call.server,
        months=params.months,
        client_end_time=params.end_time,
        order_no=call.number,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _upgrade(call: Call[Resize]) -> None:
    params = call.params
    await call.engine.upgrade(
        call.server,
        password=params.password,
        cpu=params.cpu,
        memory=params.memory,
        harddisks=params.harddisks,
        bandwidth=params.bandwidth,
        defense=params.defense,
        order_no=call.number,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _renew_for_rd(call: Call[Downgrade]) -> None:
    params = call.params
    await call.engine.renew_for_rd(
        call.server,
        cpu=params.cpu,
        memory=params.memory,
        bandwidth=params.bandwidth,
        defense=params.defense,
        order_no=call.number,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _refund(call: Call[NoParams]) -> None:
    await call.engine.refund(call.server, customer=call.customer, taskid=call.taskid)


def _before(evidence: Evidence[Any]) -> Server | None:
    return evidence.before.server if evidence.before is not None else None


def _end_times(evidence: Evidence[Renew]) -> tuple[datetime | None, datetime | None]:
    before, now = _before(evidence), evidence.now.server
    return (before.end_time if before is not None else None, now.end_time if now is not None else None)


def _prolonged(evidence: Evidence[Renew]) -> bool:
    """After the engine's yes its end time is the truth, whatever was asked; without one it may be another's doing."""
    return _later(evidence) if evidence.answered else _prolonged_as_asked(evidence)


def _later(evidence: Evidence[Renew]) -> bool:
    before, now = _end_times(evidence)
    return before is not None and now is not None and now > before


def _prolonged_as_asked(evidence: Evidence[Renew]) -> bool:
    asked, now = evidence.params.end_time, _end_times(evidence)[1]
    return _later(evidence) and asked is not None and now is not None and abs(now - asked) <= NEAR


def _after_renew(evidence: Evidence[Renew]) -> Conclusion:
    before, now = _end_times(evidence)
    if before is None or now is None:
        return Conclusion.UNREADABLE
    return Conclusion.DID_NOT if now == before else Conclusion.MOVED_ELSEWHERE


def _sizes(of: Server | Resize | None) -> tuple[object, ...] | None:
    """Return all sizes, None where one was not told."""
    if of is None:
        return None
    sizes = (of.cpu, of.memory, of.harddisks, of.bandwidth, of.defense)
    return None if None in sizes else sizes


def _resized(evidence: Evidence[Resize]) -> bool:
    return _sizes(evidence.now.server) == _sizes(evidence.params)


def _grew(evidence: Evidence[Resize]) -> bool:
    before = _sizes(_before(evidence))
    return before is not None and before != _sizes(evidence.params) and _resized(evidence)


def _after_upgrade(evidence: Evidence[Resize]) -> Conclusion:
    before, now = _sizes(_before(evidence)), _sizes(evidence.now.server)
    if before is None or now is None:
        return Conclusion.UNREADABLE
    if now != before:
        return Conclusion.MOVED_ELSEWHERE
    act = evidence.now.server.act_status if evidence.now.server is not None else None
    resting = act == ActStatus.IDLE or (isinstance(act, ActStatus) and act.is_failure)
    return Conclusion.DID_NOT if resting else Conclusion.NOT_IDLE


def _given_back(evidence: Evidence[NoParams]) -> bool:
    return evidence.now.server is None or evidence.now.server.is_dead


def _after_refund(evidence: Evidence[NoParams]) -> Conclusion:
    order = evidence.now.server.order_status if evidence.now.server is not None else None
    if order is None:
        return Conclusion.UNREADABLE
    return Conclusion.DID_NOT if order in _UNTOUCHED else Conclusion.MOVED_ELSEWHERE


CONTRACTS = (
    Kind(
        action="renew",
        role=Role.OWNER,
        call=_renew,
        params=Renew,
        progress=ActStatus.RENEWING,
        failure=None,
        deadline=RENEW_DEADLINE,
        ended=_prolonged,
        happened=_prolonged_as_asked,
        conclude=_after_renew,
        paid=True,
    ),
    Kind(
        action="upgrade",
        role=Role.OWNER,
        call=_upgrade,
        params=Resize,
        progress=ActStatus.UPGRADING,
        failure=None,
        deadline=UPGRADE_DEADLINE,
        ended=_resized,
        happened=_grew,
        conclude=_after_upgrade,
        paid=True,
    ),
    Kind(
        action="renew_for_rd",
        role=Role.OWNER,
        call=_renew_for_rd,
        params=Downgrade,
        progress=None,
        failure=None,
        deadline=RENEW_DEADLINE,
        # A booking cannot be read.
        ended=always,
        happened=never,
        conclude=no_trace,
        paid=True,
        yes_proves=True,
    ),
    Kind(
        action="refund",
        role=Role.OWNER,
        call=_refund,
        params=NoParams,
        progress=None,
        failure=None,
        deadline=REFUND_DEADLINE,
        ended=_given_back,
        happened=_given_back,
        conclude=_after_refund,
        destructive=True,
        typed=True,
        second_owner=True,
        vanishes=True,
    ),
)
