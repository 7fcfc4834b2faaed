from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.engine import StandInEngine
from tests.sandbox.engine.caller import KEY

if TYPE_CHECKING:
    import pytest

    from tests.sandbox.engine.caller import Caller


class Listener:
    """Whoever the engine calls back."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.status = 200
        self.told = asyncio.Event()
        app = web.Application()
        app.router.add_post("/hook", self.hear)
        self.server = TestServer(app)

    async def hear(self, request: web.Request) -> web.Response:
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        self.told.set()
        return web.Response(status=self.status)


def seeded(caller: Caller, url: str) -> tuple[StandInEngine, str]:
    engine = StandInEngine(now=caller.clock, callback_url=url)
    engine.add_member(1001, KEY)
    return engine, engine.add_server(1001).guid


async def test_the_end_of_an_operation_is_told_once(caller: Caller) -> None:
    listener = Listener()
    async with listener.server:
        engine, guid = seeded(caller, str(listener.server.make_url("/hook")))
        caller.url = await engine.start()
        await caller.data("stop", guid=guid)
        assert await engine.deliver_callbacks() == 0
        caller.clock.forward(6)
        assert await engine.deliver_callbacks() == 1
        assert await engine.deliver_callbacks() == 0
        assert listener.forms == [{"taskid": "12", "action": "stop", "guid": guid, "code": "0"}]
        await engine.stop()


async def test_while_serving_it_is_told_by_itself(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.engine.callbacks._LOOK_EVERY", 0.001)
    listener = Listener()
    async with listener.server:
        engine, guid = seeded(caller, str(listener.server.make_url("/hook")))
        caller.url = await engine.start()
        await caller.data("stop", guid=guid)
        caller.clock.forward(6)
        await asyncio.wait_for(listener.told.wait(), 5)
        await engine.stop()
    assert len(listener.forms) == 1


async def test_a_callback_that_does_not_arrive_is_lost(caller: Caller) -> None:
    listener = Listener()
    await listener.server.start_server()
    engine, guid = seeded(caller, str(listener.server.make_url("/hook")))
    caller.url = await engine.start()
    listener.status = 500
    await caller.data("stop", guid=guid)
    caller.clock.forward(6)
    assert await engine.deliver_callbacks() == 0
    await listener.server.close()
    await caller.data("start", guid=guid)
    caller.clock.forward(7)
    assert await engine.deliver_callbacks() == 0
    assert engine.servers[guid].run_status == 1
    await engine.stop()


async def test_nothing_is_told_without_an_address(engine: StandInEngine, caller: Caller) -> None:
    server = engine.add_server(1001)
    await caller.data("stop", guid=server.guid)
    caller.clock.forward(6)
    assert await engine.deliver_callbacks() == 0
    assert engine.servers[server.guid].run_status == -1
