from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from operations.ledger_watch import alert_low_credit
from tests.operations.conftest import ALICE
from tests.operations.rows import operation

if TYPE_CHECKING:
    from store import NoticeRow, OperationRow
    from tests.operations.conftest import World

STAFF = (-2001, -2002)


async def bought(world: World, number: str, funding: str | None = "credit") -> OperationRow:
    return await operation(
        world.services,
        "done",
        account_id=world.account_id,
        identity_id=world.identities["alice"],
        guid=world.made.servers["web-1"],
        chat_id=ALICE,
        user_id=ALICE,
        funding=funding,
        order_no=number,
        outcome="done",
    )


def told(world: World) -> list[NoticeRow]:
    return [row for row in world.store.due_notices(world.clock.now()) if row.kind == "credit-low"]


async def test_each_staff_chat_hears_once_per_top_up(world: World) -> None:
    for chat_id in STAFF:
        await world.store.set_staff(chat_id, world.account_id, on=True)
    identity_id = world.identities["alice"]
    await world.store.add_top_up(identity_id, Decimal(160))
    row = await bought(world, "A1")
    await alert_low_credit(world.services, row)
    assert told(world) == [], "88.00 are left: enough for another one"

    row = await bought(world, "A2")
    await alert_low_credit(world.services, row)
    await alert_low_credit(world.services, row)
    assert [(each.chat_id, each.subject) for each in told(world)] == [
        (chat_id, {"identity": identity_id, "taskid": row.taskid}) for chat_id in sorted(STAFF)
    ]

    await world.store.add_top_up(identity_id, Decimal(50))
    await alert_low_credit(world.services, row)
    assert len(told(world)) == 4


async def test_other_money_is_not_watched(world: World) -> None:
    await world.store.set_staff(STAFF[0], world.account_id, on=True)
    await alert_low_credit(world.services, await bought(world, "A1", "open"))
    await alert_low_credit(world.services, await bought(world, "A2", None))
    assert told(world) == []
