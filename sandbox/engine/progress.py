"""The state machine that all operations share: accepted, in progress, ended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.engine.ledger import Effect, Ended, Outcome
from sandbox.engine.statuses import FAILED_ACT, Act, Snap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sandbox.engine.call import Call
    from sandbox.engine.server_state import ServerState


def begin(
    call: Call,
    *servers: ServerState,
    done: Callable[[float], None],
    act: Act | None = None,
    snap: Snap | None = None,
    charge: Decimal = Decimal(0),
    order_no: str = "",
) -> Outcome:
    """Accept an operation: take the money, write the ledger, and plan what happens when.

    An operation that is to fail costs nothing and changes nothing; one that never ends is paid and
    stays in progress for ever.

    Args:
        call: what is executed.
        servers: the servers it is about.
        done: applies the result; called with the unix time of the end, if the operation ends well.
        act: the `actStatus` while in progress, None where it shows none.
        snap: the `snapStatus` while in progress, likewise.
        charge: CNY.
        order_no: the caller's order number; it is written down and never compared.

    Raises:
        Refused: the balance does not reach; nothing has happened then.
    """
    world, action = call.world, call.action
    world.afford(call.member, charge)
    outcome = world.outcomes.take(action)
    record(call, servers, charge=charge, order_no=order_no, outcome=outcome)

    def show(_at: float) -> None:
        for server in servers:
            server.act_status = server.act_status if act is None else act
            server.snap_status = server.snap_status if snap is None else snap

    def end(at: float) -> None:
        for server in servers:
            server.act_status = server.act_status if act is None else Act.IDLE
            server.snap_status = server.snap_status if snap is None else Snap.IDLE
        if outcome is Outcome.DONE:
            done(at)
        elif act is not None:
            for server in servers:
                server.act_status = FAILED_ACT.get(action, Act.IDLE)
        world.end(Ended(time=at, action=action, guid=servers[0].guid, taskid=call.taskid, outcome=outcome))

    starts_at = call.now + world.durations.delay(action)
    world.timeline.plan(starts_at, show)
    if outcome is not Outcome.NEVER:
        world.timeline.plan(starts_at + world.durations.of(action), end)
    return outcome


def record(
    call: Call,
    servers: Sequence[ServerState],
    *,
    charge: Decimal = Decimal(0),
    order_no: str = "",
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Take the money and write the ledger.

    Raises:
        Refused: the balance does not reach.
    """
    charge = Decimal(0) if outcome is Outcome.FAILED else charge
    call.world.pay(call.member, charge)
    call.world.effects.append(
        Effect(
            time=call.now,
            action=call.action,
            userid=call.member.userid,
            guid=servers[0].guid,
            guids=tuple(server.guid for server in servers),
            order_no=order_no,
            charge=charge,
            taskid=call.taskid,
            outcome=outcome,
        )
    )
