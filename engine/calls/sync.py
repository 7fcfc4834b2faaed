"""The sync actions: what there is. They carry no personal data and are repeated when they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.answer import Envelope, Shape
from engine.calls.caller import Caller
from engine.models.line import LineList
from engine.models.server import Server, ServerPage
from engine.models.system import SystemPage
from engine.models.zone import ZoneList
from engine.paging import all_rows, walk

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from engine.models.line import Line
    from engine.models.system import System
    from engine.models.zone import Zone
    from engine.paging import Walked

_ZONES = Shape(Envelope[ZoneList])
_LINES = Shape(Envelope[LineList])
_SYSTEMS = Shape(Envelope[SystemPage])
_SERVER = Shape(Envelope[Server])
_SERVERS = Shape(Envelope[ServerPage])

SERVERS_PER_PAGE = 50
"""Fixed by the engine for ``getservers``."""


class SyncActions(Caller):
    """``getzones``, ``getlines``, ``getsystems``, ``getserver``, ``getservers``."""

    async def getzones(self) -> list[Zone]:
        """List the zones."""
        return list((await self._sync(_ZONES, "getzones")).zones)

    async def getlines(self) -> list[Line]:
        """List the lines with their limits and prices."""
        return list((await self._sync(_LINES, "getlines", type="server_line")).lines)

    async def getsystems(self, page: int = 1, page_length: int = 50) -> SystemPage:
        """Read one page of the operating systems, counted from 1."""
        return await self._sync(_SYSTEMS, "getsystems", page_mode=str(page), page_length=str(page_length))

    async def getserver(self, guid: str) -> Server:
        """Read one server."""
        return await self._sync(_SERVER, "getserver", guid=guid)

    async def getservers(self, page: int = 1) -> ServerPage:
        """Read one page of the account's servers, counted from 1, 50 each, whoever's they are, dead ones too."""
        return await self._sync(_SERVERS, "getservers", page=str(page))

    def server_pages(self) -> AsyncGenerator[Walked[Server]]:
        """Read all pages of `getservers` and hand each over as it comes; each server once, dead ones too."""
        return walk(self.getservers, per_page=SERVERS_PER_PAGE, action="getservers")

    async def all_servers(self) -> list[Server]:
        """Read all pages of `getservers`; each server once, dead ones too."""
        return await all_rows(self.getservers, per_page=SERVERS_PER_PAGE, action="getservers")

    async def all_systems(self) -> list[System]:
        """Read all pages of `getsystems`; each system once."""
        return await all_rows(self.getsystems, per_page=50, action="getsystems")
