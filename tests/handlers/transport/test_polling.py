from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from handlers.transport.dispatcher import Dispatcher
from handlers.transport.errors import IntakeError, TwoPollersError
from handlers.transport.polling import Poller
from tests.handlers.transport.stand_in import TOKEN, BotApi, MemoryStore, refusal, typed, until, updates

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.transport.intake import Incoming
    from handlers.transport.request import AiohttpRequest


class Rig:
    def __init__(self, api: BotApi, request: AiohttpRequest, store: MemoryStore, *, in_memory: int = 2_000) -> None:
        self.handled: list[int] = []
        self.waits: list[float] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.dispatcher = Dispatcher(self._handle, store, in_memory=in_memory)
        call = partial(request.call, f"{api.base_url}{TOKEN}")
        self.poller = Poller(call, self.dispatcher, store, poll_seconds=0, sleep=self._sleep)

    async def _handle(self, incoming: Incoming) -> None:
        await self.may_go_on.wait()
        self.handled.append(incoming.update_id)

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    async def run_until(self, condition: Callable[[], bool]) -> None:
        running = asyncio.ensure_future(self.poller.run())
        await until(lambda: running.done() or condition())
        assert not running.done(), running
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await self.dispatcher.drain(1)


@pytest.fixture
def rig(api: BotApi, request_: AiohttpRequest, store: MemoryStore) -> Rig:
    return Rig(api, request_, store)


def offsets(api: BotApi) -> list[str | None]:
    return [call.parameters.get("offset") for call in api.calls if call.method == "getUpdates"]


async def test_updates_are_kept_handled_and_then_confirmed(api: BotApi, rig: Rig, store: MemoryStore) -> None:
    api.then("getUpdates", updates(typed(10, 1), typed(11, 2)), updates(typed(12, 1)))
    await rig.run_until(lambda: len(offsets(api)) >= 3 and len(store.ended) == 3)
    assert sorted(rig.handled) == [10, 11, 12]
    assert api.methods[0] == "deleteWebhook"
    assert offsets(api)[:3] == [None, "12", "13"]
    assert store.commits == 2
    assert api.calls[1].parameters == {
        "timeout": "0",
        "limit": "100",
        "allowed_updates": '["message","callback_query","my_chat_member"]',
    }


async def test_nothing_is_confirmed_that_was_not_kept(api: BotApi, request_: AiohttpRequest) -> None:
    class Full(MemoryStore):
        async def keep_updates(self, updates: object, *, received_at: float) -> list[int]:
            raise OSError("disk full")

    rig = Rig(api, request_, Full())
    api.then("getUpdates", updates(typed(10, 1)))
    with pytest.raises(OSError, match="disk full"):
        await rig.poller.run()
    assert offsets(api) == [None]


async def test_it_goes_on_where_the_last_run_ended(api: BotApi, rig: Rig, store: MemoryStore) -> None:
    store.leave(typed(41, 1))
    await rig.run_until(lambda: len(offsets(api)) >= 2 and store.ended == [41])
    assert offsets(api)[:2] == ["42", "42"]


async def test_numbers_that_begin_anew_lower_are_confirmed_too(api: BotApi, rig: Rig, store: MemoryStore) -> None:
    store.leave(typed(900, 1))
    api.then("getUpdates", updates(typed(5, 1)))
    await rig.run_until(lambda: len(offsets(api)) >= 2)
    assert offsets(api)[:2] == ["901", "6"]


async def test_it_does_not_fetch_more_than_there_is_room_for(
    api: BotApi, request_: AiohttpRequest, store: MemoryStore
) -> None:
    rig = Rig(api, request_, store, in_memory=2)
    rig.may_go_on.clear()
    api.then("getUpdates", updates(typed(1, 1), typed(2, 1)), updates(typed(3, 1)))
    running = asyncio.ensure_future(rig.poller.run())
    await until(lambda: len(store.rows) == 2)
    await asyncio.sleep(0.03)
    assert offsets(api) == [None]
    rig.may_go_on.set()
    await until(lambda: rig.handled == [1, 2, 3])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await rig.dispatcher.drain(1)


async def test_failures_are_tried_again_with_growing_waits(api: BotApi, rig: Rig, store: MemoryStore) -> None:
    async def cut(http: web.Request) -> web.StreamResponse:
        assert http.transport is not None
        http.transport.abort()
        return web.Response()

    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(status=502, text="<html>")

    async def no_json(_: web.Request) -> web.StreamResponse:
        return web.Response(text="hm")

    api.then("deleteWebhook", refusal(500, "Internal"))
    api.then("getUpdates", cut, page, no_json, *[refusal(500, "x")] * 6, updates(typed(1, 1)), refusal(500, "x"))
    await rig.run_until(lambda: len(rig.waits) == 11)
    ceilings = [0.5, 0.5, 1, 2, 4, 8, 16, 30, 30, 30, 0.5]
    assert all(ceiling / 2 <= wait <= ceiling for wait, ceiling in zip(rig.waits, ceilings, strict=True))
    assert rig.handled == [1]


async def test_being_told_to_wait_is_obeyed(api: BotApi, rig: Rig) -> None:
    api.then("getUpdates", refusal(429, "Too Many Requests", retry_after=33), updates(typed(1, 1)))
    await rig.run_until(lambda: rig.handled == [1])
    assert rig.waits == [33.0]


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_a_refused_token_is_the_end(api: BotApi, rig: Rig, status: int, method: str) -> None:
    api.then(method, refusal(status, "Unauthorized"))
    with pytest.raises(IntakeError, match=r"^The token was refused by Telegram") as caught:
        await rig.poller.run()
    assert not isinstance(caught.value, TwoPollersError)
    assert rig.waits == []


async def test_another_poller_is_the_end_the_third_time(api: BotApi, rig: Rig) -> None:
    api.then("getUpdates", *[refusal(409, "Conflict: terminated by other getUpdates request")] * 3)
    with pytest.raises(TwoPollersError, match=r"^Another program receives this bot's updates"):
        await rig.poller.run()
    assert rig.waits == [1.0, 2.0]


async def test_who_was_there_first_outlasts_a_newcomer(api: BotApi, rig: Rig) -> None:
    conflict = refusal(409, "Conflict: terminated by other getUpdates request")
    api.then("getUpdates", conflict, conflict, updates(typed(1, 1)), *[conflict] * 7)
    with pytest.raises(TwoPollersError, match=r"^Another program receives this bot's updates"):
        await rig.poller.run()
    assert rig.waits == [1.0, 2.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    await rig.dispatcher.drain(1)
    assert rig.handled == [1]
