"""/help: only what this person may do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from texts.welcome import help_text, stranger

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler, Router


def about(router: Router) -> Handler:
    """Return the handler, which reads the very table that is obeyed."""

    async def show(request: Request) -> None:
        if request.known is None:
            await request.say(stranger(request.t, chat_id=request.chat_id, user_id=request.user.id))
            return
        names = [command.name for command in router.allowed(request.actor.role, private=request.private)]
        await request.say(help_text(request.t, names, contact=request.services.contact))

    return show


def register(router: Router) -> None:
    """Add /help."""
    router.command("help", about(router), public=True)
