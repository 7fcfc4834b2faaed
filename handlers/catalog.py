"""/catalog: what can be bought where, at which price: zones, their lines, and a line with its sizes and systems."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import buy, callback_data
from handlers.outgoing import Button
from handlers.screens import PAGE_SIZE, home, paging, rows_of
from operations import catalog_view
from operations.access import Role
from operations.errors import BadAnswerError
from texts.catalog import buy_for, line_card, zone_card, zone_list
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows

OPEN, ZONE, LINE, BUY = "cat", "caz", "cal", "cab"


async def typed(request: Request) -> None:
    """`/catalog`."""
    await show_zones(request, 0)


async def show_zones(request: Request, page: int) -> None:
    """Show the zones in which something is sold."""
    request.answer()
    zones = catalog_view.zones(request.services, request.actor)
    pages = max(-(-len(zones) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    shown = zones[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    buttons = [
        Button(each.zone.name or each.zone.guid, callback_data.pack(ZONE, each.identity_id, each.zone.guid))
        for each in shown
    ]
    turn = paging(request.t, page, pages, OPEN)
    await request.show(zone_list(request.t, shown), [*rows_of(buttons, 2), turn, [home(request.t)]])


async def _zones(request: Request) -> None:
    """`cat:<page>`."""
    await show_zones(request, callback_data.number(request.arguments) or 0)


def _named(request: Request) -> tuple[int, str]:
    """Return the identity and the guid that a button carries; whether they are this chat's is looked up with them."""
    first, guid = callback_data.unpack(request.arguments)
    identity_id = callback_data.number(first)
    if identity_id is None or not guid:
        raise BadAnswerError("gone")
    return identity_id, guid


async def _zone(request: Request) -> None:
    """`caz:<identity>:<zone>[:<page>]`: one zone's lines."""
    identity_id, rest = _named(request)
    guid, _, wanted = rest.partition(callback_data.SEPARATOR)
    view = catalog_view.zone(request.services, request.actor, identity_id, guid)
    request.answer()
    pages = max(-(-len(view.lines) // PAGE_SIZE), 1)
    page = min(callback_data.number(wanted) or 0, pages - 1)
    shown = view.lines[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    buttons = [
        Button(each.line.name or each.line.guid, callback_data.pack(LINE, identity_id, each.line.guid))
        for each in shown
    ]
    turn = paging(request.t, page, pages, callback_data.pack(ZONE, identity_id, guid))
    back = Button(button(request.t, "catalog"), callback_data.pack(OPEN, 0))
    await request.show(zone_card(request.t, replace(view, lines=shown)), [*rows_of(buttons, 1), turn, [back]])


async def _line(request: Request) -> None:
    """`cal:<identity>:<line>`: one line."""
    identity_id, guid = _named(request)
    view = catalog_view.line(request.services, request.actor, identity_id, guid)
    request.answer()
    rows: Rows = []
    if view.sells and request.actor.role.reaches(Role.OWNER):
        rows = _ways_to_buy(request, identity_id, guid)
    back = Button(button(request.t, "back_step"), callback_data.pack(ZONE, identity_id, view.line.zone_guid))
    await request.show(line_card(request.t, view), [*rows, [back]])


def _ways_to_buy(request: Request, identity_id: int, guid: str) -> Rows:
    """Return a button for each customer that this chat may buy for here; where they are several, with their names."""
    buyers = catalog_view.buyers(request.services, request.actor, identity_id)
    names = {row.id: buy_for(request.t, row.label) for row in buyers} if len(buyers) > 1 else {}
    alone = button(request.t, "buy_here")
    return [[Button(names.get(row.id, alone), callback_data.pack(BUY, row.id, guid))] for row in buyers]


async def _buy(request: Request) -> None:
    """`cab:<identity>:<line>`: begin a purchase on this line."""
    identity_id, guid = _named(request)
    view = catalog_view.line(request.services, request.actor, identity_id, guid)
    if not view.sells:
        raise BadAnswerError("gone")
    await buy.begin(request, {"identity": str(identity_id), "zone": view.line.zone_guid, "line": guid})


def register(router: Router) -> None:
    """Add /catalog and its screens."""
    router.command("catalog", typed)
    router.press(OPEN, _zones)
    router.press(ZONE, _zone)
    router.press(LINE, _line)
    router.press(BUY, _buy, role=Role.OWNER)
