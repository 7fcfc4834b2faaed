"""Favourites: the star on a server's card. They stand first in every list of this chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import picking
from handlers.screens import FAVOURITE
from handlers.server import show_card
from operations.access import Role

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer


async def toggled(request: Request, known: KnownServer) -> None:
    """`fav:<row>`: a favourite from now on, or no longer."""
    store, on = request.services.store, not known.favourite
    await store.set_favourite(request.chat_id, known.account_id, known.guid, on=on)
    request.answer(request.t.plain("favourite-on" if on else "favourite-off"))
    await show_card(request, replace(known, favourite=on))


def register(router: Router) -> None:
    """Add the star."""
    router.press(FAVOURITE, picking.by_button(toggled), role=Role.OPERATOR)
