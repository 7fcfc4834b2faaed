"""/help: only what this person may do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.screens import home
from texts.welcome import help_text, staff_help, stranger

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler, Router


def about(router: Router) -> Handler:
    """Return the handler, which reads the very table that is obeyed."""

    async def show(request: Request) -> None:
        if request.known is None:
            await request.say(stranger(request.t, chat_id=request.chat_id, user_id=request.user.id))
            return
        actor = request.actor
        customers, staff = bool(actor.identity_ids), bool(actor.staff_account_ids)
        allowed = router.allowed(actor.role, private=request.private, customers=customers, staff=staff)
        names = [command.name for command in allowed]
        if customers:
            text = help_text(request.t, names, contact=request.services.contact)
        else:
            text = staff_help(request.t, names)
        request.answer()
        await request.show(text, [[home(request.t)]])

    return show


def register(router: Router) -> None:
    """Add /help."""
    router.command("help", about(router), public=True, audience="all")
