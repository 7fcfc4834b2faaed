"""Confirmations: a single-use permission to run exactly one operation on exactly what was shown.

Bound to person, chat, message, operation, parameters and the state that was shown; 120 seconds. At the press
everything is read again: if anything moved, the old one is void and a fresh one is shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import store
from operations import access, offers, reading, servers
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    NotAllowedError,
    NotYourConfirmationError,
    ServerNotFoundError,
)
from operations.kinds import KINDS
from operations.starting import busy_with

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.kinds import Kind
    from operations.servers import KnownServer
    from operations.services import Services
    from store import ConfirmationRow, OperationRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """A confirmation to be shown.

    Attributes:
        nonce: what the button carries; nothing else does.
        kind: what would be done.
        known: to which server, in the state just read.
        expires_at: UNIX time after which a press does nothing.
    """

    nonce: str
    kind: Kind
    known: KnownServer
    expires_at: float


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as an operation keeps it.

    Attributes:
        actor: the person in their chat.
        thread_id: the topic, where there is one.
    """

    actor: Actor
    thread_id: int | None


async def propose(services: Services, asker: Asker, known: KnownServer, action: str) -> Proposal:
    """Read the server, check that the operation is possible, and make a confirmation for it.

    Raises:
        NotAllowedError: the person's role does not reach.
        EngineUnavailableError: the server could not be read.
        ServerBusyError: another operation is open on it.
        NotPossibleError: its state forbids it.
    """
    kind = KINDS[action]
    actor = asker.actor
    # The role first: a viewer learns nothing from a refusal that tells the state.
    actor.require(kind.role)
    known = await reading.look_surely(services, known)
    offers.check(services, actor, known, kind)
    now = services.clock.now()
    nonce = await services.store.add_confirmation(
        chat_id=actor.chat_id,
        thread_id=asker.thread_id,
        user_id=actor.user_id,
        action=action,
        account_id=known.account_id,
        guid=known.guid,
        identity_id=known.identity_id,
        params="{}",
        price=None,
        shown=json.dumps(_shown(known)),
        expires_at=now + services.timing.confirm,
    )
    return Proposal(nonce, kind, known, now + services.timing.confirm)


async def bind(services: Services, nonce: str, message_id: int) -> None:
    """Bind the confirmation to the message that shows it; before that no press counts."""
    row = services.store.confirmation_by_nonce(nonce)
    if row is not None:
        await services.store.set_confirmation_message(row.id, message_id)


async def press(services: Services, asker: Asker, nonce: str, message_id: int) -> OperationRow:
    """Turn a pressed confirmation into a durable operation; exactly one press of all succeeds.

    A press that waited in the intake for longer than the confirmation lives (the bot was away) finds it expired.

    Returns:
        The operation in state `confirmed`; the runner takes it from there.

    Raises:
        NotYourConfirmationError: another person's, or from another chat or message.
        ConfirmationEndedError: pressed before, cancelled, expired, void or unknown.
        ServerNotFoundError: the server is no longer this chat's.
        EngineUnavailableError: the server could not be read again; the confirmation stays open.
        ConfirmationMovedError: what was shown no longer holds; carries a fresh one.
        NotAllowedError: the role was taken away meanwhile.
        ServerBusyError: another operation is open on it.
        NotPossibleError: its state forbids it now.
    """
    actor = asker.actor
    row = await _usable(services, actor, nonce, message_id)
    kind = KINDS[row.action]
    try:
        actor.require(kind.role)
        known = servers.by_guid(services, actor, row.account_id, row.guid or "")
        known = await reading.look_surely(services, known)
        # The reading took its time: whoever lost a right meanwhile has lost it.
        actor = access.again(services, actor)
        actor.require(kind.role)
        servers.by_guid(services, actor, row.account_id, row.guid or "")
    except (NotAllowedError, ServerNotFoundError):
        await services.store.end_confirmation(row.id, "void")
        raise
    moved = _moved(json.loads(row.shown), _shown(known))
    if moved:
        await services.store.end_confirmation(row.id, "void")
        raise ConfirmationMovedError(moved, await propose(services, asker, known, row.action))
    offers.check(services, actor, known, kind)
    return await _confirm(services, actor, row, known)


async def cancel(services: Services, actor: Actor, nonce: str, message_id: int) -> ConfirmationRow:
    """End the confirmation without doing anything; only who asked may.

    Raises:
        NotYourConfirmationError: another person's, or from another chat or message.
        ConfirmationEndedError: it was over already.
    """
    row = await _usable(services, actor, nonce, message_id)
    if not await services.store.end_confirmation(row.id, "cancelled"):
        raise _ended(services.store.confirmation_by_nonce(nonce))
    return row


async def cancel_all(services: Services, actor: Actor) -> list[ConfirmationRow]:
    """End all open confirmations of this person in this chat; return those that were open."""
    rows = services.store.open_confirmations(actor.chat_id, actor.user_id)
    return [row for row in rows if await services.store.end_confirmation(row.id, "cancelled")]


async def _usable(services: Services, actor: Actor, nonce: str, message_id: int) -> ConfirmationRow:
    row = services.store.confirmation_by_nonce(nonce)
    if row is None:
        raise ConfirmationEndedError("unknown")
    if row.user_id != actor.user_id or row.chat_id != actor.chat_id:
        raise NotYourConfirmationError
    if row.ended_at is not None:
        raise _ended(row)
    if row.message_id is None:
        # Sent, then the process died before it was bound: nothing says that this is the message.
        raise ConfirmationEndedError("void")
    if row.message_id != message_id:
        raise NotYourConfirmationError
    if services.clock.now() >= row.expires_at:
        await services.store.end_confirmation(row.id, "expired")
        raise ConfirmationEndedError("expired")
    return row


def _ended(row: ConfirmationRow | None) -> ConfirmationEndedError:
    if row is None:
        return ConfirmationEndedError("unknown")
    return ConfirmationEndedError(row.ended_how or "unknown", taskid=row.taskid)


async def _confirm(services: Services, actor: Actor, row: ConfirmationRow, known: KnownServer) -> OperationRow:
    try:
        return await services.store.confirm(
            row.id,
            language=actor.language,
            before=known.server.model_dump_json(),
            status_message_id=row.message_id,
        )
    except store.AlreadyUsedError as error:
        ended = services.store.confirmation(row.id)
        raise ConfirmationEndedError(error.how, taskid=ended.taskid if ended is not None else None) from None
    except store.ServerBusyError as error:
        raise busy_with(services, error.taskid) from None


def _shown(known: KnownServer) -> dict[str, dict[str, object]]:
    """Return what a confirmation binds besides the parameters, grouped by what a person is told when it moves."""
    server = known.server
    return {
        "address": {"ip": server.ip, "share_ip": server.share_ip},
        "state": {"order": server.order_status, "run": server.run_status, "system": server.system_guid},
        "owner": {"identity": known.identity_id},
    }


def _moved(shown: dict[str, dict[str, object]], current: dict[str, dict[str, object]]) -> list[str]:
    return [name for name, values in current.items() if shown.get(name) != values]
