"""Port forwardings of servers that share an address."""

from __future__ import annotations

from enum import IntEnum

from pydantic import Field

from engine.models.php import Flag, Moment, Name, Number, OptionalText, Text, WireModel


class PortType(IntEnum):
    """Which public port a forwarding gets."""

    RANDOM = 1
    SAME = 2
    """The same number as the local one."""


class Port(WireModel):
    """A forwarding of a public port to one of the server's."""

    guid: Name
    id: OptionalText = None
    public_ip: Text = ""
    public_port: Number = None
    local_ip: Text = ""
    local_port: Number = None
    protocol: Text = ""
    """``tcp,udp``"""
    create_time: Moment = None
    is_deleted: Flag = None
    is_used: Flag = None
    service_id: OptionalText = None
    service_type: OptionalText = None
    controller_guid: OptionalText = None
    remark: Text = ""


class CreatedPort(WireModel):
    """The answer of ``create_port``."""

    port: Port = Field(validation_alias="port_info")
    share_ip: OptionalText = None
    """The public address or name to connect to."""
