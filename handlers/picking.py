"""The way from a command or a button to one server: named, pressed, or chosen from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import ASKED, PAGE_SIZE, back_to_list, paging, server_button, server_rows
from operations import offers, renewals, servers
from operations.errors import BadAnswerError
from operations.kinds import KINDS
from texts.operations import button
from texts.renewal import end_day
from texts.servers import no_servers, pick_server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handlers.request import Request
    from handlers.router import Handler, Router
    from operations.servers import KnownServer

    Act = Callable[[Request, KnownServer], Awaitable[None]]

VIEWS = {
    "history": "his",
    "server": "srv",
    "snapshots": "snp",
    "ports": "prt",
    "firewall": "fwl",
    "vnc": "vnc",
    "autorenew": "ar",
}


def by_word(purpose: str, act: Act) -> Handler:
    """Return the handler of a command for one server: `act` on the one that is named, or let one be chosen.

    Args:
        purpose: an action, or a key of `VIEWS`.
        act: what to do with the server.
    """

    async def handle(request: Request) -> None:
        if not request.arguments:
            await pick(request, purpose)
            return
        await act(request, await servers.find_or_read(request.services, request.actor, request.arguments))

    return handle


def by_button(act: Act) -> Handler:
    """Return the handler of a button `verb:<row>` that does `act` on that server; `act` answers the press."""

    async def handle(request: Request) -> None:
        row = callback_data.number(request.arguments)
        if row is None:
            request.answer(request.t.plain("press-nothing"))
            return
        await act(request, servers.by_row(request.services, request.actor, row))

    return handle


def server_of(request: Request, row: str) -> KnownServer:
    """Return the server whose row a button carries.

    Raises:
        ServerNotFoundError: there is none, or it is not this chat's (any more).
        BadAnswerError: it is no row.
    """
    number = callback_data.number(row)
    if number is None:
        raise BadAnswerError("gone")
    return servers.by_row(request.services, request.actor, number)


async def pick(request: Request, purpose: str, page: int = 0) -> None:
    """Show the servers for which `purpose` (an action, or a key of `VIEWS`) is possible as last read."""
    found = _candidates(request, purpose)
    if not found:
        await request.show(no_servers(request.t, contact=request.services.contact))
        return
    pages = -(-len(found) // PAGE_SIZE)
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    verb = VIEWS.get(purpose) or f"do{callback_data.SEPARATOR}{purpose}"
    buttons = [server_button(known, verb, suffix=_suffix(request, known, purpose)) for known in shown]
    rows = [*server_rows(buttons), paging(request.t, page, pages, f"pick{callback_data.SEPARATOR}{purpose}")]
    if purpose == "renew" and len(found) > 1:
        rows.append([Button(button(request.t, "several"), callback_data.pack("many"))])
    await request.show(pick_server(request.t, purpose), [*rows, [back_to_list(request.t)]])


def _suffix(request: Request, known: KnownServer, purpose: str) -> str:
    return f" · {end_day(request.t, known, request.actor.timezone)}" if purpose == "renew" else ""


def _candidates(request: Request, purpose: str) -> list[KnownServer]:
    services, actor = request.services, request.actor
    found = servers.visible(services, actor)
    if purpose == "renew":
        return renewals.by_end(services, actor) or found
    kind = KINDS.get(purpose)
    if kind is None:
        return found
    possible = [known for known in found if offers.refused(services, known, kind) is None]
    # The cache may be behind: rather offer them all and let the fresh reading say why not.
    return possible or found


async def _turned(request: Request) -> None:
    """`pick:<purpose>:<page>`."""
    purpose, rest = callback_data.unpack(request.arguments)
    page = callback_data.number(rest)
    if page is None or not (purpose in VIEWS or purpose in ASKED):
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await pick(request, purpose, page)


def register(router: Router) -> None:
    """Add the turning of pages."""
    router.press("pick", _turned)
