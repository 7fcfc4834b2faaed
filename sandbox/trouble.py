"""Trouble with the demo's servers that nobody in a chat asked for: what the chat page does at the stand-in engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.statuses import Act, Order, Run
from sandbox.telegram.outside import Thing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.engine import ServerState, StandInEngine


class Trouble:
    """The servers of a stand-in engine that are in service, and what may befall them."""

    def __init__(self, engine: StandInEngine, servers: Mapping[str, str]) -> None:
        """Names the servers.

        Args:
            engine: whose servers.
            servers: nickname → guid.
        """
        self._engine = engine
        self._servers = servers

    def things(self) -> list[Thing]:
        """The servers by nickname."""
        found = []
        for nickname, guid in sorted(self._servers.items()):
            server = self._in_service(guid)
            if server is not None:
                found.append(Thing(id=guid, name=nickname, state=_state(server), deeds=_deeds(server)))
        return found

    def do(self, thing: str, deed: str) -> None:
        """Switch it off elsewhere, null-route or lock it, let an operation from elsewhere fail, or recover it.

        Raises:
            ValueError: there is no such server in service, or that cannot befall it now.
        """
        server = self._in_service(thing) if thing in self._servers.values() else None
        if server is None or deed not in _deeds(server):
            raise ValueError("that cannot be done to it now")
        if deed == "off":
            server.run_status = Run.OFF
        elif deed == "block":
            server.blocked = 1
        elif deed == "lock":
            server.run_status, server.lock_status, server.lock_reason = Run.LOCKED, 1, "演示：管理员锁定"
        elif deed == "fail":
            server.act_status = Act.RESTART_FAILED
        else:
            server.run_status, server.act_status = Run.RUNNING, Act.IDLE
            server.blocked = server.black_hole = server.lock_status = 0
            server.lock_reason, server.unlocks_at = "", None

    def _in_service(self, guid: str) -> ServerState | None:
        try:
            server = self._engine.server(guid)
        except KeyError:
            return None
        return server if server.order_status == Order.NORMAL else None


def _state(server: ServerState) -> str:
    if server.blocked:
        return "blocked"
    if server.run_status == Run.LOCKED:
        return "locked"
    if server.act_status < Act.IDLE:
        return "failed"
    if server.act_status > Act.IDLE:
        return "busy"
    return "off" if server.run_status == Run.OFF else "running"


def _deeds(server: ServerState) -> tuple[str, ...]:
    """What may befall it; while something is done to it, nothing: that would end as no engine's does."""
    if server.act_status > Act.IDLE:
        return ()
    possible = {
        "off": server.run_status == Run.RUNNING,
        "block": not server.blocked,
        "lock": server.run_status != Run.LOCKED,
        "fail": server.act_status == Act.IDLE,
        "recover": _state(server) != "running",
    }
    return tuple(deed for deed, can in possible.items() if can)
