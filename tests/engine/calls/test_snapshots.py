from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine import Customer, Engine, ProtocolError
from tests.engine.peer import Peer, says


async def test_the_vendors_samples(engine: Engine, customer: Customer) -> None:
    created = await engine.createsnapshot("1", order_no="A1", days=7, customer=customer, taskid=1)
    assert created.name == "ujerm"
    assert created.create_time == datetime(2021, 8, 16, 7, 55, 29, tzinfo=UTC)
    assert created.end_time == datetime(2021, 8, 23, 7, 55, 29, tzinfo=UTC)
    renewed = await engine.renewsnapshot("1", name="ujerm", order_no="A2", months=1, customer=customer, taskid=2)
    assert renewed.end_time == datetime(2021, 8, 23, 7, 55, 29, tzinfo=UTC)
    assert await engine.revertsnapshot("1", name="yegta", customer=customer, taskid=3) == "yegta"
    assert await engine.removesnapshot("1", name="yegta", customer=customer, taskid=4) == "yegta"
    assert (await engine.listsnapshot("1", customer=customer)).names == {"twqag", "yegta"}


async def test_no_snapshots(engine: Engine, peer: Peer, customer: Customer) -> None:
    peer.then(says({"code": 0, "message": "success", "data": []}))
    assert (await engine.listsnapshot("1", customer=customer)).snapshots == ()


async def test_success_without_the_name(engine: Engine, peer: Peer, customer: Customer) -> None:
    peer.then(*[says({"code": 0, "message": "success", "data": []})] * 2)
    assert await engine.removesnapshot("1", name="x", customer=customer, taskid=1) is None
    with pytest.raises(ProtocolError):
        await engine.createsnapshot("1", order_no="A1", days=1, customer=customer, taskid=2)


@pytest.mark.parametrize(("days", "months"), [(None, None), (1, 1), (0, None), (None, -1)])
async def test_a_period_is_days_or_months(
    days: int | None, months: int | None, engine: Engine, peer: Peer, customer: Customer
) -> None:
    with pytest.raises(ValueError, match="either days or months"):
        await engine.createsnapshot("1", order_no="A1", days=days, months=months, customer=customer, taskid=1)
    with pytest.raises(ValueError, match="either days or months"):
        await engine.renewsnapshot("1", name="x", order_no="A1", days=days, months=months, customer=customer, taskid=1)
    assert peer.bodies == []
