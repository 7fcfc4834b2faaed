"""`listsnapshot`, `createsnapshot`, `revertsnapshot`, `renewsnapshot`, `removesnapshot`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.preconditions import function_open, usable
from sandbox.engine.prices import settlement, snapshot_price
from sandbox.engine.progress import begin
from sandbox.engine.refused import Refused
from sandbox.engine.server_state import Snapshot
from sandbox.engine.shanghai import DAY, months_later, written
from sandbox.engine.statuses import Snap
from sandbox.engine.wire import snapshot_row

if TYPE_CHECKING:
    from decimal import Decimal

    from sandbox.engine.call import Call


def listsnapshot(call: Call) -> dict[str, object]:
    """All snapshots and how they grew from each other. Changes nothing."""
    server = call.server
    return {
        "snapshottree": ",".join(f"{one.parent}={one.name}" for one in server.snapshots),
        "snapshotlist": [snapshot_row(one, current=server.current_snapshot) for one in server.snapshots],
    }


def createsnapshot(call: Call) -> dict[str, str]:
    """Make a snapshot; its name is the engine's choice and known at once, the list shows it at the end."""
    server, line, world = call.server, call.line, call.world
    function_open(line, "createsnapshot")
    usable(server)
    if line.snap_open_max and len(server.snapshots) >= line.snap_open_max:
        raise Refused("快照数量已达上限")
    price = _price(call)
    snapshot = Snapshot(
        name=world.numbering.snapshot_name({one.name for one in server.snapshots}),
        created_at=call.now,
        ends_at=_later(call, call.now),
        parent=server.current_snapshot,
    )

    def done(_at: float) -> None:
        server.snapshots.append(snapshot)
        server.current_snapshot = snapshot.name

    begin(call, server, snap=Snap.CREATING, done=done, charge=price, order_no=call.form["agent_order_no"])
    return _created(snapshot)


def revertsnapshot(call: Call) -> dict[str, str]:
    """Put the disks back to a snapshot."""
    server, snapshot = call.server, _named(call)
    # The vendor's sample spells it with two s, its table with one.
    function_open(call.line, "revertsnapshot", "revertssnapshot")
    usable(server)

    def done(_at: float) -> None:
        server.current_snapshot = snapshot.name

    begin(call, server, snap=Snap.REVERTING, done=done)
    return {"snapshotname": snapshot.name}


def renewsnapshot(call: Call) -> dict[str, str]:
    """Keep a snapshot longer. It shows no status: the list shows the later end after a while."""
    server, snapshot = call.server, _named(call)
    function_open(call.line, "renewsnapshot")
    usable(server)
    answer = _created(snapshot) | {"endtime": written(_later(call, snapshot.ends_at))}

    def done(_at: float) -> None:
        snapshot.ends_at = _later(call, snapshot.ends_at)

    begin(call, server, done=done, charge=_price(call), order_no=call.form["agent_order_no"])
    return answer


def removesnapshot(call: Call) -> dict[str, str]:
    """Delete a snapshot; what grew from it stays."""
    server, snapshot = call.server, _named(call)
    function_open(call.line, "removesnapshot")
    usable(server)

    def done(_at: float) -> None:
        server.drop_snapshot(snapshot.name)

    begin(call, server, snap=Snap.DELETING, done=done)
    return {"snapshotname": snapshot.name}


def _named(call: Call) -> Snapshot:
    snapshot = call.server.snapshot(call.form["snapshotname"])
    if snapshot is None:
        raise Refused("快照不存在")
    return snapshot


def _period(call: Call) -> tuple[int, int]:
    return int(call.form.get("days") or 0), int(call.form.get("months") or 0)


def _later(call: Call, start: float) -> float:
    days, months = _period(call)
    return start + days * DAY if days else months_later(start, months)


def _price(call: Call) -> Decimal:
    days, months = _period(call)
    return settlement(call.member, snapshot_price(call.line, call.server, days=days, months=months))


def _created(snapshot: Snapshot) -> dict[str, str]:
    return {
        "snapshotname": snapshot.name,
        "createtime": written(snapshot.created_at),
        "endtime": written(snapshot.ends_at),
    }
