"""One call of each of the 28 actions, and the parameters of its own that it must send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from engine import Direction, Engine, PortType, Protocol, Verdict

Call = Callable[[Engine, dict[str, Any]], Awaitable[Any]]

G = "1708217536092719"
GUID = {"guid": G}
PASSWORD, ENCODED = "Passw0rd!", "UGFzc3cwcmQh"

CASES: list[tuple[str, Call, dict[str, str]]] = [
    ("getzones", lambda e, k: e.getzones(), {}),
    ("getlines", lambda e, k: e.getlines(), {"type": "server_line"}),
    ("getsystems", lambda e, k: e.getsystems(2, 30), {"page_mode": "2", "page_length": "30"}),
    ("getserver", lambda e, k: e.getserver(G), GUID),
    ("getservers", lambda e, k: e.getservers(3), {"page": "3"}),
    (
        "create_new",
        lambda e, k: e.create_new(
            line_guid="28",
            cpu=4,
            memory=8,
            harddisks=[10, 20],
            bandwidth=2,
            defense=20,
            system_guid="1665904693989817",
            password=PASSWORD,
            months=12,
            num=2,
            order_no="12345678901234567890",
            client_price=Decimal("1E+2"),
            **k,
        ),
        {
            "lineid": "28",
            "cpu": "4",
            "memory": "8",
            "harddisks": "10,20",
            "bandwidth": "2",
            "defense": "20",
            "systemID": "1665904693989817",
            "password": ENCODED,
            "months": "12",
            "num": "2",
            "clientUserID": "42",
            "clientOrderNo": "12345678901234567890",
            "clientPrice": "100",
        },
    ),
    ("start", lambda e, k: e.start(G, **k), GUID),
    ("stop", lambda e, k: e.stop(G, **k), GUID),
    ("stop_h", lambda e, k: e.stop_h(G, **k), GUID),
    ("restart", lambda e, k: e.restart(G, **k), GUID),
    ("restart_h", lambda e, k: e.restart_h(G, **k), GUID),
    ("getvncurl", lambda e, k: e.getvncurl(G, **k), GUID),
    ("setpsw", lambda e, k: e.setpsw(G, PASSWORD, **k), GUID | {"password": ENCODED}),
    ("setvnc", lambda e, k: e.setvnc(G, PASSWORD, **k), GUID | {"password": ENCODED}),
    (
        "install",
        lambda e, k: e.install(G, system_guid="2208417546192729", password=PASSWORD, **k),
        GUID | {"systemID": "2208417546192729", "password": ENCODED},
    ),
    ("listsnapshot", lambda e, k: e.listsnapshot(G, **k), GUID),
    (
        "createsnapshot",
        lambda e, k: e.createsnapshot(G, order_no="A1", days=7, **k),
        GUID | {"agent_order_no": "A1", "days": "7"},
    ),
    (
        "revertsnapshot",
        lambda e, k: e.revertsnapshot(G, name="yegta", **k),
        GUID | {"snapshotname": "yegta"},
    ),
    (
        "renewsnapshot",
        lambda e, k: e.renewsnapshot(G, name="yegta", order_no="A1", months=1, **k),
        GUID | {"snapshotname": "yegta", "agent_order_no": "A1", "months": "1"},
    ),
    (
        "removesnapshot",
        lambda e, k: e.removesnapshot(G, name="yegta", **k),
        GUID | {"snapshotname": "yegta"},
    ),
    (
        "upgrade",
        lambda e, k: e.upgrade(
            G,
            password=PASSWORD,
            cpu=2,
            memory=2,
            harddisks=(20, 10),
            bandwidth=2,
            defense=10,
            order_no="A1",
            **k,
        ),
        GUID
        | {
            "password": ENCODED,
            "cpu": "2",
            "memory": "2",
            "harddisks": "20,10",
            "bandwidth": "2",
            "defense": "10",
            "clientOrderNo": "A1",
        },
    ),
    (
        "renew_for_rd",
        lambda e, k: e.renew_for_rd(G, cpu=1, memory=1, bandwidth=1, defense=5, order_no="A1", **k),
        GUID | {"cpu": "1", "memory": "1", "bandwidth": "1", "defense": "5", "clientOrderNo": "A1"},
    ),
    (
        "create_port",
        lambda e, k: e.create_port(G, local_port=8080, remark="申请 8080 端口", port_type=PortType.SAME, **k),
        GUID
        | {"remark": "申请 8080 端口", "local_port": "8080", "service_type": "1", "form": "default", "port_type": "2"},
    ),
    (
        "delete_port",
        lambda e, k: e.delete_port(G, port_guid="30298762-2b21", **k),
        GUID | {"port_guid": "30298762-2b21", "service_type": "1", "form": "default"},
    ),
    (
        "add_hardpolicy",
        lambda e, k: e.add_hardpolicy(
            G,
            weight=1,
            name="开放3389端口",
            direction=Direction.INBOUND,
            protocol=Protocol.TCP,
            operation=Verdict.ALLOW,
            remote_ip="192.0.2.0/24",
            local_port="3389",
            **k,
        ),
        GUID
        | {
            "weight": "1",
            "name": "开放3389端口",
            "direction": "Inbound",
            "protocol": "tcp",
            "operation": "Allow",
            "remote_ip": "192.0.2.0/24",
            "local_port": "3389",
        },
    ),
    (
        "del_hardpolicy",
        lambda e, k: e.del_hardpolicy(G, policy_guid="1708300552317770", **k),
        GUID | {"policy_guid": "1708300552317770"},
    ),
    (
        "renew",
        lambda e, k: e.renew(
            G, months=1, client_end_time=datetime(2021, 9, 11, 6, 35, 34, tzinfo=UTC), order_no="A1", **k
        ),
        GUID | {"months": "1", "client_end_time": "2021-09-11 14:35:34", "clientOrderNo": "A1"},
    ),
    ("refund", lambda e, k: e.refund(G, **k), GUID),
]
