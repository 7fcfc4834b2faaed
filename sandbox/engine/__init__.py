"""A stand-in for the hosting engine, over real HTTP and written from the vendor's document alone.

    engine = StandInEngine()
    engine.add_member(1001, "key")
    server = engine.add_server(1001)
    url = await engine.start()

`docs/sandbox-engine.md` says how to disturb it and where it is known to differ from the real one.
"""

from __future__ import annotations

from sandbox.engine.dialect import Dialect
from sandbox.engine.durations import Durations
from sandbox.engine.faults import Fault
from sandbox.engine.ledger import Effect, Outcome, Received
from sandbox.engine.made_up import MadeUpWorld, made_up_world
from sandbox.engine.rows import Core, Line, Member, System, Zone
from sandbox.engine.server_state import Downgrade, ExtraAddress, Policy, Port, ServerState, Snapshot
from sandbox.engine.stand_in import StandInEngine
from sandbox.engine.statuses import Act, Order, Run, Snap

__all__ = [
    "Act",
    "Core",
    "Dialect",
    "Downgrade",
    "Durations",
    "Effect",
    "ExtraAddress",
    "Fault",
    "Line",
    "MadeUpWorld",
    "Member",
    "Order",
    "Outcome",
    "Policy",
    "Port",
    "Received",
    "Run",
    "ServerState",
    "Snap",
    "Snapshot",
    "StandInEngine",
    "System",
    "Zone",
    "made_up_world",
]
