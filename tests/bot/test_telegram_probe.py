from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import telegram_probe
from bot.settings import GivenSettings
from bot.telegram_probe import TelegramProbe, TelegramProbeError, Webhook

TOKEN = "7654321:AAabcdefghijklmnopqrstuvwxyz01234567"


async def ask(method: str, response: Any, *, url: str | None = None) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.path.startswith(f"/bot{TOKEN}/")
        if isinstance(response, float):
            await asyncio.sleep(response)
        if isinstance(response, tuple):
            status, body = response
            return web.Response(status=status, text=body, headers={"Location": "http://127.0.0.1:9/"})
        return web.json_response(response)

    app = web.Application()
    app.router.add_post("/{tail:.*}", answer)
    async with TestServer(app) as server:
        settings = GivenSettings(telegram_token=TOKEN, telegram_api_url=url or str(server.make_url("")).rstrip("/"))
        async with TelegramProbe(settings) as probe:
            return await getattr(probe, method)()


async def test_the_bots_name() -> None:
    assert await ask("username", {"ok": True, "result": {"username": "reseller_bot"}}) == "reseller_bot"


async def test_the_webhook() -> None:
    told = {"url": "https://x", "pending_update_count": 2, "last_error_message": "Bad Gateway", "new": 1}
    assert await ask("webhook", {"ok": True, "result": told}) == Webhook("https://x", 2, "Bad Gateway")
    assert await ask("webhook", {"ok": True, "result": {}}) == Webhook("", 0, None)


@pytest.mark.parametrize(
    ("response", "line"),
    [
        ((401, '{"ok":false}'), "Telegram refused the token: check APABOT_TELEGRAM_TOKEN"),
        ((404, '{"ok":false}'), "Telegram refused the token: check APABOT_TELEGRAM_TOKEN"),
        ((500, '{"ok":false}'), "Telegram answered getMe with status 500 and no result"),
        ((200, "[]"), "Telegram answered getMe with status 200 and no result"),
        ((200, "<html>"), "what answered getMe is not Telegram: check APABOT_TELEGRAM_API_URL"),
        ((302, ""), "Telegram answered getMe with status 302 and no result"),
        ({"ok": True, "result": {}}, "Telegram's answer to getMe names no bot: check APABOT_TELEGRAM_API_URL"),
    ],
)
async def test_other_answers_are_one_clear_line(response: Any, line: str) -> None:
    with pytest.raises(TelegramProbeError) as caught:
        await ask("username", response)
    assert str(caught.value) == line


async def test_out_of_reach_without_the_token_in_the_chain() -> None:
    with pytest.raises(TelegramProbeError) as caught:
        await ask("username", {}, url="http://127.0.0.1:9")
    assert str(caught.value) == "Telegram could not be reached (ClientConnectorError): check APABOT_TELEGRAM_API_URL"
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_probe, "_SECONDS", 0.02)
    with pytest.raises(TelegramProbeError, match="Telegram did not answer getMe within"):
        await ask("username", 0.1)


def test_it_needs_a_token() -> None:
    with pytest.raises(ValueError, match="without a token"):
        TelegramProbe(GivenSettings())
