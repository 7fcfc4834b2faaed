"""/server: one server's card, read afresh, with what may be done to it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import refusal
from handlers import picking
from handlers.screens import BEHIND_MORE, MORE, ON_CARD, card_rows, more_rows
from operations import maintenance, mutes, offers, reading, servers
from operations.access import Role
from operations.auto_renewal import active, standing
from texts.card import more_card
from texts.hush import Hush
from texts.servers import server_card

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.auto_renewal import Standing
    from operations.servers import KnownServer


async def named(request: Request) -> None:
    """Answer a bare text in a private chat: most likely somebody pasted an IP or an alias."""
    await show_card(request, await servers.find_or_read(request.services, request.actor, request.arguments))


async def show_card(request: Request, known: KnownServer) -> None:
    """Read the server and show its card."""
    request.answer()
    services = request.services
    look = await reading.look(services, known)
    open_to = offers.offers(services, request.actor, look.known, actions=ON_CARD)
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
        open_operation=services.store.open_operation(known.account_id, known.guid),
        renewal=_renewal(request, look.known),
        hush=_hush(request, known),
    )
    operates = request.actor.role.reaches(Role.OPERATOR)
    vnc = operates and refusal("getvncurl", look.known.server, line=line) is None
    await request.show(text, card_rows(request.t, look.known, open_to, vnc=vnc, star=operates))


def _renewal(request: Request, known: KnownServer) -> Standing | None:
    row = active(request.services, known.account_id, known.guid)
    return None if row is None else standing(request.services, row, known)


def _hush(request: Request, known: KnownServer) -> Hush:
    services, chat_id = request.services, request.chat_id
    return Hush(mutes.mute_of(services, chat_id, known), maintenance.open_until(services, chat_id, known))


async def show_more(request: Request, known: KnownServer) -> None:
    """`mor:<row>`: what else can be done to a server, and why the rest cannot."""
    request.answer()
    services = request.services
    look = await reading.look(services, known)
    open_to = offers.offers(services, request.actor, look.known, actions=BEHIND_MORE)
    operates = request.actor.role.reaches(Role.OPERATOR)
    text = more_card(request.t, look.known, open_to, names=operates)
    await request.show(text, more_rows(request.t, look.known, open_to, schedule=operates, hush=operates))


def register(router: Router) -> None:
    """Add /server and its button."""
    router.command("server", picking.by_word("server", show_card))
    router.press("srv", picking.by_button(show_card))
    router.press(MORE, picking.by_button(show_more))
