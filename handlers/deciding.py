"""Who decides for the reseller in a staff chat, and what the others there are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from handlers import callback_data
from handlers.outgoing import Button, ChatGoneError
from operations.access import Role
from operations.errors import NotAllowedError, NotYourApprovalError
from texts.approvals import no_owner_yet
from texts.markup import escape
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.outgoing import Outgoing
    from handlers.request import Request
    from texts import Texts

log = structlog.get_logger(__name__)


async def decides(request: Request, account_id: int) -> bool:
    """Tell whether this person decides for the account here; where nobody does yet, they are told how to begin.

    Raises:
        NotYourApprovalError: this is no staff chat of that account.
        NotAllowedError: the role does not reach, and others here have it.
    """
    actor = request.actor
    if account_id not in actor.staff_account_ids:
        raise NotYourApprovalError
    if actor.role.reaches(Role.OWNER):
        return True
    if any(Role(row.role) is Role.OWNER for row in request.services.store.members(actor.chat_id)):
        raise NotAllowedError(needed=Role.OWNER, role=actor.role)
    await say_no(request, no_owner_yet(request.t, chat_id=actor.chat_id, user_id=actor.user_id))
    return False


def back_to_pending(t: Texts) -> Button:
    """Return the way to all that waits for a staff chat."""
    return Button(button(t, "pending"), callback_data.pack("pnd"))


async def say_no(request: Request, text: str) -> None:
    """Say why not, plain: on the button, or where that can take no answer any more as a message."""
    if not await request.alert(text):
        await request.say(escape(text))


async def bring_up_to_date(
    outgoing: Outgoing, chat_id: int, message_id: int, text: str, buttons: Sequence[Sequence[Button]] = ()
) -> None:
    """Edit a message that shows what has changed; where that fails, its buttons say the same when they are pressed."""
    try:
        await outgoing.edit(chat_id, message_id, text, buttons)
    except (TelegramError, ChatGoneError) as error:
        log.info("copy_not_edited", chat_id=chat_id, error=type(error).__name__)
