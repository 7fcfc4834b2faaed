from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.engine_callback import EngineCallback, TokenBucket
from tests.clocks import VirtualClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

TASKID = 9007199254740991


@pytest.fixture
def hints() -> list[int]:
    return []


@pytest.fixture
async def post(hints: list[int]) -> AsyncIterator[Callable[..., Awaitable[tuple[int, bytes]]]]:
    app = web.Application()
    bucket = TokenBucket(rate=1000, burst=1000)
    app.router.add_post("/", EngineCallback(hints.append, bucket).handle)
    async with TestClient(TestServer(app)) as client:

        async def send(path: str = "/", **body: Any) -> tuple[int, bytes]:
            async with client.post(path, **body) as answer:
                return answer.status, await answer.read()

        yield send


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"taskid": str(TASKID), "status": "1"}},
        {"json": {"taskid": TASKID}},
        {"json": {"taskid": str(TASKID), "data": []}},
        {"data": f' {{"taskid": "{TASKID}"}}', "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"path": f"/?taskid={TASKID}"},
        {"path": f"/?taskid={TASKID}", "data": {"code": "0"}},
    ],
)
async def test_hints(post: Any, hints: list[int], body: dict[str, Any]) -> None:
    assert await post(**body) == (200, b"")
    assert hints == [TASKID]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": "junk"},
        {"data": b"\xff\xfe\x00"},
        {"data": "taskid=" + "9" * 5000},
        {"data": f"taskid={TASKID + 1}"},
        {"data": "taskid=-1"},
        {"data": "taskid=0"},
        {"data": "taskid=٥"},
        {"json": {"taskid": True}},
        {"json": {"taskid": 1.5}},
        {"json": {"taskid": [TASKID]}},
        {"data": '{"taskid": '},
        {"data": '{"a":' * 100_000},
        {"data": '{"a":' * 3_000},
        {"data": f"taskid={TASKID}&padding=" + "x" * 20_000},
        {"data": json.dumps([TASKID])},
    ],
)
async def test_everything_else_is_answered_the_same_and_ignored(
    post: Any, hints: list[int], body: dict[str, Any]
) -> None:
    assert await post(**body) == (200, b"")
    assert hints == []


async def test_too_many_are_not_listened_to() -> None:
    clock, hints = VirtualClock(), list[int]()
    bucket = TokenBucket(rate=2, burst=3, clock=clock.now)
    app = web.Application()
    app.router.add_post("/", EngineCallback(hints.append, bucket).handle)
    async with TestClient(TestServer(app)) as client:
        for number in range(1, 6):
            async with client.post("/", data={"taskid": str(number)}) as answer:
                assert answer.status == 200
        assert hints == [1, 2, 3]
        clock.advance(0.5)
        for number in (8, 9):
            async with client.post("/", data={"taskid": str(number)}) as answer:
                assert answer.status == 200
    assert hints == [1, 2, 3, 8]


def test_a_bucket_holds_no_more_than_its_burst() -> None:
    clock = VirtualClock()
    bucket = TokenBucket(rate=10, burst=2, clock=clock.now)
    clock.advance(1000)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
