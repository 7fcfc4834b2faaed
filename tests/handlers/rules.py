"""Firewall rules at the engine, and what a confirmation says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine import Policy

if TYPE_CHECKING:
    from sandbox.telegram import BotMessage
    from tests.handlers.scene import Scene


def add_rule(scene: Scene, nickname: str, weight: int, **more: object) -> Policy:
    numbering = scene.engine.world.numbering
    values: dict[str, object] = {"guid": numbering.guid(), "number": numbering.number(), "created_at": 0.0}
    policy = Policy(weight=weight, **values | more)  # type: ignore[arg-type] # each test gives what the field takes
    scene.server(nickname).policies.append(policy)
    return policy


def terms(message: BotMessage) -> list[str]:
    """Return what a confirmation says was decided."""
    lines = message.text.split("\n\n", maxsplit=1)[0].splitlines()
    return [line for line in lines if not line.startswith(("Address:", "System:", "Now:"))]


def some_rules(scene: Scene) -> None:
    add_rule(scene, "web-1", 7, name="preset", direction="Outbound", action="Deny", protocol="icmp", strategy_type=2)
    add_rule(scene, "web-1", 120, name="ssh <office>", remote_ip="198.51.100.0/24", local_port="22")
    add_rule(scene, "web-1", 20, name="games", protocol="udp", local_port="5-15", direction="Both", status=0)
