from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.engine import StandInEngine
from tests.sandbox.engine.caller import KEY, USERID, Caller, Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sandbox.engine import ServerState


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def engine(clock: Clock) -> AsyncIterator[StandInEngine]:
    stand_in = StandInEngine(now=clock)
    stand_in.add_member(USERID, KEY)
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def server(engine: StandInEngine) -> ServerState:
    return engine.add_server(USERID)


@pytest.fixture
async def caller(engine: StandInEngine, clock: Clock) -> AsyncIterator[Caller]:
    url = await engine.start()
    async with aiohttp.ClientSession() as session:
        yield Caller(session=session, url=url, clock=clock)
