from __future__ import annotations

from typing import Any

import pytest

from engine import Line, Reason, Server, SnapshotList, System, Zone, refusal
from tests.engine.fine import ON_A_SERVER, ROW, line, server


def snapshots(*names: str) -> SnapshotList:
    return SnapshotList.model_validate({"snapshotlist": [{"name": name} for name in names]})


@pytest.mark.parametrize("action", ON_A_SERVER)
def test_nothing_stands_against_an_ordinary_server(action: str) -> None:
    assert refusal(action, server(action), line=line(), snapshots=snapshots(), zone=Zone(guid="1", max_year=3)) is None


@pytest.mark.parametrize("action", ON_A_SERVER)
def test_nothing_known_refuses_nothing(action: str) -> None:
    assert refusal(action, Server(guid="1")) is None
    assert refusal(action, Server(guid="1"), line=Line(guid="1"), system=System(guid="2"), zone=Zone(guid="3")) is None


def test_the_console() -> None:
    assert refusal("getvncurl", server(), line=line(vnc_status="0")) is Reason.VNC_NOT_OFFERED
    # Only a hint: the engine decides.
    assert refusal("getvncurl", server(need_reset_vnc="1"), line=line()) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"resources_type": "1"}, None),
        ({"resources_type": "2"}, Reason.VNC_PASSWORD_NOT_OFFERED),
        ({"resources_type": "9"}, Reason.VNC_PASSWORD_NOT_OFFERED),
        ({"resources_type": None}, None),
        ({"functions": "setvnc"}, Reason.FUNCTION_CLOSED),
    ],
)
def test_the_consoles_password(changed: dict[str, Any], reason: Reason | None) -> None:
    assert refusal("setvnc", server(), line=line(**changed)) is reason


def test_a_reinstall_wants_no_snapshots() -> None:
    assert refusal("install", server(), snapshots=snapshots("a")) is Reason.SNAPSHOTS_EXIST


@pytest.mark.parametrize(
    ("system", "switch", "reason"),
    [
        ({}, "0", None),
        ({"type": "create"}, "1", Reason.SYSTEM_NOT_OFFERED),
        ({"lines": ["other"]}, "1", Reason.SYSTEM_NOT_OFFERED),
        ({"login_name": "administrator"}, "0", Reason.SYSTEM_FAMILY_FIXED),
        ({"login_name": "administrator"}, "1", None),
        ({"login_name": "administrator"}, None, None),
    ],
)
def test_the_system_of_a_reinstall(system: dict[str, Any], switch: str | None, reason: Reason | None) -> None:
    row = {"guid": "9", "type": "install", "lines": [ROW["guid"]], "login_name": "root"} | system
    asked = System.model_validate(row)
    assert refusal("install", server(), line=line(win_linux_switch=switch), system=asked) is reason


def test_the_current_system_tells_its_family_where_the_login_does_not() -> None:
    fixed, linux = line(win_linux_switch="0"), System(guid="9", login_name="root")
    windows = System(guid="8", login_name="administrator")
    assert refusal("install", server(loginName=""), line=fixed, system=linux) is None
    known = refusal("install", server(loginName=""), line=fixed, system=linux, current_system=windows)
    assert known is Reason.SYSTEM_FAMILY_FIXED


@pytest.mark.parametrize("action", ["createsnapshot", "revertsnapshot", "renewsnapshot", "removesnapshot"])
def test_snapshot_functions_must_be_open(action: str) -> None:
    others = ",".join({"createsnapshot", "revertsnapshot", "renewsnapshot", "removesnapshot"} - {action})
    assert refusal(action, server(), line=line(functions=others)) is Reason.FUNCTION_CLOSED
    assert refusal(action, server(), line=line(functions=action)) is None


@pytest.mark.parametrize("action", ["revertsnapshot", "renewsnapshot", "removesnapshot"])
def test_a_snapshot_must_be_there(action: str) -> None:
    assert refusal(action, server(), snapshots=snapshots("a"), name="b") is Reason.SNAPSHOT_NOT_FOUND
    assert refusal(action, server(), snapshots=snapshots("a"), name="a") is None


@pytest.mark.parametrize(
    ("most", "reason"), [("2", Reason.SNAPSHOT_LIMIT_REACHED), ("3", None), ("0", None), ("", None)]
)
def test_how_many_snapshots(most: str, reason: Reason | None) -> None:
    assert refusal("createsnapshot", server(), line=line(snap_open_max=most), snapshots=snapshots("a", "b")) is reason


@pytest.mark.parametrize("action", ["createsnapshot", "renewsnapshot"])
@pytest.mark.parametrize(
    ("asked", "changed", "reason"),
    [
        ({"days": 7}, {}, Reason.PERIOD_NOT_OFFERED),
        ({"months": 1}, {}, None),
        ({"months": 1}, {"snap_price_buy_month": "-1.00"}, Reason.PERIOD_NOT_OFFERED),
        ({"days": 7}, {"snap_price_buy_day": "0.1", "snap_open_days": "3,7"}, None),
        ({"days": 5}, {"snap_price_buy_day": "0.1", "snap_open_days": "3,7"}, Reason.PERIOD_NOT_OFFERED),
        ({"days": 5}, {"snap_price_buy_day": "0.1", "snap_open_days": ""}, None),
        ({}, {}, None),
        ({}, {"snap_price_buy_month": "-1.00"}, Reason.FUNCTION_CLOSED),
        ({}, {"snap_price_buy_month": ""}, None),
    ],
)
def test_snapshot_periods(action: str, asked: dict[str, Any], changed: dict[str, Any], reason: Reason | None) -> None:
    assert refusal(action, server(), line=line(**changed), **asked) is reason


