"""What nobody presses at the moment: operations that a person allowed beforehand, done in their name.

They go the way of any press: a fresh reading, the same checks, the same spending policy, one transaction. What stands
for the press is a deduplication key, so however often it is tried, one key makes one operation or one approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import store
from operations import access, confirmations, plans, pressing, servers
from operations.access import Role
from operations.confirmations import Asker
from operations.errors import NotAllowedError, OperationsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from operations.access import Actor
    from operations.plans import Plan, Wish
    from operations.services import Services
    from store import ApprovalRow, OperationRow


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of a deduplication key: one of the two.

    Attributes:
        operation: what the runner does, or did.
        approval: what waits for somebody's yes, or waited in vain.
    """

    operation: OperationRow | None
    approval: ApprovalRow | None


def absent(services: Services, *, chat_id: int, user_id: int, language: str) -> Actor:
    """Return a person who is not there as grants and roles are now.

    Raises:
        NotAllowedError: the chat holds nothing any more.
    """
    actor = access.identify(services, chat_id=chat_id, user_id=user_id, private=chat_id > 0, telegram_language=language)
    if actor is None:
        raise NotAllowedError(needed=Role.OWNER, role=Role.VIEWER)
    return actor


def placed(services: Services, dedupe_key: str) -> Placed | None:
    """Return what came of a key, None where nothing has."""
    row = services.store.confirmation_by_dedupe_key(dedupe_key)
    if row is None or (row.taskid is None and row.approval_id is None):
        return None
    operation = services.store.operation(row.taskid) if row.taskid is not None else None
    approval = services.store.approval(row.approval_id) if row.approval_id is not None else None
    return Placed(operation, approval)


async def place(
    services: Services,
    asker: Asker,
    wish: Wish,
    *,
    dedupe_key: str,
    ensure: Callable[[Plan], None] | None = None,
) -> Placed:
    """Read everything, check everything, and make the operation or the request for approval that the key stands for.

    Args:
        services: the store and the engines.
        asker: who allowed it, as they are now.
        wish: what is to be done; its kind must not be one that asks for a typed word.
        dedupe_key: makes it happen once.
        ensure: raises where the plan is not within what was allowed: its price above all.

    Returns:
        What came of the key, now or earlier.

    Raises:
        NotAllowedError: the person has lost the chat or the role.
        ServerNotFoundError: the server is no longer this chat's.
        EngineUnavailableError: it could not be read.
        ServerBusyError: another operation is open on it, or one that needs a human bars this kind.
        NotPossibleError: its state, its line or the parameters forbid it.
        CreditTooLowError: the credit does not cover it.
        NoStaffError: it needs an approval, and the reseller has no staff chat.
        OperationsError: whatever `ensure` raises. After all of these the key may be tried again.
    """
    if wish.kind.typed:
        raise ValueError(f"{wish.action} wants a typed word")
    done = placed(services, dedupe_key)
    if done is not None:
        return done
    asker.actor.require(wish.kind.role)
    plan = await plans.draw_up(services, wish, since=services.clock.now())
    # The reading took its time: whoever lost a right meanwhile has lost it.
    asker = Asker(access.again(services, asker.actor), asker.thread_id)
    if wish.known is not None:
        known = servers.by_guid(services, asker.actor, wish.account_id, wish.known.guid)
        if known.identity_id != wish.identity_id:
            raise NotAllowedError(needed=wish.kind.role, role=asker.actor.role)
    plans.check(services, asker.actor, plan)
    if ensure is not None:
        ensure(plan)
    return await _take(services, asker, plan, dedupe_key)


async def _take(services: Services, asker: Asker, plan: Plan, dedupe_key: str) -> Placed:
    try:
        nonce = await confirmations.write_down(
            services,
            asker,
            plan,
            expires_at=services.clock.now() + services.timing.confirm,
            dedupe_key=dedupe_key,
        )
        row = services.store.confirmation_by_nonce(nonce)
        if row is None:
            raise LookupError("a confirmation that was just written down is gone")
        try:
            outcome = await pressing.take(services, asker.actor, [row], [plan])
        except OperationsError:
            await services.store.end_confirmation(row.id, "void")
            raise
    except store.DuplicateError:
        # Another process was quicker.
        done = placed(services, dedupe_key)
        if done is None:
            raise
        return done
    return Placed(outcome.operations[0] if outcome.operations else None, outcome.approval)
