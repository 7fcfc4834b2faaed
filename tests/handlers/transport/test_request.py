from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from handlers.transport.errors import ConnectTimedOut, CutOff, NotConnected, retry_seconds
from handlers.transport.request import AiohttpRequest
from tests.handlers.transport.stand_in import TOKEN, BotApi, refusal, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram.ext import ExtBot
    from telegram.request import BaseRequest

    from handlers.transport.priority import Priority


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_message_goes_as_json_with_native_values(api: BotApi, bot: ExtBot[Priority]) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("开机", callback_data="x")]])
    message = await bot.send_message(7, "你好 \U0001f600", reply_markup=keyboard)
    assert message.text == "你好 \U0001f600"
    call = api.calls[-1]
    assert (call.method, call.content_type) == ("sendMessage", "application/json")
    assert call.parameters == {
        "chat_id": 7,
        "text": "你好 \U0001f600",
        "reply_markup": {"inline_keyboard": [[{"text": "开机", "callback_data": "x"}]]},
    }


async def test_a_file_is_downloaded(api: BotApi, request_: AiohttpRequest) -> None:
    async def file(_: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG")

    api.then("photo.png", file)
    assert await request_.retrieve(f"{api.base_url}{TOKEN}/photo.png") == b"\x89PNG"


async def test_call_sends_the_query_and_gives_the_bare_result(api: BotApi, request_: AiohttpRequest) -> None:
    result = await request_.call(f"{api.base_url}{TOKEN}", "getMe", {"offset": 5, "allowed_updates": ["message"]})
    assert result["username"] == "a_bot"
    assert api.calls[-1].parameters == {"offset": "5", "allowed_updates": '["message"]'}


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (refusal(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (refusal(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden, "Forbidden: bot was blocked by the user"),
        (refusal(404, "Not Found"), InvalidToken, "Not Found"),
        (refusal(409, "Conflict: terminated"), Conflict, "Conflict: terminated"),
        (refusal(500, "Internal"), NetworkError, "Internal"),
    ],
)
async def test_refusals_are_telegram_errors(
    api: BotApi, bot: ExtBot[Priority], answer: tuple[int, dict[str, object]], error: type[TelegramError], words: str
) -> None:
    api.then("sendMessage", answer)
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(7, "x")
    assert type(caught.value) is error
    assert str(caught.value) == words


async def test_retry_after_and_migration_carry_their_parameters(api: BotApi, request_: AiohttpRequest) -> None:
    base = f"{api.base_url}{TOKEN}"
    api.then("getChat", refusal(429, "Too Many Requests", retry_after=17), refusal(400, "x", migrate_to_chat_id=-1009))
    with pytest.raises(RetryAfter) as flood:
        await request_.call(base, "getChat", {})
    assert retry_seconds(flood.value) == 17.0
    with pytest.raises(ChatMigrated) as migrated:
        await request_.call(base, "getChat", {})
    assert migrated.value.new_chat_id == -1009


# The same faults against both implementations: what python-telegram-bot's own gives, ours gives too, or a subclass.


async def refused(api: BotApi, request: BaseRequest) -> None:
    await request.post(f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe")


async def cut(api: BotApi, request: BaseRequest) -> None:
    async def hang_up(http: web.Request) -> web.StreamResponse:
        assert http.transport is not None
        http.transport.abort()
        return web.Response()

    api.then("getMe", hang_up)
    await request.post(f"{api.base_url}{TOKEN}/getMe")


async def cut_in_the_middle(api: BotApi, request: BaseRequest) -> None:
    async def half(http: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(http)
        await response.write(b'{"ok": true, ')
        assert http.transport is not None
        http.transport.close()
        return response

    api.then("getMe", half)
    await request.post(f"{api.base_url}{TOKEN}/getMe")


async def silent(api: BotApi, request: BaseRequest) -> None:
    async def wait(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.Response()

    api.then("getMe", wait)
    await request.post(f"{api.base_url}{TOKEN}/getMe", read_timeout=0.03)


async def bad_gateway(api: BotApi, request: BaseRequest) -> None:
    async def page(http: web.Request) -> web.StreamResponse:
        return web.Response(status=502, text=f"<html>no {http.path}</html>", content_type="text/html")

    api.then("getMe", page)
    await request.post(f"{api.base_url}{TOKEN}/getMe")


async def garbled(api: BotApi, request: BaseRequest) -> None:
    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(text="the customer's words")

    api.then("getMe", page)
    await request.post(f"{api.base_url}{TOKEN}/getMe")


@pytest.mark.parametrize(
    ("fault", "ours", "theirs"),
    [
        (refused, NotConnected, NetworkError),
        (cut, CutOff, NetworkError),
        (cut_in_the_middle, CutOff, NetworkError),
        (silent, TimedOut, TimedOut),
        (bad_gateway, NetworkError, NetworkError),
        (garbled, TelegramError, TelegramError),
    ],
)
async def test_faults_give_the_same_errors_as_httpx(
    api: BotApi,
    request_: AiohttpRequest,
    fault: Callable[[BotApi, BaseRequest], Awaitable[None]],
    ours: type[TelegramError],
    theirs: type[TelegramError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with HTTPXRequest(httpx_kwargs={"trust_env": False}) as httpx_request:
        with pytest.raises(TelegramError) as caught:
            await fault(api, httpx_request)
    assert type(caught.value) is theirs
    caplog.clear()
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError) as caught:
        await fault(api, request_)
    assert type(caught.value) is ours
    assert issubclass(ours, theirs)
    error: BaseException | None = caught.value
    while error is not None:
        assert "SECRET" not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
    assert "SECRET" not in caplog.text
    assert "customer's words" not in caplog.text


async def test_a_redirect_is_not_followed_with_the_token(api: BotApi, request_: AiohttpRequest) -> None:
    async def elsewhere(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/other/getMe"})

    api.then("getMe", elsewhere)
    with pytest.raises(NetworkError):
        await request_.post(f"{api.base_url}{TOKEN}/getMe")
    assert api.methods == ["getMe"]


async def test_no_free_connection_in_time_is_not_sent(api: BotApi) -> None:
    url = f"{api.base_url}{TOKEN}/getMe"
    free = asyncio.Event()

    async def wait(_: web.Request) -> web.StreamResponse:
        await free.wait()
        return web.json_response({"ok": True, "result": True})

    api.then("getMe", wait)
    async with AiohttpRequest(connection_pool_size=1, pool_timeout=0.02, trust_env=False) as one:
        first = asyncio.create_task(one.post(url))
        await until(lambda: bool(api.calls))
        with pytest.raises(ConnectTimedOut):
            await one.post(url)
        patient = asyncio.create_task(one.post(url, pool_timeout=5))
        await asyncio.sleep(0)
        free.set()
        assert await first is True
        assert isinstance(await patient, dict)
    assert api.methods == ["getMe", "getMe"]


async def test_a_connection_that_does_not_open_in_time_is_not_sent() -> None:
    with socket.socket() as full:
        # Nobody accepts, and a full queue of connections answers no further one.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        try:
            async with AiohttpRequest(connect_timeout=0.05, trust_env=False) as request:
                with pytest.raises(ConnectTimedOut) as caught:
                    await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
        finally:
            for filler in fillers:
                filler.close()
    assert isinstance(caught.value, TimedOut)
    assert caught.value.__context__ is None


async def test_it_works_only_between_initialize_and_shutdown(api: BotApi) -> None:
    request = AiohttpRequest(trust_env=False)
    url = f"{api.base_url}{TOKEN}/getMe"
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(url)
    await request.initialize()
    await request.initialize()
    assert isinstance(await request.post(url), dict)
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(url)
    await request.initialize()
    assert isinstance(await request.post(url), dict)
    await request.shutdown()


async def test_read_timeout_is_told_to_python_telegram_bot() -> None:
    assert AiohttpRequest().read_timeout == 5.0
    assert AiohttpRequest(read_timeout=None).read_timeout is None