@pytest.mark.parametrize(
    ("months", "max_year", "changed", "reason"),
    [
        (12, 3, {}, None),
        (36, 3, {}, None),
        (36, 2, {}, Reason.LONGER_THAN_ZONE_ALLOWS),
        (36, None, {}, None),
        (10, 3, {}, Reason.MONTHS_NOT_OFFERED),
        (10, 3, {"months": ""}, None),
        (0, 3, {}, Reason.MONTHS_NOT_OFFERED),
        (12, 3, {"renewStatus": "0"}, Reason.RENEWAL_CLOSED),
    ],
)
def test_renewal(months: int, max_year: int | None, changed: dict[str, Any], reason: Reason | None) -> None:
    zone = Zone(guid="1", max_year=max_year)
    assert refusal("renew", server(), line=line(**changed), zone=zone, months=months) is reason


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"cpu": 64, "memory": 64}, None),
        ({"cpu": 16, "memory": 16}, Reason.CORE_NOT_OFFERED),
        ({"harddisks": [10, 20, 10]}, None),
        ({"harddisks": [20, 20]}, None),
        ({"harddisks": [10]}, Reason.DISK_WOULD_SHRINK),
        ({"harddisks": [20, 10]}, Reason.DISK_WOULD_SHRINK),
        ({"harddisks": [10, 25]}, Reason.DISK_SIZE_NOT_OFFERED),
        ({"harddisks": [10, 20, 10, 10, 10, 10]}, Reason.DISK_COUNT_NOT_OFFERED),
        ({"bandwidth": 301}, Reason.BANDWIDTH_NOT_OFFERED),
        ({"bandwidth": 100}, None),
        ({"defense": 7}, Reason.DEFENSE_NOT_OFFERED),
        ({"defense": 10}, None),
    ],
)
def test_upgrade(asked: dict[str, Any], reason: Reason | None) -> None:
    assert refusal("upgrade", server(), line=line(), **asked) is reason
    assert refusal("upgrade", server(), line=line(upgradeStatus="0"), **asked) is Reason.UPGRADE_CLOSED


def test_what_stays_as_it_is_need_not_be_on_sale() -> None:
    old = server(cpu="7", memory="7", harddisks="5", bandwidth="1", defense="1")
    same: dict[str, Any] = {"cpu": 7, "memory": 7, "harddisks": [5], "bandwidth": 1, "defense": 1}
    assert refusal("upgrade", old, line=line(), **same) is None
    assert refusal("upgrade", old, line=line(), **same | {"memory": 8}) is Reason.CORE_NOT_OFFERED
    # One disk that grows, or comes, says nothing about the others.
    assert refusal("upgrade", old, line=line(), **same | {"harddisks": [5, 20]}) is None
    assert refusal("upgrade", old, line=line(), **same | {"harddisks": [5, 25]}) is Reason.DISK_SIZE_NOT_OFFERED
    assert refusal("upgrade", old, line=line(), **same | {"harddisks": [7]}) is Reason.DISK_SIZE_NOT_OFFERED
    none = server(harddisks=None)
    assert refusal("upgrade", none, line=line(), harddisks=[25]) is Reason.DISK_SIZE_NOT_OFFERED
    assert refusal("upgrade", none, line=line(), harddisks=[]) is Reason.DISK_COUNT_NOT_OFFERED


def test_downgrade() -> None:
    assert refusal("renew_for_rd", server(), line=line(renew_degrade_status="0")) is Reason.DOWNGRADE_CLOSED
    assert refusal("renew_for_rd", server(), line=line(), cpu=1, memory=1) is None
    assert refusal("renew_for_rd", server(), line=line(), cpu=1, memory=3) is Reason.CORE_NOT_OFFERED


@pytest.mark.parametrize(("share_type", "reason"), [("0", Reason.ADDRESS_NOT_SHARED), ("1", None), (None, None)])
def test_ports_are_for_shared_addresses(share_type: str | None, reason: Reason | None) -> None:
    assert refusal("create_port", server(share_type=share_type)) is reason


def test_any_listed_port_may_be_deleted() -> None:
    assert refusal("delete_port", server(share_type="0"), port_guid="port-1") is None
    assert refusal("delete_port", server(), port_guid="port-2") is Reason.PORT_NOT_FOUND


def test_policies() -> None:
    assert refusal("add_hardpolicy", server(), weight=7) is Reason.POLICY_WEIGHT_USED
    assert refusal("add_hardpolicy", server(), weight=8) is None
    assert refusal("del_hardpolicy", server(), policy_guid="p1") is None
    assert refusal("del_hardpolicy", server(), policy_guid="p2") is Reason.POLICY_PRESET
    assert refusal("del_hardpolicy", server(), policy_guid="p3") is Reason.POLICY_NOT_FOUND
    for action in ("add_hardpolicy", "del_hardpolicy"):
        assert refusal(action, server(), line=line(functions="setvnc")) is Reason.FUNCTION_CLOSED


def test_sync_actions_are_never_refused_and_others_not_known() -> None:
    assert refusal("getserver", server(orderStatus="-2")) is None
    for action in ("create_new", "explode"):
        with pytest.raises(ValueError, match="no action on a server"):
            refusal(action, server())


def test_reasons_are_stable_words() -> None:
    assert str(Reason.SERVER_DEAD) == "server_dead"
    assert all(reason.value == reason.name.lower() for reason in Reason)
