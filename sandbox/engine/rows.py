"""What stands in the engine's tables, servers apart: members, zones, lines, systems."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import IPv4Network

MAINLAND_SALT = "zkeys.api@2019"
BENCHMARK_NETWORK = IPv4Network("198.18.0.0/15")
"""Room for 131,000 servers, and reserved by RFC 2544 for tests."""
EVERY_MONTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36)
EVERY_FUNCTION = (
    "createsnapshot",
    # Spelt with two s in the vendor's own sample.
    "revertssnapshot",
    "removesnapshot",
    "renewsnapshot",
    "setvnc",
    "resource_display",
    "reset_vnc_password",
    "security_policy",
)


@dataclass(kw_only=True)
class Member:
    """A reseller.

    Attributes:
        key: the secret that signs.
        balance: CNY; every paid action takes from it.
        discount: settlement price ÷ list price; what the reseller pays for what the line's table says.
    """

    userid: int
    key: str = field(repr=False)
    salt: str = field(default=MAINLAND_SALT, repr=False)
    balance: Decimal = Decimal(10_000)
    discount: Decimal = Decimal(1)


@dataclass(kw_only=True)
class Zone:
    """A place with lines; `max_year` is the longest time a server may be paid ahead."""

    guid: str
    name: str = "华东一区"
    max_year: int = 3
    identity_status: int = 0
    white_list_status: int = 0
    icp_status: int = 0


@dataclass(frozen=True, kw_only=True)
class Core:
    """A pair of cpu and memory (GB) that a line sells; prices in CNY per month."""

    cpu: int
    ram: int
    price: Decimal
    windows_price: Decimal
    name: str = ""
    recommended: bool = False
    recommended_harddisk: int = 10
    recommended_bandwidth: int = 10
    recommended_defense: int = 0


def _default_cores() -> list[Core]:
    sizes = ((1, 1, 30), (2, 2, 58), (2, 4, 88), (4, 8, 168), (8, 16, 328))
    return [
        Core(
            name=f"{cpu}H{ram}G",
            cpu=cpu,
            ram=ram,
            price=Decimal(price),
            windows_price=Decimal(price + 20),
            recommended=cpu == 2,  # noqa: PLR2004 - the size most people take
        )
        for cpu, ram, price in sizes
    ]


@dataclass(kw_only=True)
class Line:
    """A kind of server that is sold in a zone. Sizes in GB, Mbit/s and G; prices in CNY.

    Attributes:
        bandwidth_prices: of the 1st … 5th Mbit/s and of each one beyond, per month.
        defense_sizes: the values offered.
        snap_price_day, snap_price_month: per GB; -1 where that period is not offered.
        snap_open_max: snapshots per server, 0 for no limit.
        snap_open_days: the days offered; empty for any number.
        share_type: 1 for servers behind a shared address.
        network: where addresses of new servers come from.
        share_host: the shared public address of a `share_type` 1 line.
    """

    guid: str
    number: int
    zone_guid: str
    name: str = "BGP 线路"
    description: str = ""
    line_type: str = "local"
    line_auth: int = 0
    buy_status: int = 1
    upgrade_status: int = 1
    renew_status: int = 1
    disk_min_num: int = 1
    disk_max_num: int = 5
    disk_min_size: int = 10
    disk_max_size: int = 1000
    disk_step: int = 10
    disk_price: Decimal = Decimal("0.50")
    bandwidth_min: int = 1
    bandwidth_max: int = 300
    bandwidth_free: int = 1
    bandwidth_in_type: int = 2
    bandwidth_in_value: int = 10
    bandwidth_prices: tuple[Decimal, ...] = tuple(map(Decimal, (15, 18, 20, 22, 25, 60)))
    defense_min: int = 0
    defense_max: int = 300
    defense_free: int = 5
    defense_price: Decimal = Decimal(10)
    defense_sizes: tuple[int, ...] = (0, 5, 10, 20, 30, 50, 100, 200, 300)
    months: tuple[int, ...] = EVERY_MONTHS
    functions: tuple[str, ...] = EVERY_FUNCTION
    sort_id: int = 10
    snap_price_day: Decimal = Decimal(-1)
    snap_price_month: Decimal = Decimal(1)
    snap_open_max: int = 0
    snap_open_days: tuple[int, ...] = ()
    renew_degrade_status: int = 1
    vnc_status: int = 1
    retention_days: int = 3
    max_open_num: int = 20
    resources_type: int = 0
    win_linux_switch: int = 1
    remark: str = ""
    cores: list[Core] = field(default_factory=_default_cores)
    share_type: int = 0
    network: IPv4Network = BENCHMARK_NETWORK
    share_host: str = ""

    def core(self, cpu: int, ram: int) -> Core | None:
        """The pair as the line sells it, None where it does not."""
        return next((core for core in self.cores if (core.cpu, core.ram) == (cpu, ram)), None)


@dataclass(kw_only=True)
class System:
    """An operating system; `types` says whether it may be bought with (`create`) or reinstalled to (`install`)."""

    guid: str
    number: int
    name: str = "Debian 12 64位"
    class_guid: str = "1666193469952094"
    login_name: str = "root"
    port: int = 22
    mirror_name: str = "debian12"
    cpu_limit: int = 0
    ram_limit: int = 0
    types: tuple[str, ...] = ("create", "install")
    system_harddisk: int = 30
    support: str = "server"
    boot_menu_contents: dict[str, str] = field(default_factory=dict)
    ghost_url: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def is_windows(self) -> bool:
        """Windows is what logs in as `administrator`."""
        return self.login_name == "administrator"
