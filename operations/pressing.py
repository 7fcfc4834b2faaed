"""The press of a confirmation: everything is read again, and one transaction makes operations or an approval of it.

If anything moved, the confirmation is void and a fresh one is shown. The typed word of a destructive operation is such
a press, too.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import store
from operations import access, confirmations, plans, servers
from operations.errors import (
    ConfirmationEndedError,
    ConfirmationMovedError,
    CreditTooLowError,
    MixedOwnersError,
    NoStaffError,
    NotAllowedError,
    NotPossibleError,
    ServerBusyError,
    ServerNotFoundError,
    TypedWordNeededError,
    WordMismatchError,
)
from operations.kinds import KINDS
from operations.plans import Plan, Wish
from operations.spending import Way, way_of
from operations.starting import busy_with
from store import Pressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.confirmations import Asker
    from operations.errors import OperationsError
    from operations.servers import KnownServer
    from operations.services import Services
    from store import ApprovalRow, ConfirmationRow, OperationRow

APPROVAL_LASTS = 86400.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a press.

    Attributes:
        operations: what the runner now does, in state `confirmed`; empty where somebody else has to say yes first.
        approval: what waits for that yes.
        way: what pays, and why somebody else is needed.
    """

    operations: tuple[OperationRow, ...]
    approval: ApprovalRow | None
    way: Way


async def press(services: Services, asker: Asker, nonce: str, message_id: int) -> Outcome:
    """Turn a pressed confirmation into durable operations, or into a request for approval; exactly one press succeeds.

    A press that waited in the intake for longer than the confirmation lives (the bot was away) finds it expired.

    Args:
        services: the store and the engines.
        asker: who pressed.
        nonce: the button's.
        message_id: the message that the button is under.

    Raises:
        NotYourConfirmationError: another person's, or from another chat or message.
        ConfirmationEndedError: pressed before, cancelled, expired, void or unknown.
        TypedWordNeededError: the kind asks to type the server's address or alias, and this was a button.
        ServerNotFoundError: the server is no longer this chat's.
        EngineUnavailableError: the server could not be read again; the confirmation stays open.
        ConfirmationMovedError: what was shown no longer holds; carries a fresh one.
        NotAllowedError: the role was taken away meanwhile.
        ServerBusyError: another operation is open on it.
        NotPossibleError: its state forbids it now.
        CreditTooLowError: the credit does not cover it; the confirmation stays open.
        NoStaffError: it needs an approval, and the reseller has no staff chat.
    """
    row = await confirmations.usable(services, asker.actor, nonce, message_id)
    if row.typed:
        raise TypedWordNeededError
    return await _press(services, asker, row)


async def press_typed(services: Services, asker: Asker, row: ConfirmationRow, word: str) -> Outcome:
    """Take a typed word for the press of the confirmation that waits for one.

    Args:
        services: the store and the engines.
        asker: who typed it.
        row: the confirmation, as `confirmations.awaiting_word` found it.
        word: the server's address or its alias here, if it is the right one.

    Raises:
        WordMismatchError: it is neither; the confirmation stays open.
        OperationsError: as `press`.
    """
    row = await confirmations.still_open(services, asker.actor, row)
    return await _press(services, asker, row, word=word)


async def _press(services: Services, asker: Asker, row: ConfirmationRow, *, word: str | None = None) -> Outcome:
    actor = asker.actor
    rows = [row] if row.batch is None else services.store.batch_confirmations(row.batch)
    try:
        actor.require(KINDS[row.action].role)
        made = await again(services, actor, rows)
        # The reading took its time: whoever lost a right meanwhile has lost it.
        asker = replace(asker, actor=access.again(services, actor))
        asker.actor.require(KINDS[row.action].role)
        for each in rows:
            wish_of(services, asker.actor, each)
    except (NotAllowedError, ServerNotFoundError):
        await services.store.end_confirmation(row.id, "void")
        raise
    # And what another press did meanwhile must not look like a change that calls for a fresh question.
    row = await confirmations.still_open(services, asker.actor, services.store.confirmation(row.id) or row)
    if word is not None and not names(made[0], word):
        raise WordMismatchError(word)
    await _unmoved(services, asker, rows, made)
    await _possible(services, asker, rows, made)
    return await take(services, asker.actor, rows, made)


async def again(services: Services, actor: Actor, rows: Sequence[ConfirmationRow]) -> list[Plan]:
    """Read again what confirmations are for; nothing that was read before the press counts, a price list neither.

    Raises:
        EngineUnavailableError: not all of it could be read.
        ServerNotFoundError: a server is no longer this chat's.
    """
    made, wishes = [], [wish_of(services, actor, row) for row in rows]
    for drawn in await plans.draw_up_all(services, wishes, since=services.clock.now()):
        if not isinstance(drawn, Plan):
            raise drawn
        made.append(drawn)
    return made


def wish_of(services: Services, actor: Actor, row: ConfirmationRow) -> Wish:
    """Return what a confirmation was for, with the server as this actor now reaches it.

    Raises:
        ServerNotFoundError: it is no longer this chat's.
    """
    known, identity_id = None, row.identity_id
    if row.guid is not None:
        known = servers.by_guid(services, actor, row.account_id, row.guid)
        identity_id = known.identity_id
    elif row.identity_id not in actor.identity_ids:
        raise ServerNotFoundError("")
    params = KINDS[row.action].params.model_validate_json(row.params)
    return Wish(row.action, params, row.account_id, identity_id, known)


