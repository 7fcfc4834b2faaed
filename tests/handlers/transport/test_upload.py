from __future__ import annotations

import asyncio
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    NetworkError,
    TimedOut,
)

from handlers.transport.errors import NotConnected
from handlers.transport.request import AiohttpRequest
from tests.handlers.transport.stand_in import TOKEN, BotApi, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from telegram.ext import ExtBot

    from handlers.transport.priority import Priority


async def test_a_file_is_uploaded_with_its_name_and_bytes(api: BotApi, bot: ExtBot[Priority]) -> None:
    await bot.send_document(7, InputFile(b"\x00\x01data", filename='账单 "9".csv'), caption="c")
    call = api.calls[-1]
    assert call.content_type == "multipart/form-data"
    assert call.files == {"document": ('账单 "9".csv', b"\x00\x01data")}
    assert call.parameters == {"chat_id": "7", "caption": "c"}


async def test_an_open_file_is_sent_whole_again_after_retry_after(
    api: BotApi, bot: ExtBot[Priority], tmp_path: Path
) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"lines")
    api.then("sendDocument", refusal(502, "Bad Gateway"))
    with path.open("rb") as file:
        document = InputFile(file, read_file_handle=False)
        with pytest.raises(NetworkError):
            await bot.send_document(7, document)
        await bot.send_document(7, document)
    assert [call.files["document"] for call in api.calls[-2:]] == [("log.txt", b"lines")] * 2


async def test_a_stream_without_a_beginning_is_sent_from_where_it_is(api: BotApi, bot: ExtBot[Priority]) -> None:
    class Stream(BytesIO):
        def seekable(self) -> bool:
            return False

    await bot.send_document(7, InputFile(Stream(b"once"), filename="a.bin", read_file_handle=False))
    assert api.calls[-1].files["document"] == ("a.bin", b"once")


async def test_an_upload_that_stands_still_times_out_and_a_slow_one_does_not() -> None:
    """The other side reads nothing for longer than the time-out, then reads slowly but steadily."""
    stand_still = True

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if stand_still:
            await asyncio.sleep(0.3)
        else:
            left = 16_000_000
            while left > 0:
                left -= len(await reader.read(1_000_000))
                await asyncio.sleep(0.01)
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{"ok": true, "result": 12 }')
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1_000_000)
    port = server.sockets[0].getsockname()[1]
    picture = InputFile(bytes(16_000_000), filename="p.bin")
    async with server, AiohttpRequest(media_write_timeout=0.1, connect_timeout=0.05, trust_env=False) as request:
        made = Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)
        with pytest.raises(TimedOut) as caught:
            await made.send_document(7, picture)
        assert not isinstance(caught.value, NotConnected)
        stand_still = False
        started = time.monotonic()
        assert await made.do_api_request("take", {"document": picture}) == 12
        assert time.monotonic() - started > 0.1


async def test_uploads_can_have_no_write_timeout(api: BotApi) -> None:
    async with AiohttpRequest(media_write_timeout=None, trust_env=False) as request:
        await Bot(TOKEN, base_url=api.base_url, request=request).send_document(7, b"x", filename="a")
    assert api.calls[-1].files == {"document": ("a", b"x")}


async def test_a_late_answer_is_no_upload_that_stands_still(api: BotApi) -> None:
    async def late(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return web.json_response({"ok": True, "result": 12})

    api.then("take", late)
    async with AiohttpRequest(media_write_timeout=0.02, connect_timeout=0.02, trust_env=False) as request:
        made = Bot(TOKEN, base_url=api.base_url, request=request)
        assert await made.do_api_request("take", {"document": InputFile(b"x", filename="a")}) == 12
