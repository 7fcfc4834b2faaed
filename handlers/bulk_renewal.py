"""Several servers renewed at once: ticked in a list, confirmed together, each an order of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import callback_data, confirming, selection
from handlers.outgoing import Button
from handlers.screens import back_to_list, rows_of, server_rows
from handlers.selection import MONTHS, SERVER, Selection
from operations import bulk, renewals, servers
from operations.access import Role
from operations.errors import MonthsNotOfferedError, NothingToRenewError, ServerNotFoundError
from operations.kinds.parameters import Renew
from texts.operations import button
from texts.renewal import choose_several, end_day, left_out, months_label, renew_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer

# What a person looks through in one message; those that end first.
MOST_SHOWN = 16
_MONTHS_A_ROW = 4
# Other lengths are for single servers.
_USUAL_MONTHS = (1, 3, 6, 12)
_TICKED, _FREE = "☑ ", "☐ "


async def opened(request: Request) -> None:
    """`many`: from the choice of one server to that of several."""
    request.answer()
    await _show(request, Selection(tuple(known.row_id for known in _first(request))))


async def ending_soon(request: Request, word: str) -> None:
    """`/renew all [months]`: those that end soon; without a number of months they are ticked for a last look."""
    services = request.services
    found = renewals.ending_soon(services, request.actor)
    if not found:
        raise NothingToRenewError(days=renewals.SOON_DAYS)
    if not word:
        shown = Selection(tuple(known.row_id for known in _first(request)))
        await _show(request, shown.with_ticks(known.row_id for known in found))
        return
    chosen, rest = found[: bulk.MOST], found[bulk.MOST :]
    months = renewals.asked_months(services, chosen, word)
    await _propose(request, chosen, months, note=left_out(request.t, len(rest)) if rest else "")


async def ticked(request: Request) -> None:
    """`sel:<row>:<0|1>`: tick or untick a server."""
    await _changed(request, selection.read(request.keyboard).toggled(_number(request) or 0))


async def months_ticked(request: Request) -> None:
    """`sem:<months>:<0|1>`: for how long."""
    shown, months = selection.read(request.keyboard), _number(request)
    await _changed(request, shown if months is None else shown.for_months(months))


async def soon_ticked(request: Request) -> None:
    """`sea`: tick all shown that end within a week."""
    soon = renewals.ending_soon(request.services, request.actor)
    await _changed(request, selection.read(request.keyboard).with_ticks(known.row_id for known in soon))


async def go(request: Request) -> None:
    """`seg`: on to the confirmation."""
    shown = selection.read(request.keyboard)
    chosen = _known(request, [row for row in shown.shown if row in shown.ticked])
    if not chosen:
        raise NothingToRenewError
    offered = renewals.months_for_all(request.services, chosen)
    if shown.months not in offered:
        raise MonthsNotOfferedError(str(shown.months or ""), offered)
    await _propose(request, chosen, shown.months)


async def _propose(request: Request, chosen: Sequence[KnownServer], months: int, *, note: str = "") -> None:
    proposal = await bulk.propose_many(request.services, request.asker, chosen, "renew", Renew(months=months))
    request.answer()
    await confirming.show_proposal(request, proposal, note=note)


async def _changed(request: Request, shown: Selection) -> None:
    if not shown.shown:
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _show(request, shown)


async def _show(request: Request, shown: Selection) -> None:
    """Show the list as ticked; servers that are no longer this chat's are left out."""
    services, t = request.services, request.t
    listed = _known(request, shown.shown)
    if not listed:
        raise NothingToRenewError
    chosen = [known for known in listed if known.row_id in shown.ticked]
    offered = [each for each in renewals.months_for_all(services, chosen or listed) if each in _USUAL_MONTHS]
    shown = replace(shown, months=shown.months if shown.months in offered else next(iter(offered), None))
    text = choose_several(t, shown=len(listed), chosen=len(chosen), more=_more(request, listed), months=shown.months)
    rows = [
        *server_rows([_server(request, known, ticked=known.row_id in shown.ticked) for known in listed]),
        [Button(button(t, "soon"), callback_data.pack("sea"))],
        *rows_of([_months(request, each, ticked=each == shown.months) for each in offered], _MONTHS_A_ROW),
    ]
    if chosen and shown.months is not None:
        rows.append([Button(renew_button(t, len(chosen)), callback_data.pack("seg"))])
    await request.show(text, [*rows, [back_to_list(t)]])


def _server(request: Request, known: KnownServer, *, ticked: bool) -> Button:
    sign = _TICKED if ticked else _FREE
    day = end_day(request.t, known, request.actor.timezone)
    return Button(f"{sign}{known.label} · {day}", selection.tick(SERVER, known.row_id, ticked=ticked))


def _months(request: Request, months: int, *, ticked: bool) -> Button:
    sign = _TICKED if ticked else ""
    return Button(sign + months_label(request.t, months), selection.tick(MONTHS, months, ticked=ticked))


def _first(request: Request) -> list[KnownServer]:
    return renewals.by_end(request.services, request.actor)[:MOST_SHOWN]


def _more(request: Request, listed: Sequence[KnownServer]) -> int:
    return max(len(renewals.by_end(request.services, request.actor)) - len(listed), 0)


def _known(request: Request, rows: Sequence[int]) -> list[KnownServer]:
    found = []
    for row in rows:
        try:
            found.append(servers.by_row(request.services, request.actor, row))
        except ServerNotFoundError:
            # Taken away since the list was shown.
            continue
    return found


def _number(request: Request) -> int | None:
    return callback_data.number(callback_data.unpack(request.arguments)[0])


def register(router: Router) -> None:
    """Add the selection's buttons."""
    for verb, handler in (
        ("many", opened),
        (SERVER, ticked),
        (MONTHS, months_ticked),
        ("sea", soon_ticked),
        ("seg", go),
    ):
        router.press(verb, handler, role=Role.OWNER)
