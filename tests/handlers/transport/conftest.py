from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.ext import ExtBot

from handlers.transport.request import AiohttpRequest
from handlers.transport.sender import Sender
from tests.handlers.transport.outside import Outside
from tests.handlers.transport.recorder import Handlers
from tests.handlers.transport.stand_in import TOKEN, BotApi, MemoryStore
from tests.handlers.transport.virtual_clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handlers.transport.priority import Priority


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    stand_in = BotApi()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(trust_env=False) as made:
        yield made


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[ExtBot[Priority]]:
    made = ExtBot(
        TOKEN,
        base_url=api.base_url,
        request=AiohttpRequest(trust_env=False),
        get_updates_request=AiohttpRequest(trust_env=False),
        rate_limiter=Sender(),
    )
    async with made:
        yield made


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def out(clock: VirtualClock) -> Outside:
    return Outside(clock)
