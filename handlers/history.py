"""/history: who did what to a server, and what changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.screens import back_to_list, open_server
from operations import servers
from operations.history import history
from texts.history import history_text

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer


async def typed(request: Request) -> None:
    """`/history [server]`."""
    if not request.arguments:
        await picking.pick(request, "history")
        return
    await _show(request, await servers.find_or_read(request.services, request.actor, request.arguments))


async def opened(request: Request) -> None:
    """`his:<row>`."""
    row = callback_data.number(request.arguments)
    if row is None:
        request.answer(request.t.plain("press-nothing"))
        return
    known = servers.by_row(request.services, request.actor, row)
    request.answer()
    await _show(request, known)


async def _show(request: Request, known: KnownServer) -> None:
    entries = history(request.services, request.actor, known)
    text = history_text(request.t, entries, label=known.label, timezone=request.actor.timezone)
    await request.show(text, [[open_server(request.t, known.row_id), back_to_list(request.t)]])


def register(router: Router) -> None:
    """Add /history and its button."""
    router.command("history", typed)
    router.press("his", opened)
