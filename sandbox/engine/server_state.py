"""One server as the engine knows it. Times are unix seconds; None where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.engine.shanghai import DAY
from sandbox.engine.statuses import Act, Order, Run, Snap


@dataclass(kw_only=True)
class Snapshot:
    """A snapshot; `parent` is the name of the one that it grew from, "" at the top."""

    name: str
    created_at: float
    ends_at: float
    parent: str = ""
    status: int = 1


@dataclass(kw_only=True)
class Port:
    """A public port that leads to a server behind a shared address."""

    guid: str
    number: int
    public_ip: str
    public_port: int
    local_ip: str
    local_port: int
    created_at: float
    remark: str = ""
    protocol: str = "tcp,udp"


@dataclass(kw_only=True)
class Policy:
    """A firewall rule; `strategy_type` 2 is preset and stays."""

    guid: str
    number: int
    weight: int
    created_at: float
    name: str = ""
    direction: str = "Inbound"
    action: str = "Allow"
    protocol: str = "tcp"
    remote_ip: str = ""
    local_port: str = ""
    switch_name: str = "public_net"
    status: int = 1
    strategy_type: int = 1
    master_strategy_id: int = 0
    message: str = ""
    is_agent: int = 1


@dataclass(frozen=True, kw_only=True)
class ExtraAddress:
    """An entry of `append_ip`."""

    ip: str
    created_at: float
    deleted_at: float | None = None


@dataclass(frozen=True, kw_only=True)
class Downgrade:
    """Sizes booked for the next renewal."""

    cpu: int
    memory: int
    bandwidth: int
    defense: int


@dataclass(kw_only=True)
class ServerState:
    """A row of the engine's server table, open to whoever seeds or disturbs the world.

    Attributes:
        userid: the member whose server it is.
        number: the engine's internal id.
        ip: the server's own address; behind a shared address an inner one.
        share_ip: "" or the public address to show, `host` or `host:port`.
        harddisks: the data disks in order, GB.
        ends_at: when it expires. Passing it makes the order expired and locks the machine.
        unlocks_at: when a lock by the administrator ends by itself.
        current_snapshot: name of the snapshot that the disks stand on.
        booked: a downgrade that waits for the next renewal.
        password, vnc_password: the ones set last, so that a test can see that they arrived.
    """

    guid: str
    number: int
    userid: int
    ip: str
    line_guid: str
    line_number: int
    system_guid: str
    bought_at: float
    ends_at: float
    local_ip: str = ""
    share_ip: str = ""
    share_type: int = 0
    cpu: int = 2
    memory: int = 4
    harddisks: list[int] = field(default_factory=lambda: [50])
    bandwidth: int = 5
    in_bandwidth: int = 10
    defense: int = 5
    login_name: str = "root"
    login_port: int = 22
    order_status: int = Order.NORMAL
    run_status: int = Run.RUNNING
    act_status: int = Act.IDLE
    snap_status: int = Snap.IDLE
    black_hole: int = 0
    blocked: int = 0
    synced: int = 1
    need_reset_vnc: int = 0
    vnc_port: int = 59003
    lock_status: int = 0
    lock_reason: str = ""
    unlocks_at: float | None = None
    extra_addresses: list[ExtraAddress] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    ports: list[Port] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    current_snapshot: str = ""
    booked: Downgrade | None = None
    password: str = field(default="", repr=False)
    vnc_password: str = field(default="", repr=False)

    def pass_time(self, now: float, *, retention_days: int) -> None:
        """Let the clock do its part: unlocking, expiry, recycling, the end of snapshots.

        Args:
            now: unix seconds.
            retention_days: how long the line keeps an expired server before it is recycled.
        """
        if self.unlocks_at is not None and self.unlocks_at <= now:
            self.unlocks_at = None
            self.lock_status, self.lock_reason = 0, ""
            if self.run_status == Run.LOCKED and self.order_status == Order.NORMAL:
                self.run_status = Run.OFF
        if self.order_status == Order.NORMAL and self.ends_at <= now:
            self.order_status, self.run_status = Order.EXPIRED, Run.LOCKED
        if self.order_status == Order.EXPIRED and self.ends_at + retention_days * DAY <= now:
            self.order_status = Order.RECYCLED
        if self.snapshots and any(snapshot.ends_at <= now for snapshot in self.snapshots):
            for snapshot in [one for one in self.snapshots if one.ends_at <= now]:
                self.drop_snapshot(snapshot.name)

    def snapshot(self, name: str) -> Snapshot | None:
        """The snapshot of that name."""
        return next((one for one in self.snapshots if one.name == name), None)

    def drop_snapshot(self, name: str) -> None:
        """Take a snapshot out of the tree; what grew from it moves to its parent."""
        gone = self.snapshot(name)
        if gone is None:
            return
        self.snapshots.remove(gone)
        for one in self.snapshots:
            if one.parent == name:
                one.parent = gone.parent
        if self.current_snapshot == name:
            self.current_snapshot = gone.parent