def names(plan: Plan, word: str) -> bool:
    """Tell whether a typed word is the server's address or its alias here."""
    known = plan.known
    if known is None:
        return False
    server = known.server
    wanted = {known.alias, server.login_address}
    if server.share_type != 1:
        # The bare address of several servers tells none of them.
        wanted |= {server.address, server.ip, server.share_ip}
    if not server.address:
        wanted.add(known.guid)
    return _plain(word) in {_plain(each) for each in wanted if each}


def _plain(word: str) -> str:
    """Return a word as it is compared: a Chinese keyboard writes wide colons and full stops."""
    return unicodedata.normalize("NFKC", word).replace("。", ".").strip().casefold()


def moved(rows: Sequence[ConfirmationRow], made: Sequence[Plan]) -> list[str]:
    """Return the names of what is no longer as the confirmations showed it."""
    found = [plans.moved(json.loads(row.shown), plan) for row, plan in zip(rows, made, strict=True)]
    return list(dict.fromkeys(name for each in found for name in each))


async def _unmoved(services: Services, asker: Asker, rows: Sequence[ConfirmationRow], made: Sequence[Plan]) -> None:
    found = moved(rows, made)
    if found:
        await _void(services, rows[0])
        raise ConfirmationMovedError(found, await _afresh(services, asker, made))


async def _void(services: Services, row: ConfirmationRow) -> None:
    """End the confirmation; of several presses only the one that does asks afresh."""
    if not await services.store.end_confirmation(row.id, "void"):
        raise confirmations.ended(services.store.confirmation(row.id))


async def _afresh(services: Services, asker: Asker, made: Sequence[Plan]) -> confirmations.Proposal:
    """Ask again for what is still possible of it; raises why nothing is."""
    possible: list[Plan] = []
    refused: list[tuple[KnownServer, OperationsError]] = []
    for plan in made:
        try:
            plans.check(services, asker.actor, plan)
        except (ServerBusyError, NotPossibleError) as error:
            if plan.known is None:
                raise
            refused.append((plan.known, error))
        else:
            possible.append(plan)
    if not possible:
        raise refused[0][1]
    # What was reassigned while it was being asked about is another customer's money by now.
    mine = [plan for plan in possible if plan.identity_id == possible[0].identity_id]
    refused += [(plan.known, MixedOwnersError()) for plan in possible if plan not in mine and plan.known is not None]
    return await confirmations.keep(services, asker, mine, refused=refused)


async def _possible(services: Services, asker: Asker, rows: Sequence[ConfirmationRow], made: Sequence[Plan]) -> None:
    try:
        for plan in made:
            plans.check(services, asker.actor, plan)
    except (ServerBusyError, NotPossibleError):
        if len(rows) == 1:
            raise
        # One of many: the rest need not suffer, but it is another total, and so another question.
        await _void(services, rows[0])
        raise ConfirmationMovedError(["state"], await _afresh(services, asker, made)) from None


def pressed(row: ConfirmationRow, plan: Plan) -> Pressed:
    """Return what the press adds to a confirmation: the reading and the parameters that follow from it."""
    return Pressed(
        row.id,
        before=plan.sight.to_json(),
        params=plan.params.model_dump_json(),
        asked=plan.asked,
        status_message_id=row.message_id,
    )


async def take(services: Services, actor: Actor, rows: Sequence[ConfirmationRow], made: Sequence[Plan]) -> Outcome:
    """Make operations of confirmations, or ask whoever else has to say yes; nothing is read or compared here.

    Raises:
        ConfirmationEndedError: used or ended meanwhile.
        ServerBusyError: another operation is open on a server.
        CreditTooLowError: the credit does not cover it; the confirmations stay open.
        NoStaffError: it needs an approval, and the reseller has no staff chat.
    """
    way = way_of(services, actor, made)
    if way.needs is not None:
        return await _ask(services, actor, rows, way)
    presses = [pressed(row, plan) for row, plan in zip(rows, made, strict=True)]
    try:
        operations = await services.store.confirm(presses, language=actor.language, spend=way.spend)
    except store.AlreadyUsedError as error:
        taskid = (services.store.confirmation(rows[0].id) or rows[0]).taskid
        raise ConfirmationEndedError(error.how, taskid=taskid) from None
    except store.ServerBusyError as error:
        raise busy_with(services, error.taskid, needs_human=error.needs_human) from None
    except store.CreditTooLowError as error:
        raise CreditTooLowError(available=error.available, needed=error.needed) from None
    except store.LimitReachedError:
        # Spent between the look and the transaction: another look says what is to be done now.
        return await take(services, actor, rows, made)
    return Outcome(tuple(operations), None, way)


async def _ask(services: Services, actor: Actor, rows: Sequence[ConfirmationRow], way: Way) -> Outcome:
    try:
        approval = await services.store.ask_approval(
            [row.id for row in rows],
            needs=way.needs or "staff",
            expires_at=services.clock.now() + APPROVAL_LASTS,
            language=actor.language,
            message_id=rows[0].message_id,
        )
    except store.AlreadyUsedError as error:
        raise ConfirmationEndedError(error.how) from None
    except store.NoStaffError:
        raise NoStaffError from None
    return Outcome((), approval, way)
