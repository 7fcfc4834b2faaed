"""Firewall policies: done by the engine's yes, seen in the server's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.access import Role
from operations.kinds.kind import Kind, always, did_not
from operations.kinds.parameters import MakePolicy, RemovePolicy

if TYPE_CHECKING:
    from engine import Policy
    from operations.kinds.kind import Call, Evidence
    from operations.sights import Sight

DEADLINE = 600.0


async def _add(call: Call[MakePolicy]) -> None:
    params = call.params
    await call.engine.add_hardpolicy(
        call.server,
        weight=params.weight,
        name=params.name,
        direction=params.direction,
        protocol=params.protocol,
        operation=params.operation,
        remote_ip=params.remote_ip,
        local_port=params.local_port,
        customer=call.customer,
        taskid=call.taskid,
    )


async def _delete(call: Call[RemovePolicy]) -> None:
    await call.engine.del_hardpolicy(
        call.server, policy_guid=call.params.policy_guid, customer=call.customer, taskid=call.taskid
    )


def _policies(sight: Sight | None) -> dict[str, Policy] | None:
    if sight is None or sight.server is None:
        return None
    return {policy.guid: policy for policy in sight.server.policies}


def _added(evidence: Evidence[MakePolicy]) -> bool:
    before, now = _policies(evidence.before), _policies(evidence.now)
    if before is None or now is None:
        return False
    # The weight is unique on a server.
    return any(policy.weight == evidence.params.weight for guid, policy in now.items() if guid not in before)


def _removed(evidence: Evidence[RemovePolicy]) -> bool:
    before, now = _policies(evidence.before), _policies(evidence.now)
    guid = evidence.params.policy_guid
    return before is not None and now is not None and guid in before and guid not in now


FIREWALL = (
    Kind(
        action="add_hardpolicy",
        role=Role.OPERATOR,
        call=_add,
        params=MakePolicy,
        progress=None,
        failure=None,
        deadline=DEADLINE,
        ended=always,
        happened=_added,
        conclude=did_not,
        yes_proves=True,
    ),
    Kind(
        action="del_hardpolicy",
        role=Role.OPERATOR,
        call=_delete,
        params=RemovePolicy,
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
