"""/maintenance: windows in which this chat is not alarmed of a server, or of any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.outgoing import Button
from handlers.screens import PAGE_SIZE, WINDOW, WINDOWS, alerts, home, open_server, paging, server_button, server_rows
from operations import maintenance, servers
from operations.access import Role
from operations.chat_time import of_chat
from operations.errors import BadAnswerError
from operations.typed_time import duration, leading_moment, normal
from texts.hush import end_label, length_label, pick_to_maintain, window_screen, windows_list
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.maintenance import Window
    from operations.servers import KnownServer

FOR, END, PICK = "mws", "mwe", "mwp"
# Seconds.
LENGTHS = (3600, 14_400, 28_800, 86_400)
ALL = "all"
_ALL = frozenset({ALL, "全部", "所有"})


async def typed(request: Request) -> None:
    """`/maintenance`, `/maintenance <server|all>`, `/maintenance <server|all> [<start>] <duration>`."""
    if not request.arguments:
        await show_list(request, 0)
        return
    word, *rest = request.arguments.split(maxsplit=1)
    services, actor = request.services, request.actor
    known = None if normal(word) in _ALL else await servers.find_or_read(services, actor, word)
    if rest:
        clock = of_chat(services, request.chat_id)
        starts_at, lasting = leading_moment(rest[0], clock, now=services.clock.now())
        if not lasting:
            raise BadAnswerError("maintenance-how")
        await maintenance.begin(services, actor, known, seconds=duration(lasting), starts_at=starts_at)
    await show(request, known)


async def show_list(request: Request, page: int) -> None:
    """Show the chat's windows; an operator can end them and open more."""
    request.answer()
    services, t = request.services, request.t
    found, operates = maintenance.windows(services, request.actor), request.actor.role.reaches(Role.OPERATOR)
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    text = windows_list(
        t,
        shown,
        page=page + 1,
        pages=pages,
        timezone=request.actor.timezone,
        now=services.clock.now(),
        operates=operates,
    )
    rows: Rows = []
    if operates:
        new = Button(button(t, "window-new"), callback_data.pack(PICK, 0))
        rows = [*server_rows([_end(request, each) for each in shown]), [new]]
    await request.show(text, [*rows, paging(t, page, pages, WINDOWS), [alerts(t), home(t)]])


async def show(request: Request, known: KnownServer | None) -> None:
    """Show the windows that concern a server, or all of the chat, and lengths to begin one."""
    request.answer()
    services, t = request.services, request.t
    found = [each for each in maintenance.windows(services, request.actor) if _concerns(each, known)]
    text = window_screen(t, known, found, timezone=request.actor.timezone, now=services.clock.now())
    place = _place(known)
    lengths = [Button(length_label(t, each, in_days=False), callback_data.pack(FOR, place, each)) for each in LENGTHS]
    ends = server_rows([_end(request, each, place) for each in found[:PAGE_SIZE]])
    ways = [] if known is None else [open_server(t, known.row_id)]
    ways.append(Button(button(t, "windows"), callback_data.pack(WINDOWS, 0)))
    await request.show(text, [lengths, *ends, ways])


def _place(known: KnownServer | None) -> str:
    return ALL if known is None else str(known.row_id)


def _concerns(window: Window, known: KnownServer | None) -> bool:
    return window.known is None or (known is not None and window.known.row_id == known.row_id)


def _end(request: Request, window: Window, place: str = "") -> Button:
    """Return the button that ends a window, and then shows that server's screen, or the list."""
    return Button(end_label(request.t, window), callback_data.pack(END, window.id, place))


def _target(request: Request, place: str) -> KnownServer | None:
    return None if place == ALL else picking.server_of(request, place)


async def _listed(request: Request) -> None:
    """`mwl:<page>`."""
    await show_list(request, callback_data.number(request.arguments) or 0)


async def _opened(request: Request) -> None:
    """`mw:<row|all>`."""
    await show(request, _target(request, request.arguments))


async def _begun(request: Request) -> None:
    """`mws:<row|all>:<seconds>`: begin one now."""
    place, rest = callback_data.unpack(request.arguments)
    known, seconds = _target(request, place), callback_data.number(rest)
    if seconds not in LENGTHS:
        request.answer(request.t.plain("press-nothing"))
        return
    await maintenance.begin(request.services, request.actor, known, seconds=seconds)
    await show(request, known)


async def _ended(request: Request) -> None:
    """`mwe:<id>:[<row|all>]`: end one; one that is over already shows as what it is: gone."""
    first, place = callback_data.unpack(request.arguments)
    number = callback_data.number(first)
    if number is None:
        request.answer(request.t.plain("press-nothing"))
        return
    await maintenance.end(request.services, request.actor, number)
    if place:
        await show(request, _target(request, place))
    else:
        await show_list(request, 0)


async def _picked(request: Request) -> None:
    """`mwp:<page>`: which server, or all."""
    request.answer()
    t, found = request.t, servers.visible(request.services, request.actor)
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(callback_data.number(request.arguments) or 0, pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    every = [Button(button(t, "all-servers"), callback_data.pack(WINDOW, ALL))]
    rows = [every, *server_rows([server_button(known, WINDOW) for known in shown]), paging(t, page, pages, PICK)]
    back = [Button(button(t, "windows"), callback_data.pack(WINDOWS, 0)), home(t)]
    await request.show(pick_to_maintain(t), [*rows, back])


def register(router: Router) -> None:
    """Add /maintenance and its screens."""
    router.command("maintenance", typed, role=Role.OPERATOR, acts=True)
    router.press(WINDOWS, _listed)
    router.press(PICK, _picked, role=Role.OPERATOR)
    router.press(WINDOW, _opened, role=Role.OPERATOR)
    router.press(FOR, _begun, role=Role.OPERATOR, acts=True)
    router.press(END, _ended, role=Role.OPERATOR, acts=True)
