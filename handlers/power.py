"""/stop, /restart, /force_stop, /force_restart, the card's power buttons, and confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, picking
from handlers.screens import confirmation_rows, is_kind, open_server
from operations import confirmations, servers
from operations.access import Role
from texts.operations import cancelled, confirmation, status

if TYPE_CHECKING:
    from handlers.request import Request
    from handlers.router import Handler, Router
    from operations.confirmations import Proposal
    from operations.servers import KnownServer
    from store import OperationRow

# Typed command → the engine's action.
COMMANDS = {"stop": "stop", "restart": "restart", "force_stop": "stop_h", "force_restart": "restart_h"}


def typed(action: str) -> Handler:
    """Return the handler of a power command: with a server straight to the confirmation, without one to choose."""

    async def handle(request: Request) -> None:
        if not request.arguments:
            await picking.pick(request, action)
            return
        known = await servers.find_or_read(request.services, request.actor, request.arguments)
        await propose(request, known, action)

    return handle


async def chosen(request: Request) -> None:
    """`do:<action>:<row>`: a power button on a card or in a choice."""
    action, rest = callback_data.unpack(request.arguments)
    row = callback_data.number(rest)
    if row is None or not is_kind(action):
        request.answer(request.t.plain("press-nothing"))
        return
    known = servers.by_row(request.services, request.actor, row)
    await propose(request, known, action)


async def propose(request: Request, known: KnownServer, action: str) -> None:
    """Make and show a confirmation."""
    proposal = await confirmations.propose(request.services, request.asker, known, action)
    request.answer()
    await show_proposal(request, proposal)


async def show_proposal(request: Request, proposal: Proposal, *, note: str = "") -> None:
    """Show a confirmation and bind it to the message that shows it."""
    services = request.services
    system = services.catalogue.of(proposal.known.account_id).systems.get(proposal.known.server.system_guid or "")
    text = confirmation(
        request.t,
        proposal,
        system_name=system.name if system is not None else None,
        timezone=request.actor.timezone,
        now=services.clock.now(),
    )
    message_id = await request.show(f"{note}\n\n{text}" if note else text, confirmation_rows(request.t, proposal))
    await confirmations.bind(services, proposal.nonce, message_id)


async def confirmed(request: Request) -> None:
    """`ok:<nonce>`: the yes. One press of all makes the operation; the message becomes its status."""
    await confirmations.press(request.services, request.asker, request.arguments, request.message_id)
    request.answer()
    # From here on the message is the operation's status, and the runner's reports edit it.
    request.parts.runner.kick()


async def show_status(request: Request, row: OperationRow) -> None:
    """Show the status of an operation that a typed command began, as the message that will follow it."""
    services = request.services
    known = servers.by_guid(services, request.actor, row.account_id, row.guid or "")
    ways = [[open_server(request.t, known.row_id)]]
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


async def declined(request: Request) -> None:
    """`no:<nonce>`: the no."""
    row = await confirmations.cancel(request.services, request.actor, request.arguments, request.message_id)
    request.answer()
    ways = []
    if row.guid is not None:
        known = servers.by_guid(request.services, request.actor, row.account_id, row.guid)
        ways = [[open_server(request.t, known.row_id)]]
    await request.show(cancelled(request.t, row.action), ways)


async def cancel(request: Request) -> None:
    """/cancel: end whatever waits for this person's yes in this chat."""
    rows = await confirmations.cancel_all(request.services, request.actor)
    for row in rows:
        if row.message_id is not None:
            await request.parts.outgoing.edit(request.chat_id, row.message_id, cancelled(request.t, row.action))
    key = "cancelled-all" if rows else "nothing-to-cancel"
    await request.say(request.t(key, count=len(rows)) if rows else request.t(key))


def register(router: Router) -> None:
    """Add the power commands, their buttons and /cancel."""
    for name, action in COMMANDS.items():
        router.command(name, typed(action), role=Role.OPERATOR)
    router.command("cancel", cancel)
    router.press("do", chosen)
    router.press("ok", confirmed, acts=True)
    router.press("no", declined)
