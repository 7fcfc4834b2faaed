from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.engine import Snapshot
from tests.sandbox.engine.caller import GOOD_PASSWORD, NOON, encoded

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller, Clock

PASSWORD = encoded(GOOD_PASSWORD)


async def test_a_password_arrives(caller: Caller, clock: Clock, server: ServerState) -> None:
    assert await caller.data("setpsw", guid=server.guid, password=PASSWORD) == []
    clock.forward(1)
    assert await caller.statuses(server.guid) == (1, 1, 9, 0)
    assert server.password == ""
    clock.forward(5)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    assert server.password == GOOD_PASSWORD


async def test_a_console_password_clears_the_demand_for_one(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    server.need_reset_vnc = 1
    assert await caller.refused("getvncurl", guid=server.guid) == "请先重置VNC密码"
    await caller.data("setvnc", guid=server.guid, password=PASSWORD)
    clock.forward(1)
    assert await caller.statuses(server.guid) == (1, 1, 1, 0)
    clock.forward(4)
    assert (await caller.data("getserver", guid=server.guid))["need_reset_vnc"] == "0"
    assert server.vnc_password == GOOD_PASSWORD
    one, two = [(await caller.data("getvncurl", guid=server.guid))["url"] for _ in range(2)]
    assert one.startswith("https://vnc.example.com/vnc.php?sign=")
    assert one != two
    assert [effect.action for effect in engine.effects] == ["setvnc"]


@pytest.mark.parametrize(("action", "failed"), [("setpsw", -9), ("setvnc", -2)])
async def test_passwords_may_fail(
    *, engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState, action: str, failed: int
) -> None:
    engine.fail_operation_next(action)
    await caller.data(action, guid=server.guid, password=PASSWORD)
    clock.forward(60)
    assert await caller.statuses(server.guid) == (1, 1, failed, 0)
    assert (server.password, server.vnc_password) == ("", "")


async def test_where_the_console_is_closed(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    line = engine.world.lines[server.line_guid]
    server.run_status = -2
    assert await caller.refused("setvnc", guid=server.guid, password=PASSWORD) == "业务已锁定"
    line.functions = ("setvnc",)
    assert await caller.refused("setvnc", guid=server.guid, password=PASSWORD) == "线路未开放该功能"
    line.resources_type = 3
    assert await caller.refused("setvnc", guid=server.guid, password=PASSWORD) == "该线路不支持重置VNC密码"
    server.order_status = 3
    assert await caller.refused("getvncurl", guid=server.guid) == "业务状态异常"
    line.vnc_status = 0
    assert await caller.refused("getvncurl", guid=server.guid) == "该线路不支持VNC"


async def test_a_reinstall_changes_system_and_login(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    windows = engine.add_system(name="Windows Server 2022", login_name="administrator", port=3389)
    server.run_status = -1
    await caller.data("install", guid=server.guid, systemID=windows.guid, password=PASSWORD)
    clock.forward(1)
    assert await caller.statuses(server.guid) == (1, -1, 8, 0)
    clock.forward(25)
    row = await caller.data("getserver", guid=server.guid)
    assert (row["system_guid"], row["loginName"], row["login_port"]) == (windows.guid, "administrator", "3389")
    assert (row["actStatus"], row["runStatus"]) == ("0", "1")
    assert server.password == GOOD_PASSWORD


async def test_a_failed_reinstall_leaves_all_as_it_was(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    before, other = server.system_guid, engine.add_system(name="Ubuntu 24.04")
    engine.fail_operation_next("install")
    await caller.data("install", guid=server.guid, systemID=other.guid, password=PASSWORD)
    clock.forward(60)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    assert server.system_guid == before


async def test_what_stands_against_a_reinstall(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    line = engine.world.lines[server.line_guid]

    async def refusal(system: str) -> str:
        return await caller.refused("install", guid=server.guid, systemID=system, password=PASSWORD)

    assert await refusal("1999999999999999") == "操作系统不存在"
    assert await refusal(engine.add_system(types=("create",)).guid) == "该线路不支持此操作系统"
    assert await refusal(engine.add_system(lines=[]).guid) == "该线路不支持此操作系统"
    assert await refusal(engine.add_system(ram_limit=32).guid) == "配置低于操作系统最低要求"
    line.win_linux_switch = 0
    windows = engine.add_system(login_name="administrator")
    assert await refusal(windows.guid) == "该线路不允许Windows与Linux互相切换"
    server.snapshots = [Snapshot(name="aaaaa", created_at=NOON, ends_at=NOON + 60)]
    assert await refusal(server.system_guid) == "存在快照，不允许重装"
    server.run_status = -2
    assert await refusal(server.system_guid) == "业务已锁定"
    assert engine.effects == []
