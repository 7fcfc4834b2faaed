from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from store import ApprovalEndedError
from tests.store.test_approvals import approve, ask

if TYPE_CHECKING:
    from tests.store.conftest import World


async def test_a_yes_and_a_withdrawal_at_once(world: World) -> None:
    """Whichever the writer takes first counts; the other changes nothing."""
    await world.store.set_staff(-9, world.account_id, on=True)
    await world.nonce()
    await world.nonce(guid="g2")
    first, second = await ask(world, 1), await ask(world, 2)
    owner = {"decided_by": 100, "decided_chat": 100}
    yes_first = await asyncio.gather(
        approve(world, first, 1), world.store.end_approval(first.id, "withdrawn", **owner), return_exceptions=True
    )
    taken_back_first = await asyncio.gather(
        world.store.end_approval(second.id, "withdrawn", **owner), approve(world, second, 2), return_exceptions=True
    )
    assert [type(result) for result in yes_first] == [list, bool]
    assert yes_first[1] is False
    assert taken_back_first[0] is True
    assert isinstance(taken_back_first[1], ApprovalEndedError)
    assert taken_back_first[1].how == "withdrawn"
    assert [each.guid for each in world.store.operations()] == ["g1"]


async def test_a_withdrawal_is_in_the_audit(world: World) -> None:
    await world.store.set_staff(-9, world.account_id, on=True)
    await world.nonce()
    approval = await ask(world, 1)
    await world.store.end_approval(approval.id, "withdrawn", decided_by=100, decided_chat=100)
    rows = world.store._rows("SELECT kind, data FROM audit ORDER BY id", ())
    assert [kind for kind, _ in rows] == ["approval-asked", "approval-withdrawn"]
    assert json.loads(rows[1][1])["decided_by"] == 100
    assert world.store.verify_audit().problems == []
