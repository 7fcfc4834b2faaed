"""Purchases: the answer names the servers; without an answer nothing tells them from other people's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import ActStatus, OrderStatus
from operations.access import Role
from operations.kinds.kind import Answer, Conclusion, Kind, never
from operations.kinds.parameters import Purchase

if TYPE_CHECKING:
    from operations.kinds.kind import Call, Evidence

DEADLINE = 3600.0


async def _create_new(call: Call[Purchase]) -> Answer:
    params = call.params
    bought = await call.engine.create_new(
        line_guid=params.line_guid,
        cpu=params.cpu,
        memory=params.memory,
        harddisks=params.harddisks,
        bandwidth=params.bandwidth,
        defense=params.defense,
        system_guid=params.system_guid,
        password=params.password,
        months=params.months,
        num=params.num,
        order_no=call.number,
        # What the customer was shown is the most that may be taken.
        client_price=call.price,
        customer=call.customer,
        taskid=call.taskid,
    )
    return Answer(guids=tuple(server.guid for server in bought))


def _opened(evidence: Evidence[Purchase]) -> bool:
    guids = frozenset(evidence.answer.guids) if evidence.answer is not None else frozenset()
    open_now = {
        server.guid
        for server in evidence.now.servers
        if server.order_status == OrderStatus.NORMAL and server.act_status == ActStatus.IDLE
    }
    return bool(guids) and guids <= open_now


def _candidates(_: Evidence[Purchase]) -> Conclusion:
    return Conclusion.CANDIDATES


PURCHASES = (
    Kind(
        action="create_new",
        role=Role.OWNER,
        call=_create_new,
        params=Purchase,
        progress=OrderStatus.OPENING,
        failure=None,
        deadline=DEADLINE,
        ended=_opened,
        # The account's list holds everybody's servers and echoes no order number.
        happened=never,
        conclude=_candidates,
        paid=True,
        second_owner=True,
    ),
)
