"""`create_port`, `delete_port`, `add_hardpolicy`, `del_hardpolicy`: done by the time of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.preconditions import function_open, usable
from sandbox.engine.progress import record
from sandbox.engine.refused import Refused
from sandbox.engine.server_state import Policy, Port
from sandbox.engine.wire import policy_row, port_row

if TYPE_CHECKING:
    from sandbox.engine.call import Call

_RANDOM_PORT = "1"
_PRESET = 2
_LOWEST_RANDOM, _HIGHEST_RANDOM = 10_000, 60_000


def create_port(call: Call) -> dict[str, object]:
    """Forward a public port of the shared address; the same inner port may be forwarded twice."""
    server, world = call.server, call.world
    if server.share_type != 1:
        raise Refused("非共享业务，不能申请端口")
    usable(server)
    host = server.share_ip.partition(":")[0] or call.line.share_host
    taken = {port.public_port for other in world.servers.values() for port in other.ports if port.public_ip == host}
    public_port = local_port = call.number("local_port")
    if call.form["port_type"] == _RANDOM_PORT:
        public_port = world.random.randint(_LOWEST_RANDOM, _HIGHEST_RANDOM)
        while public_port in taken:
            public_port = world.random.randint(_LOWEST_RANDOM, _HIGHEST_RANDOM)
    elif public_port in taken:
        raise Refused("公网端口已被占用")
    port = Port(
        guid=world.numbering.uuid(),
        number=world.numbering.number(),
        public_ip=host,
        public_port=public_port,
        local_ip=server.local_ip,
        local_port=local_port,
        created_at=call.now,
        remark=call.form["remark"],
    )
    record(call, [server])
    server.ports.append(port)
    return {"port_info": port_row(port, server), "share_ip": host}


def delete_port(call: Call) -> list[object]:
    """Take a forwarding away."""
    server = call.server
    usable(server)
    port = next((one for one in server.ports if one.guid == call.form["port_guid"]), None)
    if port is None:
        raise Refused("端口不存在")
    record(call, [server])
    server.ports.remove(port)
    return []


def add_hardpolicy(call: Call) -> dict[str, object]:
    """Add a firewall rule; no two rules of a server have the same weight."""
    server, form, numbering = call.server, call.form, call.world.numbering
    function_open(call.line, "security_policy")
    usable(server)
    weight = call.number("weight")
    if any(policy.weight == weight for policy in server.policies):
        raise Refused("权重不能重复")
    policy = Policy(
        guid=numbering.guid(),
        number=numbering.number(),
        weight=weight,
        created_at=call.now,
        name=form["name"],
        direction=form["direction"],
        action=form["operation"],
        protocol=form["protocol"],
        remote_ip=form.get("remote_ip", ""),
        local_port=form.get("local_port", ""),
        switch_name="private_net",
    )
    record(call, [server])
    server.policies.append(policy)
    return {"policy_info": policy_row(policy, server)}


def del_hardpolicy(call: Call) -> list[object]:
    """Take a firewall rule away; preset ones stay."""
    server = call.server
    function_open(call.line, "security_policy")
    usable(server)
    policy = next((one for one in server.policies if one.guid == call.form["policy_guid"]), None)
    if policy is None:
        raise Refused("安全策略不存在")
    if policy.strategy_type == _PRESET:
        raise Refused("预设策略不能删除")
    record(call, [server])
    server.policies.remove(policy)
    return []
