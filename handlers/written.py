"""A text that is no command: whichever question waits for one gets it; else it names a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import confirming, forms, server
from operations import confirmations
from operations.forms import listening

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router


async def written(request: Request) -> None:
    """Take a bare text: the word of a confirmation, the answer to a form, or in a private chat a server's name."""
    services, actor = request.services, request.actor
    answers = request.replied_to.message_id if request.replied_to is not None else None
    row = confirmations.awaiting_word(services, actor, typed_as=request.message_id, answers=answers)
    if row is not None:
        await confirming.typed(request, row)
        return
    draft = listening(services, actor)
    # In a group people also reply to the bot about other things: there only a reply to the question is its answer.
    if draft is not None and (request.private or answers == draft.message_id):
        await forms.typed(request, draft)
    elif request.private:
        await server.named(request)


def register(router: Router) -> None:
    """Add what answers a bare text."""
    router.typed(written)
