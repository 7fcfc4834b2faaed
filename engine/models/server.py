"""Servers."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any

from pydantic import AliasChoices, Field, model_validator

from engine.models.php import (
    CountedRows,
    Details,
    Flag,
    Moment,
    Name,
    NotTold,
    Number,
    Numbers,
    OptionalText,
    Text,
    WireModel,
    unless_empty,
)
from engine.models.policy import Policy
from engine.models.port import Port
from engine.models.status import ActStatus, OrderStatus, RunStatus, SnapStatus
from engine.models.system import WINDOWS_LOGIN

_FIRST = Field(union_mode="left_to_right")
_DEAD = frozenset({OrderStatus.DELETED, OrderStatus.RECYCLED, OrderStatus.REFUNDED})


class AppendedIp(WireModel):
    """A further address of a server."""

    ip: Name
    create_time: Moment = None
    delete_time: Moment = None


class Server(WireModel):
    """A server, as ``getserver`` and ``getservers`` tell it; each leaves out some of it, which is then None."""

    guid: Name
    id: OptionalText = None
    """Only from ``getservers``."""
    ip: Text = ""
    local_ip: Text = Field(default="", validation_alias="localIP")
    share_ip: OptionalText = None
    """Where filled, the public address to show: ``host`` or ``host:port``, may be shared by many."""
    share_type: Number = None
    """1 shared address, 0 own."""
    cpu: Number = None
    memory: Number = None
    """GB."""
    harddisks: Numbers = None
    """All data disks in order, GB."""
    bandwidth: Number = None
    """Mbit/s."""
    in_bandwidth: Number = None
    defense: Number = None
    """G."""
    login_name: Text = Field(default="", validation_alias="loginName")
    login_port: Number = None
    buy_time: Moment = Field(default=None, validation_alias="buyTime")
    end_time: Moment = Field(default=None, validation_alias="endTime")
    line_guid: Text = ""
    system_guid: Text = ""
    """Its operating system. ``systemID`` is a number in one sample and a guid in the other, and not read."""
    order_status: Annotated[OrderStatus | int | NotTold, _FIRST] = Field(default=None, validation_alias="orderStatus")
    run_status: Annotated[RunStatus | int | NotTold, _FIRST] = Field(default=None, validation_alias="runStatus")
    act_status: Annotated[ActStatus | int | NotTold, _FIRST] = Field(default=None, validation_alias="actStatus")
    snap_status: Annotated[SnapStatus | int | NotTold, _FIRST] = Field(default=None, validation_alias="snapStatus")
    black_hole: Flag = Field(default=None, validation_alias="blackHoleStatus")
    """The address is abnormal. Only from ``getserver``."""
    blocked: Flag = Field(default=None, validation_alias="blockStatus")
    """The address is null-routed."""
    sync_status: Number = Field(default=None, validation_alias="syncStatus")
    """0 not synced, 1 synced. Only from ``getserver``."""
    api_lock_status: Number = Field(default=None, validation_alias="apiLockStatus")
    """Only from ``getservers``, like the two that follow."""
    api_lock_reason: OptionalText = Field(default=None, validation_alias="apiLockReason")
    api_unlock_time: Moment = Field(default=None, validation_alias="apiUnlockTime")
    snap_id: OptionalText = Field(default=None, validation_alias="snapId")
    """Only from ``getservers``. Not explained anywhere: the one sample has "0" on a server that is deleted. Anything
    else may name a snapshot, so it is a reason to ask ``listsnapshot``; "0" and nothing prove nothing."""
    need_reset_vnc: Flag = None
    """The VNC password must be reset before use."""
    vnc_port: Number = None
    vps_guid: OptionalText = None
    pppoe_account: OptionalText = Field(default=None, repr=False)
    cdn_cname_domain: OptionalText = Field(
        default=None, validation_alias=AliasChoices("cdn_cname_domain", "cdn_name_domain")
    )
    back_system_guid: OptionalText = Field(
        default=None, validation_alias=AliasChoices("back_system_guid", "system_back_guid")
    )
    append_ip: Details[AppendedIp] = ()
    policies: Details[Policy] = Field(default=(), validation_alias="securityPolicyList")
    ports: Details[Port] = Field(default=(), validation_alias="port")

    @property
    def address(self) -> str:
        """The public address to show and to search by, without a port; empty where none was told."""
        return self._public[0]

    @property
    def login_address(self) -> str:
        """Where to connect: with the port as well as it is known."""
        host, shared_port = self._public
        port = shared_port or (str(self.login_port) if self.login_port else "")
        if not port:
            return host
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def is_dead(self) -> bool:
        """Whether it is deleted, recycled or refunded; ``getservers`` lists such too."""
        return self.order_status in _DEAD

    @property
    def hints_at_snapshots(self) -> bool:
        """Whether something tells of snapshots: they are being worked on, or one is named."""
        return bool(self.snap_status) or (self.snap_id or "0") != "0"

    @property
    def is_windows(self) -> bool:
        """Whether one logs in to it as to a Windows."""
        return self.login_name.lower() == WINDOWS_LOGIN

    @property
    def _public(self) -> tuple[str, str]:
        text = self.share_ip or self.ip
        if text.startswith("["):
            host, _, rest = text[1:].partition("]")
            return host, rest.removeprefix(":")
        host, colon, port = text.partition(":")
        # More colons than one: a bare IPv6 address.
        return (host, port) if colon and port.isdecimal() else (text, "")


class ServerPage(WireModel):
    """One page of ``getservers``."""

    pages: Number = None
    """Not to be trusted: the document's sample says 1 with 338 items, 50 a page."""
    items: Number = None
    """How many servers there are on all pages."""
    rows: CountedRows[Server] = Field(validation_alias="servers")

    @model_validator(mode="before")
    @classmethod
    def _empty(cls, value: Any) -> Any:
        return unless_empty(value, "servers")

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """Those that can be read."""
        return tuple(row for row in self.rows if row is not None)

    @property
    def broken(self) -> int:
        """How many cannot be read."""
        return len(self.rows) - len(self.servers)
