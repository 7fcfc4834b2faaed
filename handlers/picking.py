"""Choosing a server for a command that was given without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.screens import PAGE_SIZE, back_to_list, is_kind, paging, server_button, server_rows
from operations import offers, servers
from operations.kinds import KINDS
from texts.servers import no_servers, pick_server

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

VIEWS = {"history": "his", "server": "srv"}


async def pick(request: Request, purpose: str, page: int = 0) -> None:
    """Show the servers for which `purpose` (an action, `server` or `history`) is possible as last read."""
    found = _candidates(request, purpose)
    if not found:
        await request.show(no_servers(request.t, contact=request.services.contact))
        return
    pages = -(-len(found) // PAGE_SIZE)
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    verb = VIEWS.get(purpose) or f"do{callback_data.SEPARATOR}{purpose}"
    buttons = [server_button(known, verb) for known in shown]
    rows = [*server_rows(buttons), paging(request.t, page, pages, f"pick{callback_data.SEPARATOR}{purpose}")]
    await request.show(pick_server(request.t, purpose), [*rows, [back_to_list(request.t)]])


def _candidates(request: Request, purpose: str) -> list[KnownServer]:
    found = servers.visible(request.services, request.actor)
    kind = KINDS.get(purpose)
    if kind is None:
        return found
    possible = [known for known in found if offers.refused(request.services, known, kind) is None]
    # The cache may be behind: rather offer them all and let the fresh reading say why not.
    return possible or found


async def _turned(request: Request) -> None:
    """`pick:<purpose>:<page>`."""
    purpose, rest = callback_data.unpack(request.arguments)
    page = callback_data.number(rest)
    if page is None or not (purpose in VIEWS or is_kind(purpose)):
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await pick(request, purpose, page)


def register(router: Router) -> None:
    """Add the turning of pages."""
    router.press("pick", _turned)
