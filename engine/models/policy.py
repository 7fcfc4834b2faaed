"""Firewall policies."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from engine.models.php import Flag, Moment, Name, Number, OptionalText, Text, WireModel

PRESET = 2
"""A policy of this ``strategy_type`` comes with the server and cannot be deleted."""


class Direction(StrEnum):
    """Which traffic a policy is about."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    BOTH = "Both"


class Protocol(StrEnum):
    """Which protocol a policy is about. The engine's "custom" has no documented wire value."""

    TCP = "tcp"
    UDP = "udp"
    ICMP = "icmp"


class Verdict(StrEnum):
    """What a policy does with the traffic; the request calls it ``operation``, the answers ``action``."""

    ALLOW = "Allow"
    DENY = "Deny"


class Policy(WireModel):
    """A policy as the engine tells it; what it says is kept as said, known or not."""

    guid: Name
    id: OptionalText = None
    name: Text = ""
    weight: Number = None
    """Unique on the server; the larger goes first."""
    direction: Text = ""
    action: Text = ""
    protocol: Text = ""
    remote_ip: OptionalText = None
    local_port: OptionalText = None
    """0 all, "80", "5-15"."""
    switch_name: OptionalText = None
    service_type: OptionalText = None
    service_id: OptionalText = None
    create_time: Moment = None
    status: Number = None
    """1 normal, 0 abnormal, -1 deleted."""
    strategy_type: Number = None
    """1 ordinary, 2 preset."""
    master_strategy_id: OptionalText = None
    message: Text = ""
    is_agent: Flag = None

    @property
    def is_preset(self) -> bool:
        """Whether it came with the server and stays."""
        return self.strategy_type == PRESET


class AddedPolicy(WireModel):
    """The answer of ``add_hardpolicy``."""

    policy: Policy = Field(validation_alias="policy_info")
