"""Settling by a person: the reseller has looked and says what became of an operation that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import store
from operations.errors import NotYourApprovalError
from operations.spending import is_staff

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.services import Services
    from store import OperationRow

# Kept with the operation and in the audit log; where it was said stands beside it.
NOTE = "settled in a staff chat"

Outcome = Literal["done", "failed"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a decision.

    Attributes:
        row: the operation as it is now.
        fresh: whether this decision made it so; somebody else may have been quicker.
    """

    row: OperationRow
    fresh: bool


def find(services: Services, actor: Actor, taskid: int) -> OperationRow:
    """Return an operation that is this person's to settle, whether or not it is settled already.

    Raises:
        NotYourApprovalError: not this person's or chat's, or there is no such operation: both look the same.
    """
    row = services.store.operation(taskid)
    if row is None or not is_staff(actor, row.account_id):
        raise NotYourApprovalError
    return row


async def settle(services: Services, actor: Actor, taskid: int, state: Outcome) -> Settled:
    """Decide what became of an operation; its chat is told by the runner, and credit is taken or given back.

    Raises:
        NotYourApprovalError: not this person's or chat's to decide.
    """
    find(services, actor, taskid)
    try:
        row = await services.store.settle(taskid, state, NOTE, decided_by=actor.user_id, decided_chat=actor.chat_id)
    except store.WrongStateError:
        return Settled(find(services, actor, taskid), fresh=False)
    return Settled(row, fresh=True)
