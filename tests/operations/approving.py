"""What the tests of approvals have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from operations import approvals
from operations.kinds.parameters import Downgrade
from tests.operations.asking import MONTH, ask, press
from tests.operations.conftest import RITA, STAFF

if TYPE_CHECKING:
    from operations.access import Actor
    from operations.approvals import Decided
    from operations.kinds import Params
    from store import ApprovalRow
    from tests.operations.conftest import World

DAY = 86400.0
PRICE = Decimal("198.00")
DOWNGRADE = Downgrade(cpu=2, memory=2, bandwidth=5, defense=5)


async def waiting(world: World, nickname: str = "web-1", action: str = "renew", params: Params = MONTH) -> ApprovalRow:
    """A question of Alice's that the reseller has to say yes to."""
    await world.staff_chat()
    outcome = await press(world, await ask(world, nickname, action, params))
    assert outcome.approval is not None
    return outcome.approval


def rita(world: World) -> Actor:
    return world.actor(RITA, STAFF)


async def approve(world: World, row: ApprovalRow, actor: Actor | None = None) -> Decided:
    return await approvals.approve(world.services, actor or rita(world), row.id)


def ended_how(world: World, row: ApprovalRow) -> str | None:
    now = world.store.approval(row.id)
    assert now is not None
    return now.ended_how
