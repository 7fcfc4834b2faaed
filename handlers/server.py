"""/server: one server's card, read afresh, with what may be done to it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.screens import card_rows
from operations import offers, reading, servers
from texts.servers import server_card

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer


async def typed(request: Request) -> None:
    """`/server [server]`."""
    if not request.arguments:
        await picking.pick(request, "server")
        return
    await show_card(request, await servers.find_or_read(request.services, request.actor, request.arguments))


async def named(request: Request) -> None:
    """Answer a bare text in a private chat: most likely somebody pasted an IP or an alias."""
    await show_card(request, await servers.find_or_read(request.services, request.actor, request.arguments))


async def opened(request: Request) -> None:
    """`srv:<row>`: from a list, or to refresh."""
    row = callback_data.number(request.arguments)
    if row is None:
        request.answer(request.t.plain("press-nothing"))
        return
    known = servers.by_row(request.services, request.actor, row)
    request.answer()
    await show_card(request, known)


async def show_card(request: Request, known: KnownServer) -> None:
    """Read the server and show its card."""
    services = request.services
    look = await reading.look(services, known)
    open_to = offers.offers(services, request.actor, look.known)
    catalogue = services.catalogue.of(known.account_id)
    system = catalogue.systems.get(look.known.server.system_guid or "")
    line = catalogue.lines.get(look.known.server.line_guid or "")
    text = server_card(
        request.t,
        look,
        open_to,
        system_name=system.name if system is not None else None,
        line_name=line.name if line is not None else None,
        timezone=request.actor.timezone,
        now=services.clock.now(),
        open_operation=next((offer.busy for offer in open_to if offer.busy is not None), None),
    )
    await request.show(text, card_rows(request.t, look.known, open_to))


def register(router: Router) -> None:
    """Add /server, its button, and bare texts."""
    router.command("server", typed)
    router.press("srv", opened)
    router.typed(named)
