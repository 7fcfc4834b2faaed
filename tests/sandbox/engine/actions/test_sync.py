from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.engine import StandInEngine
    from tests.sandbox.engine.caller import Caller


async def test_pages_say_one_whatever_there_is(engine: StandInEngine, caller: Caller) -> None:
    guids = [engine.add_server(1001).guid for _ in range(120)]
    engine.add_member(2002, "x")
    engine.add_server(2002)
    seen: list[str] = []
    for page, rows in ((1, 50), (2, 50), (3, 20), (4, 0)):
        data = await caller.data("getservers", page=page)
        assert (data["pages"], data["items"], len(data["servers"])) == (1, "120", rows)
        seen += [row["guid"] for row in data["servers"].values()] if rows else data["servers"]
    assert seen == guids[::-1]


async def test_dead_servers_are_listed(engine: StandInEngine, caller: Caller) -> None:
    for order_status in (-2, -1, 4):
        engine.add_server(1001, order_status=order_status)
    rows = (await caller.data("getservers", page=1))["servers"]
    assert [row["orderStatus"] for row in rows.values()] == ["4", "-1", "-2"]


async def test_the_list_and_the_single_row_tell_different_things(engine: StandInEngine, caller: Caller) -> None:
    server = engine.add_server(1001, black_hole=1, lock_status=1, lock_reason="攻击", unlocks_at=1_772_424_000.0)
    one = await caller.data("getserver", guid=server.guid)
    row = (await caller.data("getservers", page=1))["servers"]["0"]
    assert set(one) - set(row) == {"syncStatus", "blackHoleStatus", "vps_guid", "back_system_guid", "sid"}
    assert set(row) - set(one) == {
        "id",
        "apiLockStatus",
        "apiLockReason",
        "apiUnlockTime",
        "snapId",
        "system_back_guid",
    }
    assert one["blackHoleStatus"] == "1"
    assert (row["apiLockStatus"], row["apiLockReason"], row["apiUnlockTime"]) == ("1", "攻击", "2026-03-02 12:00:00")
    assert one["systemID"] == server.system_guid
    assert row["systemID"] != server.system_guid


async def test_systems_are_paged_by_the_length_asked_for(engine: StandInEngine, caller: Caller) -> None:
    names = [engine.add_system(name=f"系统 {number}").name for number in range(5)]
    pages = [await caller.data("getsystems", page_mode=page, page_length=2) for page in (1, 2, 3, 4)]
    assert [(page["pages"], page["items"]) for page in pages] == [(1, 5)] * 4
    assert [row["name"] for page in pages for row in page["systems"]] == names


async def test_lines_come_in_their_order_and_name_their_zone(engine: StandInEngine, caller: Caller) -> None:
    zone = engine.add_zone(name="华东")
    second, first = engine.add_line(sort_id=9), engine.add_line(sort_id=1)
    data = await caller.data("getlines", type="server_line")
    assert [row["guid"] for row in data["lines"]] == [first.guid, second.guid]
    assert [row["line_guid"] for row in data["lines"]] == [zone.guid, zone.guid]
    assert (await caller.data("getzones"))["zones"][0]["name"] == "华东"


async def test_looking_leaves_no_trace(engine: StandInEngine, caller: Caller) -> None:
    server = engine.add_server(1001)
    await caller.data("getserver", guid=server.guid)
    await caller.data("listsnapshot", guid=server.guid)
    assert engine.effects == []
    assert [(one.action, one.verdict, one.fault) for one in engine.requests] == [
        ("getserver", "success", ""),
        ("listsnapshot", "success", ""),
    ]
