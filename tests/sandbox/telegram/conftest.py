from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.telegram import Chat, Limits, Person, StandInTelegram
from tests.sandbox.telegram.client import Api, Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits() -> Limits:
    return Limits.off()


@pytest.fixture
def tg(clock: Clock, limits: Limits) -> StandInTelegram:
    return StandInTelegram(now=clock, limits=limits, webhook_retry_delay=0.01)


@pytest.fixture
async def url(tg: StandInTelegram) -> AsyncIterator[str]:
    yield await tg.start()
    await tg.stop()


@pytest.fixture
async def session(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api(url: str, session: aiohttp.ClientSession) -> Api:
    return Api(url, session)


@pytest.fixture
def alice(tg: StandInTelegram) -> Person:
    return tg.add_person(user_id=1001, first_name="Alice", language_code="zh-hans", username="alice_w", started=True)


@pytest.fixture
def bob(tg: StandInTelegram) -> Person:
    return tg.add_person(user_id=1002, first_name="Bob", language_code="en")


@pytest.fixture
def group(tg: StandInTelegram, alice: Person, bob: Person) -> Chat:
    return tg.add_group(title="Team", members=[alice, bob], owner=alice)
