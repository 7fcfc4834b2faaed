"""The five sync actions: what there is, unchanged by looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.wire import one_server_row, server_list_row, system_row, zone_row
from sandbox.engine.wire_line import line_row

if TYPE_CHECKING:
    from sandbox.engine.call import Call

SERVERS_A_PAGE = 50

# As in the vendor's samples: `pages` says 1 whatever the number of items.
_PAGES = 1


def getzones(call: Call) -> dict[str, object]:
    """All zones."""
    return {"zones": [zone_row(zone) for zone in call.world.zones.values()]}


def getlines(call: Call) -> dict[str, object]:
    """All lines, in the order in which they shall be shown."""
    lines = sorted(call.world.lines.values(), key=lambda line: line.sort_id)
    return {"lines": [line_row(line) for line in lines], "version": 1}


def getsystems(call: Call) -> dict[str, object]:
    """One page of the systems."""
    systems = list(call.world.systems.values())
    length = call.number("page_length")
    start = (call.number("page_mode") - 1) * length
    rows = [system_row(system) for system in systems[start : start + length]]
    return {"pages": _PAGES, "items": len(systems), "systems": rows}


def getserver(call: Call) -> dict[str, object]:
    """One server, dead or alive."""
    return one_server_row(call.server)


def getservers(call: Call) -> dict[str, object]:
    """One page of the member's servers, the newest first, dead ones too."""
    start = (call.number("page") - 1) * SERVERS_A_PAGE
    servers = call.world.owned(call.member.userid, call.now, start=start, stop=start + SERVERS_A_PAGE)
    items = call.world.count_owned(call.member.userid)
    return {"pages": _PAGES, "items": str(items), "servers": [server_list_row(server) for server in servers]}
