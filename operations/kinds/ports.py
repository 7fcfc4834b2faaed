"""Port forwardings: done by the engine's yes, seen in the server's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.access import Role
from operations.kinds.kind import Kind, always, did_not
from operations.kinds.parameters import MakePort, RemovePort

if TYPE_CHECKING:
    from engine import Port
    from operations.kinds.kind import Call, Evidence
    from operations.sights import Sight

DEADLINE = 600.0


async def _create(call: Call[MakePort]) -> None:
    params = call.params
    await call.engine.create_port(
        call.server,
        local_port=params.local_port,
        remark=params.remark,
        port_type=params.port_type,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _delete(call: Call[RemovePort]) -> None:
    await call.engine.delete_port(
        call.server, port_guid=call.params.port_guid, customer=call.customer, taskid=call.taskid
    )


def _ports(sight: Sight | None) -> dict[str, Port] | None:
    if sight is None or sight.server is None:
        return None
    return {port.guid: port for port in sight.server.ports}


def _added(evidence: Evidence[MakePort]) -> bool:
    before, now = _ports(evidence.before), _ports(evidence.now)
    if before is None or now is None:
        return False
    return any(port.local_port == evidence.params.local_port for guid, port in now.items() if guid not in before)


def _removed(evidence: Evidence[RemovePort]) -> bool:
    before, now = _ports(evidence.before), _ports(evidence.now)
    guid = evidence.params.port_guid
    return before is not None and now is not None and guid in before and guid not in now


PORTS = (
    Kind(
        action="create_port",
        role=Role.OPERATOR,
        call=_create,
        params=MakePort,
        progress=None,
        failure=None,
        deadline=DEADLINE,
        ended=always,
        happened=_added,
        conclude=did_not,
        yes_proves=True,
    ),
    Kind(
        action="delete_port",
        role=Role.OPERATOR,
        call=_delete,
        params=RemovePort,
        progress=None,
        failure=None,
        deadline=DEADLINE,
        ended=always,
        happened=_removed,
        conclude=did_not,
        destructive=True,
        yes_proves=True,
    ),
)
