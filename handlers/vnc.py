"""/vnc: the link to a server's console, in the person's own chat and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.outgoing import Button, ChatGoneError
from handlers.screens import VNC, open_server
from handlers.secret_messages import say_open_first, show_secret
from operations.access import Role
from operations.console import open_console
from operations.errors import ConsolePasswordNeededError
from operations.kinds import KINDS
from texts.access import console, console_opening, console_sent
from texts.errors import error_text
from texts.operations import button

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer


async def show(request: Request, known: KnownServer) -> None:
    """Get a link and show it in the private chat of who asked."""
    services, t = request.services, request.t
    try:
        opened = await open_console(services, request.actor, known)
    except ConsolePasswordNeededError as error:
        await _needs_password(request, error)
        return
    seconds = services.timing.secret
    try:
        await show_secret(
            services,
            request.parts.outgoing,
            request.user.id,
            console(t, opened, seconds=seconds),
            [[Button(button(t, "open_console"), url=opened.url)]],
            opening=console_opening(t, known),
            kind="console-opened",
            about={
                "account": known.account_id,
                "guid": known.guid,
                "user": request.user.id,
                "chat": request.chat_id,
            },
        )
    except ChatGoneError:
        await say_open_first(request)
        return
    if request.private:
        request.answer()
    elif request.pressed:
        request.answer(t.plain("secret-sent"))
    else:
        await request.say(console_sent(t, known), [[open_server(t, known.row_id)]])


async def _needs_password(request: Request, error: ConsolePasswordNeededError) -> None:
    """Say that the console needs a password first, with the way there for who may set it."""
    request.answer()
    t, row_id = request.t, error.known.row_id
    ways = [open_server(t, row_id)]
    if request.actor.role.reaches(KINDS["setvnc"].role):
        ways.insert(0, Button(button(t, "setvnc"), callback_data.pack("do", "setvnc", row_id)))
    await request.show(error_text(t, error, contact=request.services.contact), [ways])


def register(router: Router) -> None:
    """Add /vnc and its button, `vnc:<row>`."""
    router.command("vnc", picking.by_word("vnc", show), role=Role.OPERATOR)
    router.press(VNC, picking.by_button(show), role=Role.OPERATOR)
