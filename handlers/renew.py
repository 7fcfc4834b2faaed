"""/renew: pick a server, pick for how long, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import bulk_renewal, callback_data, confirming, picking
from handlers.outgoing import Button
from handlers.screens import open_server, rows_of
from operations import offers, renewals, servers
from operations.access import Role
from operations.kinds.parameters import Renew
from texts.renewal import choose_period, period_label

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

# A server and a number of months.
_BOTH = 2
_PERIODS_A_ROW = 2
# Typed in the place of a server: all that end soon.
ALL = "all"


async def typed(request: Request) -> None:
    """`/renew`, `/renew <server>`, `/renew <server> <months>`, `/renew all [months]`."""
    words = request.arguments.split()
    if not words:
        await picking.pick(request, "renew")
    elif words[0].casefold() == ALL:
        await bulk_renewal.ending_soon(request, " ".join(words[1:]))
    elif len(words) < _BOTH:
        await show_periods(request, await servers.find_or_read(request.services, request.actor, words[0]))
    else:
        known = await servers.find_or_read(request.services, request.actor, words[0])
        months = renewals.asked_months(request.services, [known], " ".join(words[1:]))
        await confirming.propose(request, known, "renew", Renew(months=months))


async def show_periods(request: Request, known: KnownServer) -> None:
    """Show for how long the server can be renewed, with what each costs."""
    services, t = request.services, request.t
    # Who may not, or where it cannot be done, is told so before anything is chosen.
    offers.check(services, request.actor, known, renewals.RENEW)
    found = renewals.periods(services, known)
    request.answer()
    buttons = [
        Button(period_label(t, period), callback_data.pack("rnw", known.row_id, period.months))
        for period in found.periods
    ]
    now = services.clock.now()
    text = choose_period(t, known, listed=found.listed, timezone=request.actor.timezone, now=now)
    await request.show(text, [*rows_of(buttons, _PERIODS_A_ROW), [open_server(t, known.row_id)]])


async def chosen(request: Request) -> None:
    """`rnw:<row>:<months>`."""
    first, rest = callback_data.unpack(request.arguments)
    row, months = callback_data.number(first), callback_data.number(rest)
    if row is None or not months:
        request.answer(request.t.plain("press-nothing"))
        return
    known = servers.by_row(request.services, request.actor, row)
    await confirming.propose(request, known, "renew", Renew(months=months))


def register(router: Router) -> None:
    """Add /renew and the choice of months."""
    router.command("renew", typed, role=Role.OWNER)
    router.press("rnw", chosen, role=Role.OWNER)
