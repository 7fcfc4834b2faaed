from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Policy
from tests.sandbox.engine.caller import NOON

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller

FORWARDING = {"service_type": 1, "form": "default"}
RULE = {"weight": 10, "name": "远程桌面", "direction": "Inbound", "protocol": "tcp", "operation": "Allow"}


@pytest.fixture
def shared(engine: StandInEngine) -> ServerState:
    engine.add_line(share_type=1, share_host="203.0.113.10")
    return engine.add_server(1001, share_ip="203.0.113.10:10022")


async def test_ports_come_and_go(engine: StandInEngine, caller: Caller, shared: ServerState) -> None:
    own = {"guid": shared.guid, "remark": "网站", "local_port": 8080, **FORWARDING}
    data = await caller.data("create_port", **own, port_type=2)
    assert data["share_ip"] == "203.0.113.10"
    info = data["port_info"]
    assert (info["public_ip"], info["public_port"], info["local_port"]) == ("203.0.113.10", "8080", "8080")
    assert (info["local_ip"], info["remark"], info["service_id"]) == (shared.local_ip, "网站", str(shared.number))
    assert (await caller.data("getserver", guid=shared.guid))["port"] == [info]
    assert await caller.refused("create_port", **own, port_type=2) == "公网端口已被占用"
    random = (await caller.data("create_port", **own, port_type=1))["port_info"]
    assert 10_000 <= int(random["public_port"]) <= 60_000
    assert random["guid"] != info["guid"]
    assert await caller.data("delete_port", guid=shared.guid, port_guid=info["guid"], **FORWARDING) == []
    assert (await caller.data("getserver", guid=shared.guid))["port"] == [random]
    gone = await caller.refused("delete_port", guid=shared.guid, port_guid=info["guid"], **FORWARDING)
    assert gone == "端口不存在"
    assert [effect.action for effect in engine.effects] == ["create_port", "create_port", "delete_port"]


async def test_a_public_port_is_taken_for_all_behind_the_address(
    engine: StandInEngine, caller: Caller, shared: ServerState
) -> None:
    other = engine.add_server(1001, share_ip="203.0.113.10:10023")
    own = {"remark": "网站", "local_port": 80, "port_type": 2, **FORWARDING}
    await caller.data("create_port", guid=shared.guid, **own)
    assert await caller.refused("create_port", guid=other.guid, **own) == "公网端口已被占用"


async def test_random_ports_do_not_collide(
    engine: StandInEngine, caller: Caller, shared: ServerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    thrown = iter([20_000, 20_000, 20_001])
    monkeypatch.setattr(engine.world.random, "randint", lambda _low, _high: next(thrown))
    own = {"guid": shared.guid, "remark": "网站", "local_port": 80, "port_type": 1, **FORWARDING}
    for _ in range(2):
        await caller.data("create_port", **own)
    assert [port.public_port for port in shared.ports] == [20_000, 20_001]


async def test_an_own_address_has_no_ports(caller: Caller, server: ServerState) -> None:
    own = {"guid": server.guid, "remark": "网站", "local_port": 80, "port_type": 1, **FORWARDING}
    assert await caller.refused("create_port", **own) == "非共享业务，不能申请端口"


async def test_policies_come_and_go(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    own = {"guid": server.guid, **RULE, "remote_ip": "192.0.2.0/24", "local_port": "5-15"}
    info = (await caller.data("add_hardpolicy", **own))["policy_info"]
    told = [info[name] for name in ("name", "weight", "direction", "action", "protocol", "remote_ip", "local_port")]
    assert told == ["远程桌面", "10", "Inbound", "Allow", "tcp", "192.0.2.0/24", "5-15"]
    assert (info["status"], info["strategy_type"]) == ("1", "1")
    assert (await caller.data("getserver", guid=server.guid))["securityPolicyList"] == [info]
    assert await caller.refused("add_hardpolicy", guid=server.guid, **RULE) == "权重不能重复"
    assert await caller.data("del_hardpolicy", guid=server.guid, policy_guid=info["guid"]) == []
    assert (await caller.data("getserver", guid=server.guid))["securityPolicyList"] == []
    gone = await caller.refused("del_hardpolicy", guid=server.guid, policy_guid=info["guid"])
    assert gone == "安全策略不存在"
    assert [effect.action for effect in engine.effects] == ["add_hardpolicy", "del_hardpolicy"]


async def test_address_and_port_of_a_policy_are_optional(caller: Caller, server: ServerState) -> None:
    info = (await caller.data("add_hardpolicy", guid=server.guid, **RULE, remote_ip=""))["policy_info"]
    assert (info["remote_ip"], info["local_port"]) == ("", "")


async def test_preset_policies_stay(caller: Caller, server: ServerState) -> None:
    server.policies = [Policy(guid="1700000000000001", number=1, weight=10, created_at=NOON, strategy_type=2)]
    own = {"guid": server.guid, "policy_guid": "1700000000000001"}
    assert await caller.refused("del_hardpolicy", **own) == "预设策略不能删除"
    assert await caller.refused("add_hardpolicy", guid=server.guid, **RULE) == "权重不能重复"
    assert len(server.policies) == 1


async def test_a_line_without_firewall(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.world.lines[server.line_guid].functions = ()
    assert await caller.refused("add_hardpolicy", guid=server.guid, **RULE) == "线路未开放该功能"
    own = {"guid": server.guid, "policy_guid": "1700000000000001"}
    assert await caller.refused("del_hardpolicy", **own) == "线路未开放该功能"
