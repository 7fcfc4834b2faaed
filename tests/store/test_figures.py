from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from store import OPEN_STATES, EndCount, OrderCount, StateCount

if TYPE_CHECKING:
    from tests.store.conftest import World

T = 1_800_000_000.0
DAY = 86400.0


def row(
    guid: str, days: float | None = None, *, dead: bool = False, **data: object
) -> tuple[str, str, None, bool, str]:
    end = None if days is None else datetime.fromtimestamp(T + days * DAY, UTC).isoformat()
    values = {"order_status": 1, "run_status": 1, "blocked": False, "end_time": end} | data
    return (guid, f"10.0.0.{guid[1:]}", None, dead, json.dumps(values))


async def test_an_account_at_a_glance(world: World) -> None:
    store, account = world.store, world.account_id
    await store.keep_page(
        account,
        [
            row("g1", 3),
            row("g2", 1),
            row("g3", 8, run_status=-1),
            row("g4", -2, order_status=3),
            row("g5", -1, run_status=None, blocked=True),
            row("g6", 2, dead=True),
            row("g7", None, run_status="odd", blocked=None),
            ("g8", "", None, False, "no JSON"),
        ],
        read_at=T,
    )
    figures = await store.account_figures(account, ending_before=T + 7 * DAY, orders_since=T - DAY, names=1)
    assert set(figures.states) == {
        StateCount(1, None, False, 1),
        StateCount(1, None, True, 1),
        StateCount(1, -1, False, 1),
        StateCount(1, 1, False, 2),
        StateCount(3, 1, False, 1),
    }
    assert figures.ending == EndCount(2, ("10.0.0.2",))
    assert figures.expired == EndCount(2, ("10.0.0.5",))
    assert figures.orders == OrderCount(0, Decimal("0.00"), 0)


async def test_orders_that_were_done(world: World) -> None:
    store = world.store
    for number, price in enumerate(("29.90", "0.10", None)):
        new = await store.create_operation(
            **world.operation(guid=f"g{number}", order_no=f"A{number}", price=None if price is None else Decimal(price))
        )
        await store.claim(new.taskid, owner="o", lease_seconds=9, now=T, from_states=OPEN_STATES)
        await store.move(new.taskid, owner="o", from_state="confirmed", to_state="sending")
        await store.move(new.taskid, owner="o", from_state="sending", to_state="done")
    await store.create_operation(**world.operation(guid="g9", order_no="A9", price=Decimal(5)))
    figures = await store.account_figures(world.account_id, ending_before=T, orders_since=T, names=3)
    assert figures.orders == OrderCount(3, Decimal("30.00"), 1)
    figures = await store.account_figures(world.account_id, ending_before=T, orders_since=T + 1, names=3)
    assert figures.orders.count == 0
