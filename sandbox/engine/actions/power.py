"""`start`, `stop`, `stop_h`, `restart`, `restart_h`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.preconditions import running, switched_off, usable
from sandbox.engine.progress import begin
from sandbox.engine.statuses import Act, Order, Run

if TYPE_CHECKING:
    from sandbox.engine.call import Call


def start(call: Call) -> list[object]:
    """Switch on."""
    usable(call.server)
    switched_off(call.server)
    return _power(call, act=Act.STARTING, ends_as=Run.RUNNING)


def stop(call: Call) -> list[object]:
    """Switch off, softly or hard."""
    usable(call.server)
    running(call.server)
    return _power(call, act=Act.STOPPING, ends_as=Run.OFF)


def restart(call: Call) -> list[object]:
    """Restart, softly or hard."""
    usable(call.server)
    running(call.server)
    return _power(call, act=Act.RESTARTING, ends_as=Run.RUNNING)


def _power(call: Call, *, act: Act, ends_as: Run) -> list[object]:
    server = call.server

    def done(at: float) -> None:
        # A server that expired in the meantime stays locked.
        if call.world.age(server, at).order_status == Order.NORMAL:
            server.run_status = ends_as

    begin(call, server, act=act, done=done)
    return []
