"""Taking back what waits for somebody else's yes: the button on the message that waits, and a part of /cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.approvals import ended_message
from handlers.deciding import bring_up_to_date
from operations import withdrawals
from texts.approvals import withdrawn

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router


async def pressed(request: Request) -> None:
    """`wdr:<approval>`."""
    number = callback_data.number(request.arguments)
    if number is None:
        request.answer(request.t.plain("press-nothing"))
        return
    row = await withdrawals.withdraw(request.services, request.actor, number)
    request.answer(withdrawn(request.t))
    # Brings the requests to staff up to date, and the message that waited where that is another one.
    request.parts.notices_due()
    await request.show(*ended_message(request.services, row))


async def withdraw_all(request: Request) -> int:
    """Take back all that this person asked for in this chat and that still waits; return how many those were."""
    rows = await withdrawals.withdraw_all(request.services, request.actor)
    for row in rows:
        if row.message_id is not None:
            text, buttons = ended_message(request.services, row)
            await bring_up_to_date(request.parts.outgoing, row.chat_id, row.message_id, text, buttons)
    if rows:
        request.parts.notices_due()
    return len(rows)


def register(router: Router) -> None:
    """Add the button; who may press it is asked for each."""
    router.press("wdr", pressed)
