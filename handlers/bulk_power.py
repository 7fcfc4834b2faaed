"""Several servers started, stopped or restarted at once: ticked in a list, confirmed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, confirming, selection
from handlers.outgoing import Button
from handlers.screens import back_to_list, server_rows
from handlers.selection import Selection
from operations import bulk, servers
from operations.access import Role
from operations.errors import ServerNotFoundError
from operations.kinds import NoParams
from texts.home import choose_power, power_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

OPEN, TICK, GO = "bpo", "bps", "bpg"
ACTIONS = ("start", "stop", "restart")
# What a person looks through in one message.
MOST_SHOWN = 16
_TICKED, _FREE = "☑ ", "☐ "


async def opened(request: Request) -> None:
    """`bpo`: from the list to the choice of several."""
    request.answer()
    found = servers.visible(request.services, request.actor)
    await _show(request, Selection(tuple(known.row_id for known in found[:MOST_SHOWN])))


async def ticked(request: Request) -> None:
    """`bps:<row>:<0|1>`: tick or untick a server."""
    row = callback_data.number(callback_data.unpack(request.arguments)[0])
    shown = selection.read(request.keyboard, verb=TICK)
    if not shown.shown:
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _show(request, shown.toggled(row or 0))


async def _show(request: Request, shown: Selection) -> None:
    t = request.t
    listed = known_of(request, shown.shown)
    chosen = [known for known in listed if known.row_id in shown.ticked]
    more = len(servers.visible(request.services, request.actor)) > len(listed)
    rows = server_rows(
        [
            Button(
                f"{_TICKED if known.row_id in shown.ticked else _FREE}{known.label}",
                selection.tick(TICK, known.row_id, ticked=known.row_id in shown.ticked),
            )
            for known in listed
        ]
    )
    if chosen:
        rows.append(
            [
                Button(power_button(t, action, len(chosen)), callback_data.pack(GO, place))
                for place, action in enumerate(ACTIONS)
            ]
        )
    text = choose_power(t, chosen=len(chosen), shown=len(listed) if more else None)
    await request.show(text, [*rows, [back_to_list(t)]])


def known_of(request: Request, rows: Sequence[int]) -> list[KnownServer]:
    """Return the servers of these rows, without those that were taken away since the list was shown."""
    found = []
    for row in rows:
        try:
            found.append(servers.by_row(request.services, request.actor, row))
        except ServerNotFoundError:
            continue
    return found


async def go(request: Request) -> None:
    """`bpg:<place>`: on to the confirmation of all that are ticked."""
    place = callback_data.number(request.arguments)
    shown = selection.read(request.keyboard, verb=TICK)
    chosen = known_of(request, [row for row in shown.shown if row in shown.ticked])
    if place is None or place >= len(ACTIONS) or not chosen:
        request.answer(request.t.plain("press-nothing"))
        return
    proposal = await bulk.propose_many(request.services, request.asker, chosen, ACTIONS[place], NoParams())
    request.answer()
    await confirming.show_proposal(request, proposal)


def register(router: Router) -> None:
    """Add the selection's buttons."""
    for verb, handler in ((OPEN, opened), (TICK, ticked), (GO, go)):
        router.press(verb, handler, role=Role.OPERATOR)
