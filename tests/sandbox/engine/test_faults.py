from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.engine import Fault

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller, Clock


async def raw(caller: Caller, guid: str) -> tuple[int, str]:
    form = caller.form("stop", guid=guid)
    async with caller.session.post(f"{caller.url}/api", data=form, allow_redirects=False) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(("fault", "executed"), [(Fault.CUT_BEFORE, 0), (Fault.CUT_AFTER, 1)])
async def test_cut(engine: StandInEngine, caller: Caller, server: ServerState, fault: Fault, executed: int) -> None:
    engine.fail_next(fault)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await raw(caller, server.guid)
    assert len(engine.effects) == executed
    assert (await raw(caller, server.guid))[0] == 200
    assert [one.fault for one in engine.requests] == ["cut", ""]
    assert [one.verdict for one in engine.requests] == ["success" if executed else "", "success"]


async def test_cut_in_the_body(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.fail_next(Fault.CUT_IN_BODY)
    with pytest.raises(aiohttp.ClientPayloadError):
        await raw(caller, server.guid)
    assert len(engine.effects) == 1


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        (Fault.STATUS_500, 500, ""),
        (Fault.STATUS(503), 503, ""),
        (Fault.REDIRECT, 302, ""),
        (
            Fault.HTML,
            200,
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        ),
        (Fault.TRUNCATED, 200, '{"code":0,"message":"succ'),
        (Fault.WRONG_TYPE, 200, '{"code":0,"message":"success","data":"success"}'),
        (Fault.NO_CODE, 200, '{"message":"success","data":[]}'),
    ],
)
async def test_unreadable_answers_before_and_after(
    *, engine: StandInEngine, caller: Caller, server: ServerState, fault: Fault, status: int, text: str
) -> None:
    engine.fail_next(fault.after())
    assert (await raw(caller, server.guid))[0] == status
    assert len(engine.effects) == 1
    engine.fail_next(fault.before())
    await raw(caller, server.guid)
    assert len(engine.effects) == 1
    engine.fail_next(fault.after())
    told = (await raw(caller, server.guid))[1]
    assert told == text if status == 200 and fault is not Fault.TRUNCATED else told.startswith(text)


async def test_a_truncated_answer_is_no_json(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.fail_next(Fault.TRUNCATED)
    with pytest.raises(json.JSONDecodeError):
        json.loads((await raw(caller, server.guid))[1])


async def test_refuse_with_words(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    engine.fail_next(Fault.REFUSE("系统繁忙"))
    assert await caller.refused("stop", guid=server.guid) == "系统繁忙"
    assert (engine.effects, engine.violations) == ([], [])
    assert engine.requests[0].verdict == "系统繁忙"


async def test_slow_executes_at_once_and_answers_late(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    engine.fail_next(Fault.SLOW(0.05))
    started = asyncio.get_running_loop().time()
    request = asyncio.create_task(raw(caller, server.guid))
    await asyncio.sleep(0.02)
    assert len(engine.effects) == 1
    assert not request.done()
    assert (await request)[0] == 200
    assert asyncio.get_running_loop().time() - started >= 0.05


async def test_stopping_does_not_wait_for_slow_answers(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    engine.fail_next(Fault.SLOW(3600))
    request = asyncio.create_task(raw(caller, server.guid))
    await asyncio.sleep(0.02)
    await asyncio.wait_for(engine.stop(), 5)
    assert (await request)[0] == 200


async def test_a_request_may_execute_minutes_after_its_connection_broke(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.fail_next(Fault.EXECUTE_LATER(600))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await raw(caller, server.guid)
    clock.forward(599)
    assert await caller.statuses(server.guid) == (1, 1, 0, 0)
    assert engine.effects == []
    clock.forward(2)
    assert await caller.statuses(server.guid) == (1, 1, 4, 0)
    assert [one.time for one in engine.effects] == [clock() - 1]
    clock.forward(5)
    assert await caller.statuses(server.guid) == (1, -1, 0, 0)


async def test_a_late_execution_can_come_too_late(
    engine: StandInEngine, caller: Caller, clock: Clock, server: ServerState
) -> None:
    engine.fail_next(Fault.EXECUTE_LATER(60))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await raw(caller, server.guid)
    server.run_status = -1
    clock.forward(60)
    engine.settle()
    assert (engine.effects, engine.violations) == ([], [])


async def test_faults_wait_for_their_action_and_their_number(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    engine.fail_next(Fault.REFUSE("一"), action="stop", times=2)
    engine.fail_next(Fault.REFUSE("二"))
    assert await caller.refused("getserver", guid=server.guid) == "二"
    assert [await caller.refused("stop", guid=server.guid) for _ in range(2)] == ["一", "一"]
    assert len(engine.faults) == 0
    engine.fail_next(Fault.STATUS_500)
    engine.faults.clear()
    await caller.data("stop", guid=server.guid)
