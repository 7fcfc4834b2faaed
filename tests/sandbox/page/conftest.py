from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.telegram import Chat, Limits, Person, StandInTelegram
from tests.browser import page_at
from tests.sandbox.telegram.client import Api

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["page_at"]


@pytest.fixture
async def telegram() -> AsyncIterator[StandInTelegram]:
    telegram = StandInTelegram(name="阿帕云助手", limits=Limits.off())
    yield telegram
    await telegram.stop()
    assert telegram.violations == []


@pytest.fixture
def zhang(telegram: StandInTelegram) -> Person:
    return telegram.add_person(user_id=1001, first_name="张伟", language_code="zh-hans", started=True)


@pytest.fixture
def anna(telegram: StandInTelegram, zhang: Person) -> Person:
    return telegram.add_person(user_id=1002, first_name="Anna", language_code="en", started=True)


@pytest.fixture
def team(telegram: StandInTelegram, zhang: Person, anna: Person) -> Chat:
    return telegram.add_group(title="运维团队", members=[zhang, anna], owner=zhang, forum=True)


@pytest.fixture
async def url(telegram: StandInTelegram, team: Chat) -> str:
    return await telegram.start()


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(url, session)
