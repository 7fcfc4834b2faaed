"""Passwords and the operating system: who gets in, and to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import ActStatus
from operations.access import Role
from operations.kinds.kind import Conclusion, Kind, always, never, no_trace
from operations.kinds.parameters import Install, Password

if TYPE_CHECKING:
    from operations.kinds.kind import Call, Evidence

PASSWORD_DEADLINE = 600.0
INSTALL_DEADLINE = 3600.0


async def _setpsw(call: Call[Password]) -> None:
    await call.engine.setpsw(call.server, call.params.password, customer=call.customer, taskid=call.taskid)


async def _setvnc(call: Call[Password]) -> None:
    await call.engine.setvnc(call.server, call.params.password, customer=call.customer, taskid=call.taskid)


async def _install(call: Call[Install]) -> None:
    await call.engine.install(
        call.server,
        system_guid=call.params.system_guid,
        password=call.params.password,
        customer=call.customer,
        taskid=call.taskid,
    )


def _systems(evidence: Evidence[Install]) -> tuple[str, str]:
    """Return the system before and now; empty where it was not told."""
    before = evidence.before.server if evidence.before is not None else None
    now = evidence.now.server
    return (before.system_guid if before is not None else "", now.system_guid if now is not None else "")


def _installed(evidence: Evidence[Install]) -> bool:
    return _systems(evidence)[1] == evidence.params.system_guid


def _replaced(evidence: Evidence[Install]) -> bool:
    return _installed(evidence) and _systems(evidence)[0] not in {"", evidence.params.system_guid}


def _after_install(evidence: Evidence[Install]) -> Conclusion:
    before, now = _systems(evidence)
    if not now:
        return Conclusion.UNREADABLE
    if before in {"", evidence.params.system_guid}:
        return Conclusion.NO_TRACE
    return Conclusion.DID_NOT if now == before else Conclusion.MOVED_ELSEWHERE


ACCESS = (
    Kind(
        action="setpsw",
        role=Role.OWNER,
        call=_setpsw,
        params=Password,
        progress=ActStatus.PASSWORD_RESETTING,
        failure=ActStatus.PASSWORD_FAILED,
        deadline=PASSWORD_DEADLINE,
        ended=always,
        happened=never,
        conclude=no_trace,
        destructive=True,
        idle_proves=True,
    ),
    Kind(
        action="setvnc",
        role=Role.OWNER,
        call=_setvnc,
        params=Password,
        progress=ActStatus.VNC_RESETTING,
        failure=ActStatus.VNC_FAILED,
        deadline=PASSWORD_DEADLINE,
        ended=always,
        happened=never,
        conclude=no_trace,
        idle_proves=True,
    ),
    Kind(
        action="install",
        role=Role.OWNER,
        call=_install,
        params=Install,
        progress=ActStatus.REINSTALLING,
        # The document names no status for one that failed.
        failure=None,
        deadline=INSTALL_DEADLINE,
        ended=_installed,
        happened=_replaced,
        conclude=_after_install,
        destructive=True,
        typed=True,
        idle_proves=True,
        snapshots=True,
    ),
)
