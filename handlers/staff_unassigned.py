"""Servers that appeared: the buttons with which a staff chat says whose they are, or leaves them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.deciding import bring_up_to_date, decides, say_no
from handlers.outgoing import Button
from handlers.readers import texts_of
from handlers.screens import PAGE_SIZE, paging, rows_of
from operations import newcomers
from operations.errors import NotYourApprovalError
from texts.digest import SHOWN, appeared_text, taken, whose_text
from texts.markup import LONGEST_NAME, clipped
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.newcomers import Newcomer
    from operations.services import Services
    from texts import Texts

# Verbs: all of a notice, whose one is, giving it, leaving it.
ALL, WHOSE, GIVE, LEAVE = "sta", "stw", "stg", "stl"


async def listed(request: Request) -> None:
    """`sta:<batch>`: back to all of them."""
    batch = callback_data.number(request.arguments)
    found = newcomers.of_batch(request.services, batch) if batch is not None else []
    if not found:
        request.answer(request.t.plain("press-nothing"))
        return
    if await decides(request, found[0].row.account_id):
        request.answer()
        await request.show(*message(request.services, found, request.t))


async def asked(request: Request) -> None:
    """`stw:<page>:<newcomer>`: whose is it?"""
    numbers = _two(request)
    if numbers is None:
        return
    page, newcomer_id = numbers
    newcomer = await _mine(request, newcomer_id)
    if newcomer is None:
        return
    if not newcomer.open:
        await _too_late(request, newcomer)
        return
    request.answer()
    await request.show(*_question(request.services, newcomer, request.t, page))


async def given(request: Request) -> None:
    """`stg:<newcomer>:<identity>`: theirs."""
    numbers = _two(request)
    if numbers is None:
        return
    before = await _mine(request, numbers[0])
    if before is None:
        return
    if not before.open:
        await _too_late(request, before)
        return
    after = await newcomers.give(request.services, request.actor, *numbers)
    label = request.services.store.identity(numbers[1]).label
    if after.owner == label:
        request.answer()
        await _up_to_date(request, after)
    else:
        await _too_late(request, after)


async def left(request: Request) -> None:
    """`stl:<newcomer>`: nobody's, and no more of it."""
    newcomer_id = callback_data.number(request.arguments)
    if newcomer_id is None:
        request.answer(request.t.plain("press-nothing"))
        return
    newcomer = await _mine(request, newcomer_id)
    if newcomer is None:
        return
    if not newcomer.open:
        await _too_late(request, newcomer)
        return
    request.answer()
    await _up_to_date(request, await newcomers.leave(request.services, request.actor, newcomer_id))


def message(services: Services, found: list[Newcomer], t: Texts) -> tuple[str, Rows]:
    """Return the servers of a notice as staff read them, with a button for each that is nobody's yet."""
    account = services.store.account(found[0].row.account_id).name
    buttons = [
        Button(clipped(each.label, LONGEST_NAME), callback_data.pack(WHOSE, 0, each.row.id))
        for each in [each for each in found if each.open][:SHOWN]
    ]
    return appeared_text(t, found, account=account), rows_of(buttons, 2)


def _question(services: Services, newcomer: Newcomer, t: Texts, page: int) -> tuple[str, Rows]:
    takers = newcomers.takers(services, newcomer.row.account_id)
    number = newcomer.row.id
    pages = max(-(-len(takers) // PAGE_SIZE), 1)
    page = min(page, pages - 1)
    buttons = [
        Button(clipped(row.label, LONGEST_NAME), callback_data.pack(GIVE, number, row.id))
        for row in takers[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    ]
    back = Button(button(t, "back_to_new"), callback_data.pack(ALL, newcomer.row.batch or number))
    leave = Button(button(t, "leave_it"), callback_data.pack(LEAVE, number))
    turn = paging(t, page, pages, WHOSE, str(number))
    rows = [*rows_of(buttons, 2), *([turn] if turn else []), [leave, back]]
    return whose_text(t, newcomer, takers=len(takers)), rows


def _two(request: Request) -> tuple[int, int] | None:
    """Return the two numbers of a button; None, and an answer, where it carries none."""
    first, second = (callback_data.number(word) for word in callback_data.unpack(request.arguments))
    if first is None or second is None:
        request.answer(request.t.plain("press-nothing"))
        return None
    return first, second


async def _mine(request: Request, newcomer_id: int) -> Newcomer | None:
    """Return the server behind a button where this person decides; else None, and why not has been said.

    Raises:
        NotYourApprovalError: not this chat's, or there is none, or nobody was told of it.
        NotAllowedError: the role does not reach.
    """
    newcomer = newcomers.find(request.services, request.actor, newcomer_id)
    if newcomer.row.batch is None:
        raise NotYourApprovalError
    return newcomer if await decides(request, newcomer.row.account_id) else None


async def _too_late(request: Request, newcomer: Newcomer) -> None:
    await say_no(request, taken(request.t, newcomer))
    await _up_to_date(request, newcomer)


async def _up_to_date(request: Request, newcomer: Newcomer) -> None:
    """Show what is left where it was pressed, and bring the other staff chats' copies up to date."""
    services, batch = request.services, newcomer.row.batch or newcomer.row.id
    found = newcomers.of_batch(services, batch)
    await request.show(*message(services, found, request.t))
    staff = services.store.staff_chats(newcomer.row.account_id)
    for notice in services.store.notices_about(newcomers.KIND, {"batch": batch}):
        here = (notice.chat_id, notice.message_id) == (request.chat_id, request.message_id)
        if here or notice.message_id is None or notice.chat_id not in staff:
            continue
        text, rows = message(services, found, texts_of(services, notice.chat_id))
        await bring_up_to_date(request.parts.outgoing, notice.chat_id, notice.message_id, text, rows)


def register(router: Router) -> None:
    """Add the buttons; who may press is asked for each."""
    router.press(ALL, listed)
    router.press(WHOSE, asked)
    router.press(GIVE, given, acts=True)
    router.press(LEAVE, left, acts=True)
