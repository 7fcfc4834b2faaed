"""The 28 actions and what each one takes, from the parameter tables of the vendor's document."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from sandbox.engine.passwords import decoded_password
from sandbox.engine.shanghai import parsed

Shape = Callable[[str], bool]


def _matching(pattern: str) -> Shape:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _one_of(*values: str) -> Shape:
    return lambda text: text in values


def _reads(reader: Callable[[str], object], *errors: type[Exception]) -> Shape:
    def shape(text: str) -> bool:
        try:
            reader(text)
        except errors:
            return False
        return True

    return shape


def _port_range(text: str) -> bool:
    ends = [int(end) for end in text.split("-")]
    return all(end <= HIGHEST_PORT for end in ends) and all(first <= last for first, last in pairwise(ends))


HIGHEST_PORT = 65_535

whole = _matching(r"[0-9]{1,9}")
positive = _matching(r"[1-9][0-9]{0,8}")
guid = _matching(r"[0-9]{16}")
port_guid = _matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
disks = _matching(r"[1-9][0-9]*(,[1-9][0-9]*)*")
order_number = _matching(r"[0-9A-Za-z_-]{1,20}")
snapshot_name = _matching(r"\w{1,64}")
some_text = _matching(r".{1,255}")
end_time = _reads(parsed, ValueError)
money = _matching(r"[0-9]{1,9}(\.[0-9]{1,2})?")
base64_password = _reads(decoded_password, ValueError)
address = _reads(lambda text: ipaddress.ip_network(text, strict=False), ValueError)
_port_pattern = _matching(r"[0-9]{1,5}(-[0-9]{1,5})?")


def local_port(text: str) -> bool:
    """1–65535."""
    return positive(text) and int(text) <= HIGHEST_PORT


def policy_port(text: str) -> bool:
    """Empty, 0 for all, a port, or a range such as 5-15."""
    return text == "" or (_port_pattern(text) and _port_range(text))


def policy_address(text: str) -> bool:
    """Empty, an IP or a CIDR."""
    return text == "" or address(text)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The parameters of one action, besides those of every request.

    Attributes:
        business: whether the action takes the end customer's `auth_*` data.
        one_of: two parameters of which exactly one is sent.
    """

    business: bool = True
    required: dict[str, Shape] = field(default_factory=dict)
    optional: dict[str, Shape] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()

    def shape(self, name: str) -> Shape | None:
        """The shape of a parameter, None where the action does not take it."""
        return self.required.get(name) or self.optional.get(name)


_SERVER = Parameters(required={"guid": guid})
_SNAPSHOT = Parameters(required={"guid": guid, "snapshotname": snapshot_name})
_PASSWORD = Parameters(required={"guid": guid, "password": base64_password})
_PERIOD = {"days": positive, "months": positive}
_SIZES: dict[str, Shape] = {"cpu": positive, "memory": positive, "bandwidth": whole, "defense": whole}
_FORWARDING = {"service_type": _one_of("1"), "form": _one_of("default")}

PARAMETERS: dict[str, Parameters] = {
    "getzones": Parameters(business=False),
    "getlines": Parameters(business=False, required={"type": _one_of("server_line")}),
    "getsystems": Parameters(business=False, required={"page_mode": positive, "page_length": positive}),
    "getserver": Parameters(business=False, required={"guid": guid}),
    "getservers": Parameters(business=False, required={"page": positive}),
    "create_new": Parameters(
        required=_SIZES
        | {"lineid": _matching(r"[0-9]{1,16}")}
        | {"harddisks": disks, "systemID": guid, "months": positive, "num": positive}
        | {"clientUserID": some_text, "clientOrderNo": order_number},
        optional={"password": base64_password, "clientPrice": money},
    ),
    "start": _SERVER,
    "stop": _SERVER,
    "stop_h": _SERVER,
    "restart": _SERVER,
    "restart_h": _SERVER,
    "getvncurl": _SERVER,
    "setpsw": _PASSWORD,
    "setvnc": _PASSWORD,
    "install": Parameters(required={"guid": guid, "systemID": guid, "password": base64_password}),
    "listsnapshot": _SERVER,
    "createsnapshot": Parameters(
        required={"guid": guid, "agent_order_no": order_number}, optional=_PERIOD, one_of=("days", "months")
    ),
    "revertsnapshot": _SNAPSHOT,
    "renewsnapshot": Parameters(
        required={"guid": guid, "snapshotname": snapshot_name, "agent_order_no": order_number},
        optional=_PERIOD,
        one_of=("days", "months"),
    ),
    "removesnapshot": _SNAPSHOT,
    "upgrade": Parameters(
        required=_SIZES | {"guid": guid, "password": base64_password, "harddisks": disks, "clientOrderNo": order_number}
    ),
    "renew_for_rd": Parameters(required=_SIZES | {"guid": guid, "clientOrderNo": order_number}),
    "create_port": Parameters(
        required=_FORWARDING
        | {"guid": guid, "remark": some_text, "local_port": local_port, "port_type": _one_of("1", "2")}
    ),
    "delete_port": Parameters(required=_FORWARDING | {"guid": guid, "port_guid": port_guid}),
    "add_hardpolicy": Parameters(
        required={
            "guid": guid,
            "weight": whole,
            "name": some_text,
            "direction": _one_of("Inbound", "Outbound", "Both"),
            # The document also names a custom protocol, without its value on the wire.
            "protocol": _one_of("tcp", "udp", "icmp"),
            "operation": _one_of("Allow", "Deny"),
        },
        optional={"remote_ip": policy_address, "local_port": policy_port},
    ),
    "del_hardpolicy": Parameters(required={"guid": guid, "policy_guid": guid}),
    "renew": Parameters(
        required={"guid": guid, "months": positive, "client_end_time": end_time, "clientOrderNo": order_number}
    ),
    "refund": _SERVER,
}
"""Every action by name."""
