"""Our answers against the vendor's own samples, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.engine import ExtraAddress, Policy, Port, Snapshot
from tests.sandbox.engine.caller import GOOD_PASSWORD, NOON, encoded

if TYPE_CHECKING:
    from sandbox.engine import StandInEngine
    from tests.sandbox.engine.caller import Caller

SAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))
FORWARDING = {"service_type": 1, "form": "default"}
PORT_GUID = "d1424916-613d-43a9-9754-1029e74975ad"
ORDER = {"clientOrderNo": "n1"}
OWN: dict[str, dict[str, object]] = {
    "getzones": {},
    "getlines": {"type": "server_line"},
    "getsystems": {"page_mode": 1, "page_length": 50},
    "getserver": {},
    "getservers": {"page": 1},
    "create_new": {"cpu": 2, "memory": 4, "harddisks": "20", "bandwidth": 5, "defense": 5, "months": 1, "num": 1}
    | {"clientUserID": 7, "password": encoded(GOOD_PASSWORD), **ORDER},
    "start": {},
    "stop": {},
    "stop_h": {},
    "restart": {},
    "restart_h": {},
    "getvncurl": {},
    "setpsw": {"password": encoded(GOOD_PASSWORD)},
    "setvnc": {"password": encoded(GOOD_PASSWORD)},
    "install": {"password": encoded(GOOD_PASSWORD)},
    "listsnapshot": {},
    "createsnapshot": {"agent_order_no": "s1", "months": 1},
    "revertsnapshot": {"snapshotname": "twqag"},
    "renewsnapshot": {"snapshotname": "twqag", "agent_order_no": "s1", "months": 1},
    "removesnapshot": {"snapshotname": "twqag"},
    "upgrade": {"cpu": 4, "memory": 8, "harddisks": "50", "bandwidth": 5, "defense": 5}
    | {"password": encoded(GOOD_PASSWORD), **ORDER},
    "renew_for_rd": {"cpu": 1, "memory": 1, "bandwidth": 5, "defense": 5, **ORDER},
    "create_port": {"remark": "申请公网端口", "local_port": 8080, "port_type": 1, **FORWARDING},
    "delete_port": {"port_guid": PORT_GUID, **FORWARDING},
    "add_hardpolicy": {"weight": 1, "name": "安全组", "direction": "Inbound", "protocol": "tcp", "operation": "Allow"},
    "del_hardpolicy": {"policy_guid": "1703156006669390"},
    "renew": {"months": 1, "client_end_time": "2026-04-30 12:00:00", **ORDER},
    "refund": {},
}
SERVERLESS = {"getzones", "getlines", "getsystems", "getservers", "create_new"}


def shape(value: Any) -> Any:
    """Keys and the kinds of their values; a list or an indexed object by its first row."""
    if isinstance(value, dict):
        if "0" in value:
            return {"0": shape(value["0"])}
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "absent" if value in (None, "") else type(value).__name__


def agrees(ours: Any, theirs: Any) -> bool:
    """Whether a shape says the same, a value that is absent on one side fitting anything scalar."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return set(ours) == set(theirs) and all(agrees(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return not ours or not theirs or agrees(ours[0], theirs[0])
    # A price that is not whole is a decimal string, as the document's table has it.
    return ours == theirs or "absent" in (ours, theirs) or [ours, theirs] in (["int", "str"], ["str", "int"])


def seed(engine: StandInEngine, action: str) -> str:
    """A server with everything that an answer can hold; returns its guid."""
    engine.add_line(share_type=1, share_host="203.0.113.10")
    engine.add_system(
        types=("create", "install"), boot_menu_contents={"19": "", "250": ""}, ghost_url={"19": "", "250": ""}
    )
    snapshots = [] if action == "install" else [Snapshot(name="twqag", created_at=NOON - 60, ends_at=NOON + 600)]
    return engine.add_server(
        1001,
        share_ip="203.0.113.10:10022",
        run_status=-1 if action == "start" else 1,
        snapshots=snapshots,
        extra_addresses=[],
        policies=[Policy(guid="1703156006669390", number=1, weight=7, created_at=NOON)],
        ports=[
            Port(
                guid=PORT_GUID,
                number=2,
                public_ip="203.0.113.10",
                public_port=10_022,
                local_ip="10.0.0.1",
                local_port=22,
                created_at=NOON,
                remark="远程登陆端口",
            )
        ],
    ).guid


def test_every_action_is_sampled() -> None:
    assert set(OWN) == set(SAMPLES)
    assert len(OWN) == 28


@pytest.mark.parametrize("action", sorted(OWN))
async def test_answers_have_the_shape_of_the_vendors_sample(engine: StandInEngine, caller: Caller, action: str) -> None:
    guid = seed(engine, action)
    system = {"systemID": next(iter(engine.world.systems))} if action in {"create_new", "install"} else {}
    line = {"lineid": next(iter(engine.world.lines))} if action == "create_new" else {}
    server = {} if action in SERVERLESS else {"guid": guid}
    answer = await caller.send(caller.form(action, **OWN[action], **system, **line, **server))
    ours, theirs = shape(answer), shape(SAMPLES[action])
    assert agrees(ours, theirs), (ours, theirs)


def test_the_comparison_sees_a_missing_key_and_another_kind() -> None:
    sample = shape(SAMPLES["getservers"])
    assert agrees(sample, sample)
    del sample["data"]["servers"]["0"]["port"][0]["remark"]
    assert not agrees(sample, shape(SAMPLES["getservers"]))
    assert not agrees(shape({"data": []}), shape({"data": {}}))


async def test_further_addresses(engine: StandInEngine, caller: Caller) -> None:
    extra = ExtraAddress(ip="192.0.2.9", created_at=NOON, deleted_at=NOON + 60)
    server = engine.add_server(1001, extra_addresses=[extra, ExtraAddress(ip="192.0.2.10", created_at=NOON)])
    assert (await caller.data("getserver", guid=server.guid))["append_ip"] == [
        {"ip": "192.0.2.9", "create_time": "2026-03-01 12:00:00", "delete_time": "2026-03-01 12:01:00"},
        {"ip": "192.0.2.10", "create_time": "2026-03-01 12:00:00", "delete_time": None},
    ]
