"""/orders: what this chat has ordered and done, page by page or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import home, paging
from operations.orders import MOST, all_orders, page_of_orders
from texts.operations import button
from texts.orders import orders_caption, orders_csv, orders_text

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router

FILE = "csv"
FILENAME = "orders.csv"


async def typed(request: Request) -> None:
    """`/orders [csv]`."""
    if request.arguments.casefold() == FILE:
        await _send_file(request)
    else:
        await _show(request, 0)


async def turned(request: Request) -> None:
    """`ord:<page | csv>`."""
    if request.arguments == FILE:
        request.answer()
        await _send_file(request)
        return
    page = callback_data.number(request.arguments)
    if page is None:
        request.answer(request.t.plain("press-nothing"))
        return
    request.answer()
    await _show(request, page)


async def _show(request: Request, page: int) -> None:
    found = page_of_orders(request.services, request.actor, page)
    text = orders_text(request.t, found.entries, page=found.page, more=found.more, timezone=request.actor.timezone)
    # Whether there is a page after the next is not known, and no button tells.
    rows = [paging(request.t, found.page, found.page + 1 + found.more, "ord")]
    if found.entries:
        rows.append([Button(button(request.t, "csv"), callback_data.pack("ord", FILE))])
    await request.show(text, [*rows, [home(request.t)]])


async def _send_file(request: Request) -> None:
    entries = await all_orders(request.services, request.actor)
    if not entries:
        await _show(request, 0)
        return
    await request.parts.outgoing.send_document(
        request.chat_id,
        orders_csv(request.t, entries, timezone=request.actor.timezone),
        filename=FILENAME,
        caption=orders_caption(request.t, count=len(entries), cut=len(entries) == MOST),
        thread_id=request.thread_id,
    )


def register(router: Router) -> None:
    """Add /orders and its buttons."""
    router.command("orders", typed)
    router.press("ord", turned)
