"""Confirmations of every kind: the question, its yes, no and typed word, and what stands in their place afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.screens import back_to_list, confirmation_rows, open_server
from handlers.waiting import waiting_message
from handlers.withdrawing import withdraw_all
from operations import confirmations, forms, pressing, servers
from operations.errors import ConfirmationMovedError, ServerNotFoundError
from operations.starting import ensure_fresh
from texts.confirmation import cancelled, confirmation
from texts.errors import error_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.outgoing import Button
    from handlers.request import Request
    from handlers.router import Router
    from operations.confirmations import Proposal
    from operations.kinds import Params
    from operations.pressing import Outcome
    from operations.servers import KnownServer
    from store import ConfirmationRow


async def propose(request: Request, known: KnownServer, action: str, params: Params | None = None) -> None:
    """Make and show a confirmation."""
    proposal = await confirmations.propose(request.services, request.asker, known, action, params)
    request.answer()
    await show_proposal(request, proposal)


async def show_proposal(
    request: Request, proposal: Proposal, *, note: str = "", ways: Sequence[Sequence[Button]] = ()
) -> None:
    """Show a confirmation and bind it to the message that shows it; `ways` are rows between its yes and its no.

    One that is answered by typing is always a new message: what was typed before it has a lower number, and so cannot
    be mistaken for its answer.
    """
    services, known = request.services, proposal.known
    catalogue = services.catalogue.of(proposal.plan.wish.account_id)
    system = catalogue.systems.get(known.server.system_guid or "") if known is not None else None
    text = confirmation(
        request.t,
        proposal,
        system_name=system.name if system is not None else None,
        timezone=request.actor.timezone,
        now=services.clock.now(),
        private=request.private,
        note=note,
        names=catalogue.name,
    )
    rows = confirmation_rows(request.t, proposal, ways)
    message_id = await (request.say(text, rows) if proposal.kind.typed else request.show(text, rows, stays=True))
    await confirmations.bind(services, proposal.nonce, message_id)


async def confirmed(request: Request) -> None:
    """`ok:<nonce>`: the yes. One press of all makes the operation; the message becomes its status."""
    outcome = await pressing.press(request.services, request.asker, request.arguments, request.message_id)
    request.answer()
    row = request.services.store.confirmation_by_nonce(request.arguments)
    await _go_on(request, row, outcome)


async def typed(request: Request, row: ConfirmationRow) -> None:
    """Take the word that a confirmation waits for."""
    ensure_fresh(request.services, request.asked_at)
    try:
        outcome = await pressing.press_typed(request.services, request.asker, row, request.arguments)
    except ConfirmationMovedError as error:
        # The fresh question is another message; this one must not look as if it still waited.
        if row.message_id is not None:
            text = error_text(request.t, error, contact=request.services.contact)
            await request.parts.outgoing.edit(request.chat_id, row.message_id, text)
        raise
    await _go_on(request, row, outcome)


async def _go_on(request: Request, row: ConfirmationRow | None, outcome: Outcome) -> None:
    """Let the runner take over; where somebody else has to say yes first, say whom the message now waits for."""
    if row is not None:
        await forms.finished(request.services, row)
    if outcome.approval is None:
        # From here on the message is the operation's status, and the runner's reports edit it.
        request.parts.runner.kick()
        return
    request.parts.notices_due()
    approval = outcome.approval
    if approval.message_id is not None:
        text, rows = waiting_message(request.services, approval, request.t, timezone=request.actor.timezone)
        await request.parts.outgoing.edit(request.chat_id, approval.message_id, text, rows)


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
    """/cancel: end whatever waits for this person's yes in this chat, and what they asked for and others must allow."""
    t = request.t
    rows = await confirmations.cancel_all(request.services, request.actor)
    for row in rows:
        if row.message_id is not None:
            await request.parts.outgoing.edit(request.chat_id, row.message_id, cancelled(t, row.action))
    withdrawn = await withdraw_all(request)
    told = [t(key, count=count) for key, count in (("cancelled-all", len(rows)), ("withdrawn-all", withdrawn)) if count]
    await request.say("\n".join(told) or t("nothing-to-cancel"))


def register(router: Router) -> None:
    """Add the yes, the no and /cancel; the typed word comes by way of `written`."""
    router.command("cancel", cancel)
    router.press("ok", confirmed, acts=True)
    router.press("no", declined)
