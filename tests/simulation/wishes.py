"""What people may ask for on a server, as parameters that may or may not be possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Direction, PortType, Protocol, Verdict
from operations.kinds.parameters import (
    Downgrade,
    Install,
    MakePolicy,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    NoParams,
    Password,
    Purchase,
    RemovePolicy,
    RemovePort,
    Renew,
    RenewSnapshot,
    Resize,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from operations.kinds import Params
    from sandbox.engine import ServerState
    from tests.simulation.world import World

# Paid and destructive ones most of all.
WEIGHTS = {
    "renew": 8,
    "create_new": 5,
    "createsnapshot": 6,
    "renewsnapshot": 3,
    "upgrade": 4,
    "renew_for_rd": 2,
    "install": 3,
    "refund": 3,
    "revertsnapshot": 2,
    "removesnapshot": 2,
    "setpsw": 2,
    "setvnc": 1,
    "create_port": 1,
    "delete_port": 1,
    "add_hardpolicy": 1,
    "del_hardpolicy": 1,
    "start": 2,
    "stop": 2,
    "stop_h": 1,
    "restart": 2,
    "restart_h": 1,
}
# Satisfies every line's rules.
_PASSWORD = "Aa1!" + "bC2#dE3%fG4"


def action_for(rng: random.Random) -> str:
    """Draw a kind."""
    return rng.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]


def params_for(world: World, rng: random.Random, action: str, guid: str | None) -> Params | None:
    """Draw parameters; None where the server has nothing that this kind could be about."""
    if guid is None:
        return _purchase(world, rng)
    server = world.server(guid)
    if "snapshot" in action:
        return _snapshot(rng, action, server)
    make = _MAKE.get(action)
    return NoParams() if make is None else make(world, rng, server)


def _port(_: World, rng: random.Random, server: ServerState) -> Params | None:
    return RemovePort(port_guid=rng.choice(server.ports).guid) if server.ports else None


def _policy(_: World, rng: random.Random, server: ServerState) -> Params | None:
    return RemovePolicy(policy_guid=rng.choice(server.policies).guid) if server.policies else None


def _new_policy(_: World, rng: random.Random, __: ServerState) -> Params:
    return MakePolicy(
        weight=rng.randint(50, 99),
        name="web",
        direction=Direction.INBOUND,
        protocol=Protocol.TCP,
        operation=Verdict.ALLOW,
        local_port="80",
    )


def _snapshot(rng: random.Random, action: str, server: ServerState) -> Params | None:
    period = rng.choice(({"months": 1}, {"days": 3}))
    if action == "createsnapshot":
        return MakeSnapshot(**period)
    if not server.snapshots:
        return None
    name = rng.choice(server.snapshots).name
    return RenewSnapshot(name=name, **period) if action == "renewsnapshot" else NamedSnapshot(name=name)


def _resize(_: World, rng: random.Random, server: ServerState) -> Params:
    larger = rng.random() < 0.5
    return Resize(
        cpu=8 if larger else server.cpu,
        memory=16 if larger else server.memory,
        harddisks=tuple(server.harddisks),
        bandwidth=server.bandwidth + (0 if larger else 5),
        defense=server.defense,
        password=_PASSWORD,
    )


def _install(world: World, rng: random.Random, server: ServerState) -> Params:
    names = ("debian11", "debian12", "ubuntu22", "rocky9", "win2019")
    system = server.system_guid if rng.random() < 0.3 else world.made.systems[rng.choice(names)]
    return Install(system_guid=system, password=_PASSWORD)


def _purchase(world: World, rng: random.Random) -> Params:
    line = rng.choice(("bgp", "bgp", "shared"))
    cpu, memory = (1, 1) if line == "shared" else rng.choice(((1, 1), (2, 4)))
    return Purchase(
        line_guid=world.made.lines[line],
        cpu=cpu,
        memory=memory,
        harddisks=(50,),
        bandwidth=5,
        defense=0,
        system_guid=world.made.systems["debian12"],
        password=_PASSWORD,
        months=1,
        num=rng.choice((1, 1, 2)) if line == "bgp" else 1,
    )


_MAKE: dict[str, Callable[[World, random.Random, ServerState], Params | None]] = {
    "renew": lambda _, rng, __: Renew(months=rng.choice((1, 1, 2, 3))),
    "upgrade": _resize,
    "renew_for_rd": lambda *_: Downgrade(cpu=1, memory=1, bandwidth=1, defense=0),
    "install": _install,
    "setpsw": lambda *_: Password(password=_PASSWORD),
    "setvnc": lambda *_: Password(password=_PASSWORD),
    "create_port": lambda _, rng, __: MakePort(
        remark="http", local_port=rng.randint(1, 9000), port_type=PortType.RANDOM
    ),
    "delete_port": _port,
    "add_hardpolicy": _new_policy,
    "del_hardpolicy": _policy,
}
