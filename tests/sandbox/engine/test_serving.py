from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from sandbox.engine import Fault, StandInEngine
from tests.sandbox.engine.caller import KEY

if TYPE_CHECKING:
    from sandbox.engine import ServerState
    from tests.sandbox.engine.caller import Caller


async def test_connections_are_refused_and_accepted_again_on_the_same_port(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    await caller.data("getserver", guid=server.guid)
    await engine.refuse_connections()
    await engine.refuse_connections()
    with pytest.raises(aiohttp.ClientConnectorError):
        await caller.data("stop", guid=server.guid)
    assert len(engine.requests) == 1
    await engine.accept_connections()
    await engine.accept_connections()
    await caller.data("stop", guid=server.guid)
    assert len(engine.requests) == 2


async def test_an_answer_under_way_still_goes_out_when_connections_are_refused(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    engine.fail_next(Fault.SLOW(0.05))
    request = asyncio.create_task(caller.data("stop", guid=server.guid))
    await asyncio.sleep(0.02)
    await engine.refuse_connections()
    assert await request == []
    with pytest.raises(aiohttp.ClientConnectorError):
        await caller.data("getserver", guid=server.guid)


async def test_before_the_start_there_is_nothing_to_refuse(engine: StandInEngine) -> None:
    await engine.refuse_connections()
    await engine.accept_connections()
    await engine.stop()


async def test_it_starts_again_after_a_stop(engine: StandInEngine, caller: Caller) -> None:
    await engine.stop()
    caller.url = await engine.start()
    assert await caller.data("getzones") == {"zones": []}


async def test_the_application_can_be_served_by_others(engine: StandInEngine, caller: Caller) -> None:
    async with TestServer(engine.app()) as host:
        caller.url = str(host.make_url("")).rstrip("/")
        assert await caller.data("getzones") == {"zones": []}


async def test_a_benchmark_keeps_no_log(caller: Caller) -> None:
    other = StandInEngine(now=caller.clock, record=False)
    other.add_member(1001, KEY)
    caller.url = await other.start()
    await caller.data("getzones")
    assert other.requests == []
    await other.stop()
