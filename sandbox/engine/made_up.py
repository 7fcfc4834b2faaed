"""The demo's world: one reseller, three zones, three lines, ten systems. Addresses are documentation addresses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network
from types import MappingProxyType
from typing import TYPE_CHECKING

from sandbox.engine.made_up_servers import add_servers
from sandbox.engine.rows import Core, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.engine.rows import System
    from sandbox.engine.stand_in import StandInEngine

USERID = 1001
KEY = "made-up-interface-key"


@dataclass(frozen=True, kw_only=True)
class MadeUpWorld:
    """What was made, by nickname.

    Attributes:
        userid: the reseller.
        key: the reseller's interface key; as made up as all the rest.
        zones, lines, systems, servers: nickname → guid.
    """

    userid: int
    key: str
    zones: Mapping[str, str]
    lines: Mapping[str, str]
    systems: Mapping[str, str]
    servers: Mapping[str, str]


def made_up_world(engine: StandInEngine) -> MadeUpWorld:
    """Fill an empty engine with the demo's data; end times are relative to the engine's clock."""
    engine.add_member(USERID, KEY, balance=Decimal("5000.00"))
    zones = {
        "east": engine.add_zone(name="华东·杭州", max_year=3),
        "north": engine.add_zone(name="华北·北京", max_year=3, identity_status=1, icp_status=1),
        "south": engine.add_zone(name="华南·广州", max_year=1),
    }
    lines = {
        "bgp": _bgp(engine, zones["east"].guid),
        "baidu": _baidu(engine, zones["north"].guid),
        "shared": _shared(engine, zones["south"].guid),
    }
    systems = _systems(engine, lines)
    servers = add_servers(engine, USERID, lines=lines, systems=systems)
    return MadeUpWorld(
        userid=USERID,
        key=KEY,
        zones=MappingProxyType({name: zone.guid for name, zone in zones.items()}),
        lines=MappingProxyType({name: line.guid for name, line in lines.items()}),
        systems=MappingProxyType({name: system.guid for name, system in systems.items()}),
        servers=MappingProxyType({name: server.guid for name, server in servers.items()}),
    )


def _bgp(engine: StandInEngine, zone_guid: str) -> Line:
    """Everything is open here."""
    return engine.add_line(
        zone_guid=zone_guid,
        name="杭州 BGP 多线",
        description="KVM 宿主机，SSD 存储",
        sort_id=1,
        snap_price_day=Decimal("0.10"),
        snap_open_days=(1, 3, 7, 15),
        snap_open_max=5,
        network=IPv4Network("192.0.2.0/24"),
    )


def _baidu(engine: StandInEngine, zone_guid: str) -> Line:
    """Resold from Baidu: stricter passwords, no console password, no way between Windows and Linux, no downgrade."""
    return engine.add_line(
        zone_guid=zone_guid,
        name="北京 百度云",
        description="百度智能云，北京可用区",
        line_type="zkeys",
        sort_id=2,
        functions=("createsnapshot", "revertsnapshot", "removesnapshot", "resource_display"),
        snap_open_max=2,
        renew_degrade_status=0,
        vnc_status=0,
        resources_type=2,
        win_linux_switch=0,
        max_open_num=5,
        network=IPv4Network("198.51.100.0/24"),
        cores=[
            Core(cpu=1, ram=2, price=Decimal(65), windows_price=Decimal(85), name="1H2G"),
            Core(cpu=2, ram=4, price=Decimal(128), windows_price=Decimal(158), name="2H4G", recommended=True),
            Core(cpu=4, ram=8, price=Decimal(256), windows_price=Decimal(296), name="4H8G"),
            # The vendor's own samples have names that lie, and odd pairs.
            Core(cpu=50, ram=50, price=Decimal(1900), windows_price=Decimal(2000), name="128H128G"),
        ],
    )


def _shared(engine: StandInEngine, zone_guid: str) -> Line:
    """Many servers behind one address, reached through forwarded ports; no snapshots, no firewall."""
    return engine.add_line(
        zone_guid=zone_guid,
        name="广州 共享 IP",
        description="NAT 共享，入门之选",
        sort_id=3,
        functions=("setvnc", "reset_vnc_password", "resource_display"),
        snap_price_month=Decimal(-1),
        bandwidth_max=50,
        defense_max=0,
        defense_free=0,
        defense_sizes=(0,),
        months=(1, 3, 6, 12),
        max_open_num=1,
        share_type=1,
        share_host="203.0.113.10",
        cores=[
            Core(cpu=1, ram=1, price=Decimal("12.50"), windows_price=Decimal("22.50"), name="入门", recommended=True),
            Core(cpu=1, ram=2, price=Decimal(20), windows_price=Decimal(30), name="基础"),
            Core(cpu=2, ram=2, price=Decimal(32), windows_price=Decimal(42), name="标准"),
        ],
    )


def _systems(engine: StandInEngine, lines: dict[str, Line]) -> dict[str, System]:
    everywhere = [line.guid for line in lines.values()]
    # Cheap servers cannot carry Windows.
    roomy = [lines["bgp"].guid, lines["baidu"].guid]
    linux = {
        "centos7": ("CentOS 7.9 64位", everywhere),
        "rocky9": ("Rocky Linux 9.4 64位", everywhere),
        "alma9": ("AlmaLinux 9.4 64位", roomy),
        "debian11": ("Debian 11 64位", everywhere),
        "debian12": ("Debian 12 64位", everywhere),
        "ubuntu22": ("Ubuntu 22.04 64位", everywhere),
        "ubuntu24": ("Ubuntu 24.04 64位", everywhere),
    }
    systems = {
        nickname: engine.add_system(name=name, mirror_name=nickname, lines=list(on))
        for nickname, (name, on) in linux.items()
    }
    # No longer sold, still there to reinstall.
    systems["centos7"].types = ("install",)
    windows = {
        "win2019": "Windows Server 2019 数据中心版 64位 中文版",
        "win2022": "Windows Server 2022 数据中心版 64位 中文版",
        "win2022en": "Windows Server 2022 Datacenter 64位 英文版",
    }
    for nickname, name in windows.items():
        systems[nickname] = engine.add_system(
            name=name,
            mirror_name=nickname,
            class_guid="1666193469952095",
            login_name="administrator",
            port=3389,
            cpu_limit=2,
            ram_limit=2,
            system_harddisk=50,
            boot_menu_contents={"19": "", "250": ""},
            lines=list(roomy),
        )
    return systems
