"""/mute: servers of which this chat wants to hear nothing, for a time or until it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.outgoing import Button
from handlers.screens import (
    MUTE,
    MUTED,
    PAGE_SIZE,
    alerts,
    home,
    open_server,
    paging,
    server_button,
    server_rows,
)
from operations import mutes, servers
from operations.access import Role
from operations.typed_time import duration, normal
from texts.hush import length_label, mute_screen, mutes_list, pick_to_mute, unmute_label
from texts.operations import button
from texts.servers import no_servers

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

FOR, OFF, OFF_LIST, PICK = "mus", "muu", "muq", "mup"
# Seconds; 0: until the chat says otherwise.
LENGTHS = (28_800, 86_400, 604_800)
FOREVER = 0
_FOREVER = frozenset({"", "forever", "always", "永久", "一直", "永远"})
_OFF = frozenset({"off", "no", "-", "none", "取消", "关", "关闭", "解除"})


async def typed(request: Request) -> None:
    """`/mute`, `/mute <server> [8h|forever|off]`; without a time until said otherwise."""
    if not request.arguments:
        await show_list(request, 0)
        return
    word, *rest = request.arguments.split(maxsplit=1)
    wanted = "".join(rest)
    known = await servers.find_or_read(request.services, request.actor, word)
    said = normal(wanted)
    if said in _OFF:
        await mutes.unmute(request.services, request.actor, known)
    else:
        seconds = None if said in _FOREVER else duration(wanted)
        await mutes.mute(request.services, request.actor, known, seconds=seconds)
    await show(request, known)


async def show_list(request: Request, page: int) -> None:
    """Show what is muted; an operator can unmute it and mute more."""
    request.answer()
    t, found = request.t, mutes.muted(request.services, request.actor)
    operates = request.actor.role.reaches(Role.OPERATOR)
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    text = mutes_list(t, shown, page=page + 1, pages=pages, timezone=request.actor.timezone, operates=operates)
    rows = []
    if operates:
        off = [Button(unmute_label(t, each.known), callback_data.pack(OFF_LIST, each.known.row_id)) for each in shown]
        rows = [*server_rows(off), [Button(button(t, "mute-server"), callback_data.pack(PICK, 0))]]
    await request.show(text, [*rows, paging(t, page, pages, MUTED), [alerts(t), home(t)]])


async def show(request: Request, known: KnownServer) -> None:
    """Show whether a server is muted, for how long, and the ways to change it."""
    request.answer()
    services, t, row = request.services, request.t, known.row_id
    mute = mutes.mute_of(services, request.chat_id, known)
    text = mute_screen(t, known, mute, timezone=request.actor.timezone, now=services.clock.now())
    off = [] if mute is None else [Button(button(t, "unmute"), callback_data.pack(OFF, row))]
    lengths = [Button(length_label(t, each, in_days=True), callback_data.pack(FOR, row, each)) for each in LENGTHS]
    forever = [Button(button(t, "mute-forever"), callback_data.pack(FOR, row, FOREVER))]
    ways = [open_server(t, row), Button(button(t, "muted"), callback_data.pack(MUTED, 0))]
    await request.show(text, [off, lengths, forever, ways])


async def _listed(request: Request) -> None:
    """`mul:<page>`."""
    await show_list(request, callback_data.number(request.arguments) or 0)


async def _muted(request: Request) -> None:
    """`mus:<row>:<seconds>`."""
    row, rest = callback_data.unpack(request.arguments)
    known, seconds = picking.server_of(request, row), callback_data.number(rest)
    if seconds not in {*LENGTHS, FOREVER}:
        request.answer(request.t.plain("press-nothing"))
        return
    await mutes.mute(request.services, request.actor, known, seconds=seconds or None)
    await show(request, known)


async def _unmuted(request: Request, known: KnownServer) -> None:
    """`muu:<row>`."""
    await mutes.unmute(request.services, request.actor, known)
    await show(request, known)


async def _unmuted_in_list(request: Request, known: KnownServer) -> None:
    """`muq:<row>`."""
    await mutes.unmute(request.services, request.actor, known)
    await show_list(request, 0)


async def _picked(request: Request) -> None:
    """`mup:<page>`: which server."""
    request.answer()
    t, found = request.t, servers.visible(request.services, request.actor)
    back = [Button(button(t, "muted"), callback_data.pack(MUTED, 0)), home(t)]
    if not found:
        await request.show(no_servers(t, contact=request.services.contact), [back])
        return
    pages = -(-len(found) // PAGE_SIZE)
    page = min(callback_data.number(request.arguments) or 0, pages - 1)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows = server_rows([server_button(known, MUTE) for known in shown])
    await request.show(pick_to_mute(t), [*rows, paging(t, page, pages, PICK), back])


def register(router: Router) -> None:
    """Add /mute and its screens."""
    router.command("mute", typed, role=Role.OPERATOR, acts=True)
    router.press(MUTED, _listed)
    router.press(PICK, _picked, role=Role.OPERATOR)
    router.press(MUTE, picking.by_button(show), role=Role.OPERATOR)
    router.press(FOR, _muted, role=Role.OPERATOR, acts=True)
    router.press(OFF, picking.by_button(_unmuted), role=Role.OPERATOR, acts=True)
    router.press(OFF_LIST, picking.by_button(_unmuted_in_list), role=Role.OPERATOR, acts=True)
