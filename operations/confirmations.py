"""Confirmations: a single-use permission to run exactly one operation on exactly what was shown.

Bound to person, chat, message, operation, parameters, price and the state that was shown; 120 seconds. Several may be
shown as one (a batch): they are pressed, cancelled and void together. What happens at the press is in `pressing`.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations import plans
from operations.errors import ConfirmationEndedError, NotYourConfirmationError
from operations.kinds import KINDS
from operations.plans import Plan, Wish
from operations.spending import Payer, Way, payer_of, way_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from operations.access import Actor
    from operations.errors import OperationsError
    from operations.kinds import Kind, Params
    from operations.servers import KnownServer
    from operations.services import Services
    from store import ConfirmationRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """A confirmation to be shown.

    Attributes:
        nonce: what the button carries; nothing else does.
        plans: what would be done; several in a batch, all of one kind and one identity.
        expires_at: UNIX time after which a press does nothing.
        way: what pays for it, and who else has to say yes after the press.
        refused: servers of a batch that cannot take part, and why.
        payer: the customer whose credit pays, where the chat acts for others, too.
        buyer: the customer for whom something new is bought, likewise.
    """

    nonce: str
    plans: tuple[Plan, ...]
    expires_at: float
    way: Way
    refused: tuple[tuple[KnownServer, OperationsError], ...] = ()
    payer: Payer | None = None
    buyer: str | None = None

    @property
    def plan(self) -> Plan:
        """The first, in most cases only, plan."""
        return self.plans[0]

    @property
    def kind(self) -> Kind:
        """What would be done."""
        return self.plan.kind

    @property
    def known(self) -> KnownServer | None:
        """To which server, in the state just read; None for a purchase."""
        return self.plan.known

    @property
    def total(self) -> Decimal | None:
        """What all of it costs, CNY; None where a part is unknown or nothing costs."""
        return total_of(self.plans)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as an operation keeps it.

    Attributes:
        actor: the person in their chat.
        thread_id: the topic, where there is one.
    """

    actor: Actor
    thread_id: int | None


def total_of(made: Sequence[Plan]) -> Decimal | None:
    """Return the sum of the shown prices; None where one of them is unknown."""
    prices = [plan.price.shown for plan in made]
    known = [price for price in prices if price is not None]
    return sum(known[1:], known[0]) if known and len(known) == len(prices) else None


async def propose(
    services: Services, asker: Asker, known: KnownServer, action: str, params: Params | None = None
) -> Proposal:
    """Read the server, check that the operation is possible, and make a confirmation for it.

    Args:
        services: the store and the engines.
        asker: who asks.
        known: the server.
        action: the kind of operation.
        params: its parameters, for kinds that have some.

    Raises:
        NotAllowedError: the person's role does not reach.
        EngineUnavailableError: the server could not be read.
        ServerBusyError: another operation is open on it, or one that needs a human bars this kind.
        NotPossibleError: its state forbids it.
    """
    wish = Wish(action, params or KINDS[action].params(), known.account_id, known.identity_id, known)
    return await propose_wish(services, asker, wish)


async def propose_wish(services: Services, asker: Asker, wish: Wish) -> Proposal:
    """Make a confirmation for what is wished for; raises as `propose`."""
    # The role first: a viewer learns nothing from a refusal that tells the state.
    asker.actor.require(wish.kind.role)
    return await keep(services, asker, [await plans.make(services, asker.actor, wish)])


async def keep(
    services: Services,
    asker: Asker,
    made: Sequence[Plan],
    *,
    refused: Sequence[tuple[KnownServer, OperationsError]] = (),
) -> Proposal:
    """Write down what is about to be asked of the person; one confirmation for each plan, shown as one."""
    actor = asker.actor
    expires_at = services.clock.now() + services.timing.confirm
    batch = secrets.token_hex(8) if len(made) > 1 else None
    nonces = [await write_down(services, asker, plan, expires_at=expires_at, batch=batch) for plan in made]
    way = way_of(services, actor, made)
    payer = payer_of(services, actor, way.spend)
    buyer = _buyer(services, actor, made[0])
    return Proposal(nonces[0], tuple(made), expires_at, way, tuple(refused), payer, buyer)


