"""/expiring: the servers by their end, what a month of those that end soon costs, and the ways to renew them.

Picture and calendar file follow the typed command; buttons bring them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import bulk_renewal, calendar, callback_data
from handlers.outgoing import Button
from handlers.screens import PAGE_SIZE, back_to_list, home, paging, server_rows
from operations import renewals
from operations.access import Role
from texts.expiring import expiring_list
from texts.operations import button
from texts.renewal import end_day

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.expiry_calendar import ExpiryCalendar

OPEN, SOON = "exp", "exs"


async def typed(request: Request) -> None:
    """`/expiring`; the same from the home screen is a look, and brings the list alone."""
    found = await show(request, 0)
    if not request.pressed:
        await calendar.follow(request, found)


async def turned(request: Request) -> None:
    """`exp:<page>`."""
    await show(request, callback_data.number(request.arguments) or 0)


async def show(request: Request, page: int) -> ExpiryCalendar:
    """Show one page, the first to end first; return them all as a calendar."""
    request.answer()
    services, t, actor = request.services, request.t, request.actor
    found = renewals.ends(services, actor)
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    by_day = calendar.calendar_of(request, found)
    shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    text = expiring_list(
        t,
        shown,
        total=renewals.month_of_soon(found, now=services.clock.now()),
        page=page + 1,
        pages=pages,
        timezone=actor.timezone,
        now=services.clock.now(),
        nothing_soon=bool(found) and not by_day.has_picture,
    )
    rows = []
    if actor.role.reaches(Role.OWNER):
        renewable = [each.known for each in shown if each.renewable]
        buttons = [
            Button(
                f"⏳ {known.label} · {end_day(t, known, actor.timezone)}",
                callback_data.pack("do", "renew", known.row_id),
            )
            for known in renewable
        ]
        rows = server_rows(buttons)
        if len(found) > 1 and renewals.by_end(services, actor):
            several = [Button(button(t, "several"), callback_data.pack("many"))]
            if renewals.ending_soon(services, actor):
                several.append(Button(button(t, "renew_soon"), callback_data.pack(SOON)))
            rows.append(several)
    turn = paging(t, page, pages, OPEN)
    await request.show(text, [*rows, *calendar.rows(t, by_day), turn, [home(t), back_to_list(t)]])
    return by_day


async def soon(request: Request) -> None:
    """`exs`: those that end within a week, ticked for a last look."""
    request.answer()
    await bulk_renewal.ending_soon(request, "")


def register(router: Router) -> None:
    """Add /expiring and its pages."""
    router.command("expiring", typed)
    router.press(OPEN, turned)
    router.press(SOON, soon, role=Role.OWNER)
