"""The message that stands where a confirmation stood while it waits for somebody else's yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data
from handlers.outgoing import Button
from handlers.screens import back_to_list
from operations.access import Role
from operations.members import name_of
from operations.pending import view_approval
from texts.confirmation import waiting
from texts.operations import button

if TYPE_CHECKING:
    from handlers.screens import Rows
    from operations.services import Services
    from store import ApprovalRow
    from texts import Texts

NO, YES = "0", "1"


def waiting_message(services: Services, row: ApprovalRow, t: Texts, *, timezone: str) -> tuple[str, Rows]:
    """Return what the chat that asked sees, with the buttons of whoever decides there and of who asked."""
    view = view_approval(services, row, for_staff=False)
    text = waiting(
        t,
        row,
        action=view.wanted[0].action,
        labels=[each.label for each in view.wanted if each.label],
        deciders=_deciders(services, row),
        timezone=timezone,
    )
    return text, own_rows(t, row)


def own_rows(t: Texts, row: ApprovalRow) -> Rows:
    """Return the buttons in the chat that asked: there a second owner decides, and who asked may take it back."""
    withdraw = [Button(button(t, "withdraw"), callback_data.pack("wdr", row.id))]
    if row.needs == "owner":
        return [*([each] for each in decision(t, row)), withdraw]
    return [withdraw, [back_to_list(t)]]


def decision(t: Texts, row: ApprovalRow) -> list[Button]:
    """Return the yes and the no of whoever decides."""
    return [
        Button(button(t, "approve"), callback_data.pack("apv", row.id, YES)),
        Button(button(t, "decline"), callback_data.pack("apv", row.id, NO)),
    ]


def _deciders(services: Services, row: ApprovalRow) -> list[str]:
    """Return the other owners of the chat by name, where one of them is waited for."""
    if row.needs != "owner":
        return []
    members = services.store.members(row.chat_id)
    others = [each.user_id for each in members if Role(each.role) is Role.OWNER and each.user_id != row.user_id]
    names = (name_of(services, user_id) for user_id in others)
    return [name for name in names if name]
