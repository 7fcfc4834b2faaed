"""Port forwardings and firewall policies."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

from engine.answer import Envelope, Shape, Success
from engine.calls.caller import Caller
from engine.models.policy import AddedPolicy
from engine.models.port import CreatedPort, PortType

if TYPE_CHECKING:
    from engine.account import Customer
    from engine.models.policy import Direction, Policy, Protocol, Verdict

HIGHEST_PORT = 65535

_SUCCESS = Shape(Success)
_PORT = Shape(Envelope[CreatedPort])
_POLICY = Shape(Envelope[AddedPolicy])
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")


class NetworkActions(Caller):
    """``create_port``, ``delete_port``, ``add_hardpolicy``, ``del_hardpolicy``."""

    async def create_port(
        self,
        guid: str,
        *,
        local_port: int,
        remark: str,
        port_type: PortType = PortType.RANDOM,
        customer: Customer,
        taskid: int,
    ) -> CreatedPort:
        """Forward a public port to one of a server that shares its address.

        Raises:
            ValueError: If the local port is not within 1 to 65535.
        """
        if not 1 <= local_port <= HIGHEST_PORT:
            raise ValueError("a port is a number from 1 to 65535")
        return await self._business(
            _PORT,
            "create_port",
            customer,
            taskid,
            guid=guid,
            remark=remark,
            local_port=str(local_port),
            service_type="1",
            form="default",  # sic
            port_type=str(PortType(port_type).value),
        )

    async def delete_port(self, guid: str, *, port_guid: str, customer: Customer, taskid: int) -> None:
        """Delete a port forwarding."""
        await self._business(
            _SUCCESS,
            "delete_port",
            customer,
            taskid,
            guid=guid,
            port_guid=port_guid,
            service_type="1",
            form="default",  # sic
        )

    async def add_hardpolicy(
        self,
        guid: str,
        *,
        weight: int,
        name: str,
        direction: Direction,
        protocol: Protocol,
        operation: Verdict,
        remote_ip: str | None = None,
        local_port: str | None = None,
        customer: Customer,
        taskid: int,
    ) -> Policy:
        """Add a firewall policy.

        Args:
            guid: The server's.
            weight: Unique on the server; the larger goes first.
            name: For people.
            direction: Which traffic.
            protocol: Which traffic.
            operation: What to do with it.
            remote_ip: An address or a network (CIDR); None for any.
            local_port: "80" or "5-15"; "0" or None for all.
            customer: On whose behalf.
            taskid: Our number for it.

        Raises:
            ValueError: If the address or the ports cannot be read.
        """
        optional = {}
        if remote_ip is not None:
            optional["remote_ip"] = _network(remote_ip)
        if local_port is not None:
            optional["local_port"] = _ports(local_port)
        answer = await self._business(
            _POLICY,
            "add_hardpolicy",
            customer,
            taskid,
            guid=guid,
            weight=str(weight),
            name=name,
            direction=direction.value,
            protocol=protocol.value,
            operation=operation.value,
            **optional,
        )
        return answer.policy

    async def del_hardpolicy(self, guid: str, *, policy_guid: str, customer: Customer, taskid: int) -> None:
        """Delete a firewall policy; preset ones cannot be."""
        await self._business(_SUCCESS, "del_hardpolicy", customer, taskid, guid=guid, policy_guid=policy_guid)


def _network(text: str) -> str:
    ip_network(text, strict=False)
    return text


def _ports(text: str) -> str:
    match = _PORTS.fullmatch(text)
    if match is None:
        raise ValueError('ports are "0", "80" or "5-15"')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last <= HIGHEST_PORT:
        raise ValueError("ports are numbers up to 65535, the smaller first")
    return text
