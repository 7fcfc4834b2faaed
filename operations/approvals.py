"""Approvals: what somebody confirmed and somebody else has to say yes to, a second owner or the reseller.

Bound to what was confirmed; single use; 24 hours. At the yes everything is read again, as at any press: if something
moved, the approval is void and the person is told to ask afresh. Who may decide is asked at the yes, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import store
from operations import access, plans, pressing
from operations.access import Role
from operations.errors import (
    ApprovalEndedError,
    ApprovalMovedError,
    CreditTooLowError,
    NoStaffError,
    NotAllowedError,
    NotPossibleError,
    NotYourApprovalError,
    ServerNotFoundError,
)
from operations.kinds import KINDS
from operations.spending import is_staff, way_of
from operations.starting import busy_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.access import Actor
    from operations.plans import Plan
    from operations.services import Services
    from store import ApprovalRow, ConfirmationRow, OperationRow


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision.

    Attributes:
        approval: as it is now.
        operations: what the runner now does; empty for a no, or where the reseller has to say yes, too.
        passed_on: the request to the reseller that a second owner's yes became.
    """

    approval: ApprovalRow
    operations: tuple[OperationRow, ...] = ()
    passed_on: ApprovalRow | None = None


async def decline(services: Services, actor: Actor, approval_id: int) -> Decided:
    """Say no; the person who asked is told.

    Raises:
        NotYourApprovalError: not this person's or chat's to decide.
        ApprovalEndedError: decided, expired or void already.
    """
    row = await _usable(services, actor, approval_id)
    if not await services.store.end_approval(row.id, "declined", decided_by=actor.user_id, decided_chat=actor.chat_id):
        raise _ended(services, approval_id)
    return Decided(_read(services, approval_id))


async def approve(services: Services, actor: Actor, approval_id: int) -> Decided:
    """Say yes: read everything again and let it be done.

    Raises:
        NotYourApprovalError: not this person's or chat's to decide.
        ApprovalEndedError: decided, expired or void already.
        ApprovalMovedError: what was confirmed no longer holds; it is void and the person who asked is told.
        EngineUnavailableError: a server could not be read; it stays open.
        ServerBusyError: another operation is open on it; it stays open.
        CreditTooLowError: the credit does not cover it any more; it stays open.
        NoStaffError: the reseller has to say yes, too, and has no staff chat.
    """
    row = await _usable(services, actor, approval_id)
    rows = services.store.approval_confirmations(row.id)
    try:
        asker = _asker(services, row, rows)
        made = await pressing.again(services, asker, rows)
        # The reading took its time: ask for every right again.
        await _usable(services, _still(services, actor), approval_id)
        asker = _asker(services, row, rows)
        for each in rows:
            pressing.wish_of(services, asker, each)
    except (NotAllowedError, ServerNotFoundError):
        raise await _void(services, actor, row, ["owner"]) from None
    found = pressing.moved(rows, made)
    if found:
        raise await _void(services, actor, row, found)
    try:
        for plan in made:
            plans.check(services, asker, plan)
    except NotPossibleError:
        raise await _void(services, actor, row, ["state"]) from None
    if row.needs == "owner":
        return await _second(services, actor, row, made, asker)
    return await _done(services, actor, row, made, store.Spend(row.identity_id, "approval"))


async def expire(services: Services) -> int:
    """End what nobody decided in time; the people who asked are told. Return how many those were."""
    due = services.store.due_approvals(services.clock.now())
    return sum([await services.store.end_approval(row.id, "expired") for row in due])


def may_decide(actor: Actor, row: ApprovalRow) -> bool:
    """Tell whether this person, in this chat, is one of those who decide."""
    if row.needs == "staff":
        return is_staff(actor, row.account_id)
    return actor.chat_id == row.chat_id and actor.user_id != row.user_id and actor.role.reaches(Role.OWNER)


async def _usable(services: Services, actor: Actor, approval_id: int) -> ApprovalRow:
    row = services.store.approval(approval_id)
    # One that does not exist and one that is not theirs look the same.
    if row is None or not may_decide(actor, row):
        raise NotYourApprovalError
    if row.ended_how is not None:
        raise ApprovalEndedError(row.ended_how)
    if services.clock.now() >= row.expires_at:
        await services.store.end_approval(row.id, "expired")
        raise ApprovalEndedError("expired")
    return row


def _still(services: Services, actor: Actor) -> Actor:
    """Return who decides, as they are now; who lost the chat decides nothing, and voids nothing either."""
    try:
        return access.again(services, actor)
    except NotAllowedError:
        raise NotYourApprovalError from None


def _asker(services: Services, row: ApprovalRow, rows: Sequence[ConfirmationRow]) -> Actor:
    """Return who asked, as they are now.

    Raises:
        NotAllowedError: they lost the chat's grant or the role since.
    """
    actor = access.identify(
        services,
        chat_id=row.chat_id,
        user_id=row.user_id,
        private=row.chat_id > 0,
        telegram_language=row.language,
    )
    if actor is None:
        raise NotAllowedError(needed=Role.OWNER, role=Role.VIEWER)
    actor.require(KINDS[rows[0].action].role)
    return actor


async def _second(services: Services, actor: Actor, row: ApprovalRow, made: Sequence[Plan], asker: Actor) -> Decided:
    """Let a second owner's yes be done, or let the reseller say theirs, too."""
    way = way_of(services, asker, made, seconded=True)
    if way.needs is None:
        try:
            return await _done(services, actor, row, made, way.spend)
        except store.LimitReachedError:
            # Spent between the look and the transaction: another look says what is to be done now.
            return await _second(services, actor, row, made, asker)
    try:
        passed_on = await services.store.pass_on(
            row.id,
            decided_by=actor.user_id,
            decided_chat=actor.chat_id,
            expires_at=services.clock.now() + pressing.APPROVAL_LASTS,
        )
    except store.ApprovalEndedError as error:
        raise ApprovalEndedError(error.how) from None
    except store.NoStaffError:
        raise NoStaffError from None
    return Decided(_read(services, row.id), passed_on=passed_on)


async def _done(
    services: Services, actor: Actor, row: ApprovalRow, made: Sequence[Plan], spend: store.Spend
) -> Decided:
    rows = services.store.approval_confirmations(row.id)
    try:
        operations = await services.store.approve(
            row.id,
            decided_by=actor.user_id,
            decided_chat=actor.chat_id,
            presses=[pressing.pressed(each, plan) for each, plan in zip(rows, made, strict=True)],
            language=row.language,
            spend=spend,
        )
    except store.ApprovalEndedError as error:
        raise ApprovalEndedError(error.how) from None
    except store.ServerBusyError as error:
        raise busy_with(services, error.taskid, needs_human=error.needs_human) from None
    except store.CreditTooLowError as error:
        raise CreditTooLowError(available=error.available, needed=error.needed) from None
    return Decided(_read(services, row.id), tuple(operations))


async def _void(services: Services, actor: Actor, row: ApprovalRow, found: list[str]) -> Exception:
    if not await services.store.end_approval(row.id, "void", decided_by=actor.user_id, decided_chat=actor.chat_id):
        return _ended(services, row.id)
    return ApprovalMovedError(found)


def _ended(services: Services, approval_id: int) -> ApprovalEndedError:
    return ApprovalEndedError(_read(services, approval_id).ended_how or "void")


def _read(services: Services, approval_id: int) -> ApprovalRow:
    row = services.store.approval(approval_id)
    if row is None:
        raise NotYourApprovalError
    return row
