"""The home screen: everything that a person can do here, by tapping alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, errors
from handlers.outgoing import Button
from handlers.screens import rows_of
from operations import servers
from texts.operations import button
from texts.welcome import staff_welcome, welcome

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler, Router
    from handlers.screens import Rows

OPEN, RUN = "hom", "run"
# What has a button there, in their order, where the person may use it.
COMMANDS = ("servers", "expiring", "buy", "catalog", "orders", "balance", "alerts", "approvals", "language", "help")


def screen(router: Router) -> Handler:
    """Return what shows the home screen."""

    async def show(request: Request) -> None:
        request.answer()
        actor, t = request.actor, request.t
        if actor.identity_ids:
            found = servers.visible(request.services, actor)
            text = welcome(t, servers=len(found), contact=request.services.contact)
        else:
            text = staff_welcome(t)
        await request.show(text, buttons(request, router))

    return show


def buttons(request: Request, router: Router) -> Rows:
    """Return a button for each of the commands that this person may use here."""
    actor = request.actor
    allowed = router.allowed(
        actor.role, private=request.private, customers=bool(actor.identity_ids), staff=bool(actor.staff_account_ids)
    )
    names = {command.name for command in allowed}
    found = [
        Button(button(request.t, f"home-{name}"), callback_data.pack(RUN, name)) for name in COMMANDS if name in names
    ]
    return rows_of(found, 2)


def runner(router: Router) -> Handler:
    """Return what does as if a command had been typed without more."""

    async def run(request: Request) -> None:
        command = router.commands.get(request.arguments)
        if command is None or command.name not in COMMANDS:
            request.answer(request.t.plain("press-nothing"))
        elif not request.actor.role.reaches(command.role):
            await errors.too_low(command.role)(request)
        else:
            request.arguments = ""
            await command.handler(request)

    return run


def register(router: Router) -> None:
    """Add the way home and its buttons."""
    router.press(OPEN, screen(router))
    router.press(RUN, runner(router))
