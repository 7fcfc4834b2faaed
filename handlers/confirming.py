"""Confirmations of every kind: the question, its yes, no and typed word, and what stands in their place afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callback_data, server
from handlers.outgoing import Button
from handlers.screens import back_to_list, confirmation_rows, open_server
from operations import confirmations, pressing, servers
from operations.access import Role
from operations.errors import ConfirmationMovedError, ServerNotFoundError
from operations.members import name_of
from operations.starting import ensure_fresh
from texts.confirmation import cancelled, confirmation, waiting
from texts.errors import error_text
from texts.operations import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.request import Request
    from handlers.router import Router
    from handlers.screens import Rows
    from operations.confirmations import Proposal
    from operations.kinds import Params
    from operations.pressing import Outcome
    from operations.servers import KnownServer
    from store import ApprovalRow, ConfirmationRow


async def propose(request: Request, known: KnownServer, action: str, params: Params | None = None) -> None:
    """Make and show a confirmation."""
    proposal = await confirmations.propose(request.services, request.asker, known, action, params)
    request.answer()
    await show_proposal(request, proposal)


async def show_proposal(request: Request, proposal: Proposal, *, note: str = "") -> None:
    """Show a confirmation and bind it to the message that shows it.

    One that is answered by typing is always a new message: what was typed before it has a lower number, and so cannot
    be mistaken for its answer.
    """
    services, known = request.services, proposal.known
    system = None
    if known is not None:
        system = services.catalogue.of(known.account_id).systems.get(known.server.system_guid or "")
    text = confirmation(
        request.t,
        proposal,
        system_name=system.name if system is not None else None,
        timezone=request.actor.timezone,
        now=services.clock.now(),
        private=request.private,
    )
    show = request.say if proposal.kind.typed else request.show
    message_id = await show(f"{note}\n\n{text}" if note else text, confirmation_rows(request.t, proposal))
    await confirmations.bind(services, proposal.nonce, message_id)


async def confirmed(request: Request) -> None:
    """`ok:<nonce>`: the yes. One press of all makes the operation; the message becomes its status."""
    outcome = await pressing.press(request.services, request.asker, request.arguments, request.message_id)
    request.answer()
    await _go_on(request, outcome)


async def written(request: Request) -> None:
    """Take a bare text: the word that a confirmation waits for; any other in a private chat names a server."""
    answers = request.replied_to.message_id if request.replied_to is not None else None
    row = confirmations.awaiting_word(request.services, request.actor, typed_as=request.message_id, answers=answers)
    if row is not None:
        await _typed(request, row)
    elif request.private:
        await server.named(request)


async def _typed(request: Request, row: ConfirmationRow) -> None:
    ensure_fresh(request.services, request.asked_at)
    try:
        outcome = await pressing.press_typed(request.services, request.asker, row, request.arguments)
    except ConfirmationMovedError as error:
        # The fresh question is another message; this one must not look as if it still waited.
        if row.message_id is not None:
            text = error_text(request.t, error, contact=request.services.contact)
            await request.parts.outgoing.edit(request.chat_id, row.message_id, text)
        raise
    await _go_on(request, outcome)


async def _go_on(request: Request, outcome: Outcome) -> None:
    """Let the runner take over; where somebody else has to say yes first, say whom the message now waits for."""
    if outcome.approval is None:
        # From here on the message is the operation's status, and the runner's reports edit it.
        request.parts.runner.kick()
        return
    request.parts.notices_due()
    approval = outcome.approval
    rows = request.services.store.approval_confirmations(approval.id)
    text = waiting(
        request.t,
        approval,
        action=rows[0].action,
        labels=_labels(request, rows),
        deciders=_deciders(request, approval),
        timezone=request.actor.timezone,
    )
    if approval.message_id is not None:
        buttons = _decision(request, approval) if approval.needs == "owner" else [[back_to_list(request.t)]]
        await request.parts.outgoing.edit(request.chat_id, approval.message_id, text, buttons)


def _labels(request: Request, rows: Sequence[ConfirmationRow]) -> list[str]:
    about = [(row.account_id, row.guid) for row in rows if row.guid is not None]
    return [servers.by_guid(request.services, request.actor, account_id, guid).label for account_id, guid in about]


def _deciders(request: Request, approval: ApprovalRow) -> list[str]:
    """Return the other owners of this chat by name, where one of them is waited for."""
    if approval.needs != "owner":
        return []
    members = request.services.store.members(approval.chat_id)
    others = [row.user_id for row in members if Role(row.role) is Role.OWNER and row.user_id != approval.user_id]
    names = (name_of(request.services, user_id) for user_id in others)
    return [name for name in names if name]


def _decision(request: Request, approval: ApprovalRow) -> Rows:
    return [
        [Button(button(request.t, "approve"), callback_data.pack("apv", approval.id, 1))],
        [Button(button(request.t, "decline"), callback_data.pack("apv", approval.id, 0))],
    ]


async def declined(request: Request) -> None:
    """`no:<nonce>`: the no."""
    row = await confirmations.cancel(request.services, request.actor, request.arguments, request.message_id)
    request.answer()
    await request.show(cancelled(request.t, row.action), [_way_back(request, row)])


def _way_back(request: Request, row: ConfirmationRow) -> list[Button]:
    if row.guid is None or row.batch is not None:
        return [back_to_list(request.t)]
    try:
        known = servers.by_guid(request.services, request.actor, row.account_id, row.guid)
    except ServerNotFoundError:
        # Taken away while the question stood: that it is cancelled is true all the same.
        return [back_to_list(request.t)]
    return [open_server(request.t, known.row_id)]


async def cancel(request: Request) -> None:
    """/cancel: end whatever waits for this person's yes in this chat."""
    rows = await confirmations.cancel_all(request.services, request.actor)
    for row in rows:
        if row.message_id is not None:
            await request.parts.outgoing.edit(request.chat_id, row.message_id, cancelled(request.t, row.action))
    key = "cancelled-all" if rows else "nothing-to-cancel"
    await request.say(request.t(key, count=len(rows)) if rows else request.t(key))


def register(router: Router) -> None:
    """Add the yes, the no, the typed word and /cancel."""
    router.command("cancel", cancel)
    router.press("ok", confirmed, acts=True)
    router.press("no", declined)
    router.typed(written)
