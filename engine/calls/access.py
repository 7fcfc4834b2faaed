"""Access: the console, passwords, and the operating system that one logs in to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.answer import Envelope, Shape, Success
from engine.calls.caller import Caller
from engine.calls.wire import encoded
from engine.models.vnc import VncLink

if TYPE_CHECKING:
    from engine.account import Customer

_SUCCESS = Shape(Success)
_LINK = Shape(Envelope[VncLink])


class AccessActions(Caller):
    """``getvncurl``, ``setpsw``, ``setvnc``, ``install``. Passwords follow the rules in `engine.passwords`."""

    async def getvncurl(self, guid: str, *, customer: Customer, taskid: int | None = None) -> VncLink:
        """Get a link to the console, usable as it is."""
        return await self._business(_LINK, "getvncurl", customer, taskid, guid=guid)

    async def setpsw(self, guid: str, password: str, *, customer: Customer, taskid: int) -> None:
        """Set the login password."""
        await self._business(_SUCCESS, "setpsw", customer, taskid, guid=guid, password=encoded(password))

    async def setvnc(self, guid: str, password: str, *, customer: Customer, taskid: int) -> None:
        """Set the console's password."""
        await self._business(_SUCCESS, "setvnc", customer, taskid, guid=guid, password=encoded(password))

    async def install(self, guid: str, *, system_guid: str, password: str, customer: Customer, taskid: int) -> None:
        """Reinstall a server with this operating system; everything on its system disk is lost."""
        await self._business(
            _SUCCESS, "install", customer, taskid, guid=guid, systemID=system_guid, password=encoded(password)
        )
