"""/history: who did what to a server, and what changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import picking
from handlers.screens import back_to_list, open_server
from operations.history import history
from texts.history import history_text

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer


async def show(request: Request, known: KnownServer) -> None:
    """Show what lately happened to a server."""
    request.answer()
    entries = history(request.services, request.actor, known)
    text = history_text(request.t, entries, label=known.label, timezone=request.actor.timezone)
    await request.show(text, [[open_server(request.t, known.row_id), back_to_list(request.t)]])


def register(router: Router) -> None:
    """Add /history and its button."""
    router.command("history", picking.by_word("history", show))
    router.press("his", picking.by_button(show))
