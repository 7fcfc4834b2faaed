"""The demo's servers: one of each state that a person may meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.server_state import ExtraAddress, Policy, Port, Snapshot
from sandbox.engine.shanghai import DAY
from sandbox.engine.statuses import Act, Order, Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.engine.rows import Line, System
    from sandbox.engine.server_state import ServerState
    from sandbox.engine.stand_in import StandInEngine

_HOUR = 3600.0


def add_servers(
    engine: StandInEngine, userid: int, *, lines: Mapping[str, Line], systems: Mapping[str, System]
) -> dict[str, ServerState]:
    """Add all of them to a member; returns them by nickname."""
    return {
        **_healthy(engine, userid, lines, systems),
        **_behind_one_address(engine, userid, lines, systems),
        **_in_trouble(engine, userid, lines, systems),
        **_dead(engine, userid, lines, systems),
    }


def _healthy(
    engine: StandInEngine, userid: int, lines: Mapping[str, Line], systems: Mapping[str, System]
) -> dict[str, ServerState]:
    now, bgp = engine.now(), {"line_guid": lines["bgp"].guid}
    debian = {**bgp, "system_guid": systems["debian12"].guid}
    servers = {
        "web-1": engine.add_server(userid, **debian, bought_at=now - 290 * DAY, ends_at=now + 73 * DAY),
        "web-2": engine.add_server(userid, **debian, ends_at=now + 41 * DAY, harddisks=[50, 100], bandwidth=20),
        "db-1": engine.add_server(
            userid,
            **bgp,
            system_guid=systems["ubuntu24"].guid,
            cpu=8,
            memory=16,
            harddisks=[100, 500],
            bandwidth=10,
            defense=20,
            bought_at=now - 165 * DAY,
            ends_at=now + 200 * DAY,
            extra_addresses=[ExtraAddress(ip="192.0.2.200", created_at=now - 40 * DAY)],
        ),
        "cache-1": engine.add_server(
            userid, **bgp, system_guid=systems["rocky9"].guid, run_status=Run.OFF, ends_at=now + 25 * DAY
        ),
        "win-1": engine.add_server(
            userid,
            **bgp,
            system_guid=systems["win2022"].guid,
            cpu=4,
            memory=8,
            need_reset_vnc=1,
            bought_at=now - 55 * DAY,
            ends_at=now + 5 * DAY,
        ),
        "baidu-1": engine.add_server(
            userid,
            line_guid=lines["baidu"].guid,
            system_guid=systems["centos7"].guid,
            ends_at=now + 95 * DAY,
        ),
    }
    servers["web-2"].snapshots = [
        Snapshot(name="twqag", created_at=now - 20 * DAY, ends_at=now + 10 * DAY),
        Snapshot(name="yegta", created_at=now - 6 * DAY, ends_at=now + 1.5 * DAY, parent="twqag"),
    ]
    servers["web-2"].current_snapshot = "yegta"
    servers["db-1"].policies = _policies(engine, now)
    return servers


def _policies(engine: StandInEngine, now: float) -> list[Policy]:
    numbering, since = engine.world.numbering, now - 40 * DAY
    return [
        Policy(
            guid=numbering.guid(),
            number=numbering.number(),
            weight=7,
            created_at=since,
            name="预设不可删除",
            direction="Outbound",
            action="Deny",
            protocol="icmp",
            strategy_type=2,
            master_strategy_id=66,
            is_agent=0,
        ),
        Policy(
            guid=numbering.guid(),
            number=numbering.number(),
            weight=20,
            created_at=since,
            name="内网访问 PostgreSQL",
            remote_ip="198.51.100.0/24",
            local_port="5432",
        ),
    ]


def _behind_one_address(
    engine: StandInEngine, userid: int, lines: Mapping[str, Line], systems: Mapping[str, System]
) -> dict[str, ServerState]:
    now, host = engine.now(), lines["shared"].share_host
    numbering = engine.world.numbering
    servers: dict[str, ServerState] = {}
    for place, nickname in enumerate(("shop-1", "shop-2"), start=1):
        server = engine.add_server(
            userid,
            line_guid=lines["shared"].guid,
            system_guid=systems["ubuntu22"].guid,
            cpu=1,
            memory=place,
            harddisks=[20],
            defense=0,
            share_ip=f"{host}:{10_020 + place}",
            ends_at=now + (15 + place) * DAY,
        )
        forwarded = {22: (10_020 + place, "远程登陆端口"), 80: (10_080 + place, "网站")}
        server.ports = [
            Port(
                guid=numbering.uuid(),
                number=numbering.number(),
                public_ip=host,
                public_port=public_port,
                local_ip=server.local_ip,
                local_port=local_port,
                created_at=now - 12 * DAY,
                remark=remark,
            )
            for local_port, (public_port, remark) in forwarded.items()
        ]
        servers[nickname] = server
    return servers


def _in_trouble(
    engine: StandInEngine, userid: int, lines: Mapping[str, Line], systems: Mapping[str, System]
) -> dict[str, ServerState]:
    now = engine.now()
    on = {"line_guid": lines["bgp"].guid, "system_guid": systems["debian11"].guid}
    return {
        "locked-1": engine.add_server(
            userid,
            **on,
            run_status=Run.LOCKED,
            lock_status=1,
            lock_reason="对外攻击，管理员锁定",
            unlocks_at=now + 3 * DAY,
            ends_at=now + 50 * DAY,
        ),
        "blocked-1": engine.add_server(userid, **on, blocked=1, black_hole=1, ends_at=now + 33 * DAY),
        "failed-1": engine.add_server(
            userid, **on, run_status=Run.OFF, act_status=Act.START_FAILED, ends_at=now + 90 * DAY
        ),
        "expiring-1": engine.add_server(userid, **on, bought_at=now - 88 * DAY, ends_at=now + 2 * DAY),
        "expiring-today": engine.add_server(userid, **on, bought_at=now - 31 * DAY, ends_at=now + 6 * _HOUR),
        "expired-1": engine.add_server(
            userid, **on, order_status=Order.EXPIRED, run_status=Run.LOCKED, ends_at=now - DAY
        ),
        "transferring-1": engine.add_server(
            userid, **on, order_status=Order.TRANSFERRING, run_status=Run.OFF, ends_at=now + 120 * DAY
        ),
    }


def _dead(
    engine: StandInEngine, userid: int, lines: Mapping[str, Line], systems: Mapping[str, System]
) -> dict[str, ServerState]:
    ended = engine.now() - 60 * DAY
    on = {"line_guid": lines["bgp"].guid, "system_guid": systems["debian11"].guid, "ends_at": ended}
    off = {"run_status": Run.OFF}
    return {
        "deleted-1": engine.add_server(userid, **on, **off, order_status=Order.DELETED),
        "recycled-1": engine.add_server(userid, **on, **off, order_status=Order.RECYCLED),
        "refunded-1": engine.add_server(userid, **on, **off, order_status=Order.REFUNDED),
    }
