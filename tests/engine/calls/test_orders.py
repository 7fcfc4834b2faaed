from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import BoughtServer, Customer, Engine, ProtocolError
from tests.engine.peer import SAMPLES, Peer, says

BOUGHT = SAMPLES["create_new"]["data"]["servers"][0]


async def buy(engine: Engine, customer: Customer, **changed: Any) -> list[BoughtServer]:
    order: dict[str, Any] = {
        "line_guid": "28",
        "cpu": 1,
        "memory": 1,
        "harddisks": [10],
        "bandwidth": 30,
        "defense": 5,
        "system_guid": "2",
        "password": "Passw0rd!",
        "months": 1,
        "num": 1,
        "order_no": "A1",
    }
    return await engine.create_new(**order | changed, customer=customer, taskid=1)


async def test_the_vendors_sample(engine: Engine, customer: Customer) -> None:
    (server,) = await buy(engine, customer)
    assert (server.guid, server.ip, server.local_ip) == ("1708214641590230", "192.23.18.15", "10.23.18.15")
    assert (server.cpu, server.memory, server.harddisks, server.bandwidth, server.defense) == (1, 1, (10,), 1, 0)
    assert server.end_time == datetime(2021, 9, 16, 2, 20, 29, tzinfo=UTC)
    assert (server.share_ip, server.login_port, server.pppoe_password) == (None, 22, None)


async def test_several_as_an_object_keyed_by_index(engine: Engine, peer: Peer, customer: Customer) -> None:
    peer.then(
        says({"code": 0, "data": {"servers": {"0": BOUGHT, "1": BOUGHT | {"guid": 7, "pppoe_password": "dial"}}}})
    )
    servers = await buy(engine, customer, num=2)
    assert [server.guid for server in servers] == ["1708214641590230", "7"]
    assert servers[1].pppoe_password == "dial"
    assert "dial" not in repr(servers)


@pytest.mark.parametrize("servers", [[], [BOUGHT, {}], None, "?"])
async def test_what_money_bought_is_never_left_out(
    servers: Any, engine: Engine, peer: Peer, customer: Customer
) -> None:
    peer.then(says({"code": 0, "data": {"servers": servers}}))
    with pytest.raises(ProtocolError) as caught:
        await buy(engine, customer)
    assert not caught.value.surely_not_executed


async def test_a_purchase_without_data_disks_or_ceiling(engine: Engine, peer: Peer, customer: Customer) -> None:
    await buy(engine, customer, harddisks=())
    assert peer.forms[0]["harddisks"] == ""
    assert "clientPrice" not in peer.forms[0]


@pytest.mark.parametrize(("price", "sent"), [("109.50", "109.50"), ("0", "0"), ("1E+3", "1000"), ("1e-2", "0.01")])
async def test_the_ceiling_is_spelt_as_money(
    price: str, sent: str, engine: Engine, peer: Peer, customer: Customer
) -> None:
    await buy(engine, customer, client_price=Decimal(price))
    assert peer.forms[0]["clientPrice"] == sent


@pytest.mark.parametrize("number", ["", "x" * 21])
async def test_order_numbers_that_do_not_fit(number: str, engine: Engine, peer: Peer, customer: Customer) -> None:
    who: dict[str, Any] = {"customer": customer, "taskid": 1, "order_no": number}
    sizes: dict[str, Any] = {"cpu": 1, "memory": 1, "bandwidth": 1, "defense": 1}
    end = datetime(2030, 1, 1, tzinfo=UTC)
    for call in (
        buy(engine, customer, order_no=number),
        engine.upgrade("1", password="p", harddisks=[10], **sizes, **who),
        engine.renew_for_rd("1", **sizes, **who),
        engine.renew("1", months=1, client_end_time=end, **who),
        engine.createsnapshot("1", days=1, **who),
        engine.renewsnapshot("1", name="x", days=1, **who),
    ):
        with pytest.raises(ValueError, match="1 to 20 characters"):
            await call
    assert peer.bodies == []


async def test_a_renewal_needs_a_time_with_a_zone(engine: Engine, peer: Peer, customer: Customer) -> None:
    naive = datetime(2030, 1, 1)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="without a zone"):
        await engine.renew("1", months=1, client_end_time=naive, order_no="A1", customer=customer, taskid=1)
    assert peer.bodies == []