async def write_down(
    services: Services,
    asker: Asker,
    plan: Plan,
    *,
    expires_at: float,
    batch: str | None = None,
    dedupe_key: str | None = None,
) -> str:
    """Keep one confirmation of a plan and return its nonce.

    Args:
        services: the store.
        asker: in whose name.
        plan: what it permits.
        expires_at: UNIX time after which it permits nothing.
        batch: what it is one of.
        dedupe_key: of what is not asked, for it was allowed beforehand.

    Raises:
        store.DuplicateError: something came of this key already.
    """
    return await services.store.add_confirmation(
        chat_id=asker.actor.chat_id,
        thread_id=asker.thread_id,
        user_id=asker.actor.user_id,
        action=plan.wish.action,
        account_id=plan.wish.account_id,
        guid=plan.wish.guid,
        identity_id=plan.identity_id,
        params=plan.params.model_dump_json(),
        price=plan.price.shown,
        list_price=plan.price.listed,
        asked=plan.asked,
        batch=batch,
        typed=plan.kind.typed,
        order_no=plan.earlier.order_no if plan.earlier is not None else None,
        grave=plan.kind.grave,
        paid=plan.kind.paid,
        shown=json.dumps(plan.shown()),
        expires_at=expires_at,
        dedupe_key=dedupe_key,
    )


def _buyer(services: Services, actor: Actor, plan: Plan) -> str | None:
    """Return for whom something new is bought, where the chat acts for others, too."""
    if plan.known is not None or len(actor.identity_ids) <= 1:
        return None
    return services.store.identity(plan.identity_id).label


async def bind(services: Services, nonce: str, message_id: int) -> None:
    """Bind the confirmation to the message that shows it; before that no press counts."""
    row = services.store.confirmation_by_nonce(nonce)
    if row is not None:
        await services.store.set_confirmation_message(row.id, message_id)


async def cancel(services: Services, actor: Actor, nonce: str, message_id: int) -> ConfirmationRow:
    """End the confirmation without doing anything; only who asked may.

    Raises:
        NotYourConfirmationError: another person's, or from another chat or message.
        ConfirmationEndedError: it was over already.
    """
    row = await usable(services, actor, nonce, message_id)
    if not await services.store.end_confirmation(row.id, "cancelled"):
        raise ended(services.store.confirmation_by_nonce(nonce))
    return row


async def cancel_all(services: Services, actor: Actor) -> list[ConfirmationRow]:
    """End all open confirmations of this person in this chat; return those that were open, one of each batch."""
    rows = services.store.open_confirmations(actor.chat_id, actor.user_id)
    return [row for row in rows if await services.store.end_confirmation(row.id, "cancelled")]


async def cancel_shown(services: Services, actor: Actor, message_id: int) -> None:
    """End this person's confirmation that a message shows, where one is open: the message shows something else now."""
    for row in services.store.open_confirmations(actor.chat_id, actor.user_id):
        if row.message_id == message_id:
            await services.store.end_confirmation(row.id, "cancelled")


async def usable(services: Services, actor: Actor, nonce: str, message_id: int) -> ConfirmationRow:
    """Return the open confirmation behind a button.

    Raises:
        NotYourConfirmationError: another person's, or from another chat or message.
        ConfirmationEndedError: it is over, or was never shown.
    """
    row = services.store.confirmation_by_nonce(nonce)
    if row is None:
        raise ConfirmationEndedError("unknown")
    if row.message_id not in {None, message_id} and row.ended_at is None:
        raise NotYourConfirmationError
    return await still_open(services, actor, row)


async def still_open(services: Services, actor: Actor, row: ConfirmationRow) -> ConfirmationRow:
    """Return the confirmation where this person may still say yes or no to it.

    Raises:
        NotYourConfirmationError: another person's, or from another chat.
        ConfirmationEndedError: it is over, or was never shown.
    """
    if row.user_id != actor.user_id or row.chat_id != actor.chat_id:
        raise NotYourConfirmationError
    if row.ended_at is not None:
        raise ended(row)
    if row.message_id is None:
        # Sent, then the process died before it was bound: nothing says that this is the message.
        raise ConfirmationEndedError("void")
    if services.clock.now() >= row.expires_at:
        await services.store.end_confirmation(row.id, "expired")
        raise ConfirmationEndedError("expired")
    return row


def awaiting_word(services: Services, actor: Actor, *, typed_as: int, answers: int | None) -> ConfirmationRow | None:
    """Return the confirmation that a typed text answers, if any.

    In a group that is the one whose message was replied to. In a private chat it is the newest, but only where the text
    came after the question: numbers of messages grow, so whatever was typed before has a lower one.

    Args:
        services: the store.
        actor: who typed.
        typed_as: the text's message.
        answers: the message that it replies to, if any.
    """
    if not actor.private:
        rows = services.store.open_confirmations(actor.chat_id, actor.user_id)
        return next((row for row in rows if row.typed and answers is not None and row.message_id == answers), None)
    row = services.store.open_typed_confirmation(actor.chat_id, actor.user_id)
    return row if row is not None and row.message_id is not None and row.message_id < typed_as else None


def ended(row: ConfirmationRow | None) -> ConfirmationEndedError:
    """Return the refusal that says how a confirmation ended."""
    if row is None:
        return ConfirmationEndedError("unknown")
    return ConfirmationEndedError(row.ended_how or "unknown", taskid=row.taskid)
