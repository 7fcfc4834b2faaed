"""Power. The engine's success means "begun"; whether it came about is read with `getserver`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.answer import Shape, Success
from engine.calls.caller import Caller

if TYPE_CHECKING:
    from engine.account import Customer

_SUCCESS = Shape(Success)


class PowerActions(Caller):
    """``start``, ``stop``, ``stop_h``, ``restart``, ``restart_h``."""

    async def start(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Start a server."""
        await self._business(_SUCCESS, "start", customer, taskid, guid=guid)

    async def stop(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Ask a server to shut down."""
        await self._business(_SUCCESS, "stop", customer, taskid, guid=guid)

    async def stop_h(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Cut a server's power."""
        await self._business(_SUCCESS, "stop_h", customer, taskid, guid=guid)

    async def restart(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Ask a server to restart."""
        await self._business(_SUCCESS, "restart", customer, taskid, guid=guid)

    async def restart_h(self, guid: str, *, customer: Customer, taskid: int) -> None:
        """Reset a server."""
        await self._business(_SUCCESS, "restart_h", customer, taskid, guid=guid)
