"""What a server's own statuses speak against. One that was not told speaks against nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.status import ActStatus, OrderStatus, RunStatus, SnapStatus
from engine.reasons import Reason

if TYPE_CHECKING:
    from engine.models.server import Server


def living(server: Server, _: object = None) -> Reason | None:
    """Bar a server that is gone."""
    return Reason.SERVER_DEAD if server.is_dead else None


def ordered(server: Server, _: object = None) -> Reason | None:
    """Bar a server that is not in service."""
    if server.order_status is OrderStatus.EXPIRED:
        return Reason.SERVER_EXPIRED
    return _in_service(server)


def ordered_or_expired(server: Server, _: object = None) -> Reason | None:
    """Bar a server that is not in service, unless only its time is up."""
    return None if server.order_status is OrderStatus.EXPIRED else _in_service(server)


def _in_service(server: Server) -> Reason | None:
    status = server.order_status
    if status is None or status is OrderStatus.NORMAL:
        return None
    if status is OrderStatus.OPENING:
        return Reason.SERVER_OPENING
    return Reason.SERVER_TRANSFERRING if status is OrderStatus.TRANSFERRING else Reason.ORDER_STATUS_UNKNOWN


def at_rest(server: Server, _: object = None) -> Reason | None:
    """Bar a server with which something is being done."""
    act = server.act_status
    if act is not None and not isinstance(act, ActStatus):
        return Reason.ACT_STATUS_UNKNOWN
    if act is ActStatus.REINSTALLING:
        return Reason.SERVER_REINSTALLING
    if act is not None and act is not ActStatus.IDLE and not act.is_failure:
        return Reason.SERVER_BUSY
    snap = server.snap_status
    if snap is None or snap is SnapStatus.IDLE:
        return None
    return Reason.SNAPSHOT_BUSY if isinstance(snap, SnapStatus) else Reason.SNAP_STATUS_UNKNOWN


def nothing_failed(server: Server, _: object = None) -> Reason | None:
    """Bar a server of which the last action failed."""
    # The vendor asks for a normal actStatus here, where elsewhere a failed one will do.
    failed = isinstance(server.act_status, ActStatus) and server.act_status.is_failure
    return Reason.LAST_ACTION_FAILED if failed else None


def unlocked(server: Server, _: object = None) -> Reason | None:
    """Bar a locked server."""
    if server.run_status is RunStatus.LOCKED:
        return Reason.SERVER_LOCKED
    known = server.run_status is None or isinstance(server.run_status, RunStatus)
    return None if known else Reason.RUN_STATUS_UNKNOWN


def running(server: Server, _: object = None) -> Reason | None:
    """Bar a server that is off."""
    return Reason.SERVER_OFF if server.run_status is RunStatus.OFF else None


def off(server: Server, _: object = None) -> Reason | None:
    """Bar a server that runs."""
    return Reason.SERVER_RUNNING if server.run_status is RunStatus.RUNNING else None
