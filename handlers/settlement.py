"""Outcomes that a person has to say: the buttons under what staff are told, with a second question before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.deciding import back_to_pending, bring_up_to_date, decides, say_no
from handlers.outgoing import Button
from handlers.readers import texts_of, timezone_of
from operations import settlement
from operations.errors import NotYourApprovalError
from operations.members import name_of
from operations.outages import UNSETTLED
from operations.pending import view_settlement
from texts.notices import settled_already, settlement_text
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.pending import SettlementView
    from operations.services import Services
    from operations.settlement import Outcome
    from store import OperationRow
    from texts import Texts

SHOW = "show"
OUTCOMES: dict[str, Outcome] = {"done": "done", "failed": "failed"}


async def pressed(request: Request) -> None:
    """`set:<taskid>:<done | failed | show>`: show it, and ask whether that is meant."""
    found = await _mine(request)
    if found is None:
        return
    row, choice = found
    request.answer()
    view = await view_settlement(request.services, row)
    text, rows = message(
        request.services, view, request.t, timezone=request.actor.timezone, question=OUTCOMES.get(choice)
    )
    await request.show(text, [*rows, [back_to_pending(request.t)]] if choice == SHOW else rows)


async def meant(request: Request) -> None:
    """`set2:<taskid>:<done | failed>`: it was meant."""
    found = await _mine(request)
    if found is None:
        return
    row, choice = found
    if choice not in OUTCOMES:
        request.answer(request.t.plain("press-nothing"))
        return
    result = await settlement.settle(request.services, request.actor, row.taskid, OUTCOMES[choice])
    if result.fresh:
        request.answer()
        request.parts.runner.kick()
        await _up_to_date(request, result.row, settled_by=name_of(request.services, request.user.id))
    else:
        await _too_late(request, result.row)


async def _mine(request: Request) -> tuple[OperationRow, str] | None:
    """Return the operation behind a button and what was pressed, where this person may decide and nobody has."""
    word, _, choice = request.arguments.partition(callback_data.SEPARATOR)
    number = callback_data.number(word)
    if number is None or choice not in {*OUTCOMES, SHOW}:
        request.answer(request.t.plain("press-nothing"))
        return None
    row = request.services.store.operation(number)
    if row is None:
        raise NotYourApprovalError
    if not await decides(request, row.account_id):
        return None
    if row.state != "needs-human":
        await _too_late(request, row)
        return None
    return row, choice


async def _too_late(request: Request, row: OperationRow) -> None:
    await say_no(request, settled_already(request.t))
    await _up_to_date(request, row, settled_by=None)


async def _up_to_date(request: Request, row: OperationRow, *, settled_by: str | None) -> None:
    """Bring the staff chats' copies up to date, and the message that was pressed if it is none of them."""
    services, outgoing = request.services, request.parts.outgoing
    view = await view_settlement(services, row, read=False)
    staff = services.store.staff_chats(row.account_id)
    copies = {
        (notice.chat_id, notice.message_id)
        for kind in ("needs-human", UNSETTLED)
        for notice in services.store.notices_about(kind, {"taskid": row.taskid})
        if notice.message_id is not None and notice.chat_id in staff
    }
    for chat_id, message_id in sorted({*copies, (request.chat_id, request.message_id)}):
        here = chat_id == request.chat_id
        t = request.t if here else texts_of(services, chat_id)
        text, rows = message(services, view, t, timezone=timezone_of(services, chat_id), settled_by=settled_by)
        await bring_up_to_date(outgoing, chat_id, message_id, text, rows)


def message(
    services: Services,
    view: SettlementView,
    t: Texts,
    *,
    timezone: str,
    question: Outcome | None = None,
    settled_by: str | None = None,
) -> tuple[str, Rows]:
    """Return an operation as staff see it, with the buttons that decide about it while nobody has.

    Args:
        services: the catalogue and the clock.
        view: the operation.
        t: the reader's texts.
        timezone: IANA name of the reader's zone.
        question: what is asked about once more.
        settled_by: who settled it just now.
    """
    row = view.row
    systems = services.catalogue.of(row.account_id).systems
    text = settlement_text(
        t,
        view,
        systems={guid: system.name for guid, system in systems.items()},
        now=services.clock.now(),
        timezone=timezone,
        question=question,
        settled_by=settled_by,
    )
    return text, _buttons(t, row, question)


def _buttons(t: Texts, row: OperationRow, question: Outcome | None) -> Rows:
    if row.state != "needs-human":
        return []
    if question is not None:
        return [
            [Button(button(t, "really"), callback_data.pack("set2", row.taskid, question))],
            [Button(button(t, "back"), callback_data.pack("set", row.taskid, SHOW))],
        ]
    return [
        [Button(button(t, "happened"), callback_data.pack("set", row.taskid, "done"))],
        [Button(button(t, "not-happened"), callback_data.pack("set", row.taskid, "failed"))],
    ]


def register(router: Router) -> None:
    """Add the buttons; who may press is asked for each."""
    router.press("set", pressed, acts=True)
    router.press("set2", meant, acts=True)
