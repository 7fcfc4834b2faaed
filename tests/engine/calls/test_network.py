from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import Customer, Direction, Engine, PortType, Protocol, Verdict

if TYPE_CHECKING:
    from tests.engine.peer import Peer


async def add(
    engine: Engine, customer: Customer, *, remote_ip: str | None = None, local_port: str | None = None
) -> str:
    policy = await engine.add_hardpolicy(
        "1",
        weight=1,
        name="n",
        direction=Direction.INBOUND,
        protocol=Protocol.UDP,
        operation=Verdict.DENY,
        remote_ip=remote_ip,
        local_port=local_port,
        customer=customer,
        taskid=1,
    )
    return policy.guid


async def test_the_vendors_samples(engine: Engine, customer: Customer) -> None:
    created = await engine.create_port("1", local_port=8080, remark="r", customer=customer, taskid=1)
    assert (created.share_ip, created.port.public_port, created.port.local_port) == ("putianyun.com", 10033, 8080)
    assert (created.port.guid, created.port.remark) == ("3045ac3d-3cd8-480e-872f-778900c46dad", "申请公网端口")
    assert (created.port.is_deleted, created.port.is_used) == (False, True)
    assert await add(engine, customer) == "1708300552317770"


@pytest.mark.parametrize("local_port", [1, 65535])
async def test_ports_within_limits(local_port: int, engine: Engine, peer: Peer, customer: Customer) -> None:
    await engine.create_port("1", local_port=local_port, remark="", customer=customer, taskid=1)
    assert peer.forms[0]["local_port"] == str(local_port)
    assert peer.forms[0]["port_type"] == str(PortType.RANDOM.value) == "1"


@pytest.mark.parametrize("local_port", [0, -1, 65536])
async def test_ports_beyond(local_port: int, engine: Engine, peer: Peer, customer: Customer) -> None:
    with pytest.raises(ValueError, match="1 to 65535"):
        await engine.create_port("1", local_port=local_port, remark="", customer=customer, taskid=1)
    assert peer.bodies == []


@pytest.mark.parametrize("value", ["0", "80", "5-15", "80-80", "65535"])
async def test_ports_of_a_policy(value: str, engine: Engine, peer: Peer, customer: Customer) -> None:
    await add(engine, customer, local_port=value)
    assert peer.forms[0]["local_port"] == value


@pytest.mark.parametrize("value", ["", "x", "15-5", "80-", "65536", "80,90", "-1", "80 "])
async def test_ports_that_no_policy_takes(value: str, engine: Engine, peer: Peer, customer: Customer) -> None:
    with pytest.raises(ValueError, match="ports are"):
        await add(engine, customer, local_port=value)
    assert peer.bodies == []


@pytest.mark.parametrize("value", ["192.0.2.1", "192.0.2.0/24", "192.0.2.9/24", "2001:db8::/32"])
async def test_remote_addresses(value: str, engine: Engine, peer: Peer, customer: Customer) -> None:
    await add(engine, customer, remote_ip=value)
    assert peer.forms[0]["remote_ip"] == value


@pytest.mark.parametrize("value", ["", "x", "192.0.2.256", "192.0.2.0/33", "192.0.2.1-9"])
async def test_what_is_no_remote_address(value: str, engine: Engine, peer: Peer, customer: Customer) -> None:
    with pytest.raises(ValueError, match="IPv4 or IPv6"):
        await add(engine, customer, remote_ip=value)
    assert peer.bodies == []
