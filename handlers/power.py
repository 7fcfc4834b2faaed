"""/stop, /restart, /force_stop, /force_restart, and a card's buttons for what needs no more words than its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from handlers import callback_data, confirming, forms, picking, renew
from handlers.screens import ASKED, open_server
from operations import servers
from operations.access import Role
from operations.forms import FORMS
from texts.operations import status

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Router
    from operations.servers import KnownServer
    from store import OperationRow

# Typed command → the engine's action.
COMMANDS = {"stop": "stop", "restart": "restart", "force_stop": "stop_h", "force_restart": "restart_h"}


async def chosen(request: Request) -> None:
    """`do:<action>:<row>`: a button on a card or in a choice."""
    action, rest = callback_data.unpack(request.arguments)
    row = callback_data.number(rest)
    if row is None or action not in ASKED:
        request.answer(request.t.plain("press-nothing"))
        return
    known = servers.by_row(request.services, request.actor, row)
    await begin(request, known, action)


async def begin(request: Request, known: KnownServer, action: str) -> None:
    """Begin an operation on a server: with its questions where it has some, else with its confirmation."""
    if action == "renew":
        await renew.show_periods(request, known)
    elif action in FORMS:
        await forms.begin(request, known, action)
    else:
        await confirming.propose(request, known, action)


async def show_status(request: Request, row: OperationRow) -> None:
    """Show the status of an operation that a typed command began, as the message that will follow it."""
    services = request.services
    known = servers.by_guid(services, request.actor, row.account_id, row.guid or "")
    ways = [[open_server(request.t, known.row_id, below=True)]]
    message_id = await request.say(_status(request, row, known), ways)
    await services.store.set_status_message(row.taskid, message_id)
    current = services.store.operation(row.taskid)
    if current is not None and current.ended_at is not None:
        # It ended while the message was on its way: nobody else will edit it any more.
        await request.parts.outgoing.edit(request.chat_id, message_id, _status(request, current, known), ways)


def _status(request: Request, row: OperationRow, known: KnownServer) -> str:
    return status(
        request.t,
        row,
        label=known.label,
        address=known.server.address,
        now=request.services.clock.now(),
        timezone=request.actor.timezone,
    )


def register(router: Router) -> None:
    """Add the power commands and the buttons."""
    for name, action in COMMANDS.items():
        ask = partial(confirming.propose, action=action)
        router.command(name, picking.by_word(action, ask), role=Role.OPERATOR)
    router.press("do", chosen)
