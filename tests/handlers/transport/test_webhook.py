from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs
from telegram import Bot

import handlers.transport.webhook as module
from handlers.transport.dispatcher import Dispatcher
from handlers.transport.webhook import SECRET_HEADER, WebhookHandler, register_webhook
from tests.handlers.transport.stand_in import TOKEN, BotApi, MemoryStore, typed, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from handlers.transport.intake import Incoming
    from handlers.transport.request import AiohttpRequest

SECRET = "s3cret_-"


class Site:
    def __init__(self, store: MemoryStore) -> None:
        self.handled: list[int] = []
        self.may_go_on = asyncio.Event()
        self.dispatcher = Dispatcher(self._handle, store, in_memory=1, in_store=2)
        app = web.Application()
        app.router.add_post("/hook", WebhookHandler(self.dispatcher, secret=SECRET, max_body_bytes=2_000).handle)
        self.client: TestClient[web.Request, web.Application] = TestClient(TestServer(app))

    async def _handle(self, incoming: Incoming) -> None:
        await self.may_go_on.wait()
        self.handled.append(incoming.update_id)

    async def post(self, body: Any, *, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.client.post("/hook", data=data, headers=headers) as response:
            assert await response.read() == b""
            return response.status


@pytest.fixture
async def site(store: MemoryStore) -> AsyncIterator[Site]:
    made = Site(store)
    await made.client.start_server()
    yield made
    made.may_go_on.set()
    await made.dispatcher.drain(1)
    await made.client.close()


async def test_an_update_is_kept_before_200_and_handled_after(site: Site, store: MemoryStore) -> None:
    assert await site.post(typed(1, 7)) == 200
    assert list(store.rows) == [1]
    assert site.handled == []
    site.may_go_on.set()
    await until(lambda: store.ended == [1])
    assert site.handled == [1]
    assert await site.post(typed(1, 7)) == 200
    assert site.handled == [1]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper(), "geh\xe4im"])
async def test_without_the_secret_nothing_is_taken_nor_said(site: Site, store: MemoryStore, secret: str | None) -> None:
    with capture_logs() as logs:
        assert await site.post(typed(1, 7), secret=secret) == 403
    assert store.rows == {}
    assert logs == [{"event": "webhook_refused", "log_level": "warning"}]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff\xfe", b'{"message": {}}', b'{"update_id": "1"}', b'{"update_id": true}']
)
async def test_what_is_no_update_is_a_bad_request(site: Site, store: MemoryStore, body: bytes) -> None:
    assert await site.post(body) == 400
    assert store.rows == {}


async def test_a_body_that_is_too_long_is_not_read(site: Site, store: MemoryStore) -> None:
    assert await site.post(typed(1, 7, "x" * 2_000)) == 413
    assert store.rows == {}


async def test_a_body_that_does_not_end_times_out(
    site: Site, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BODY_SECONDS", 0.02)

    async def endless() -> AsyncIterator[bytes]:
        yield b'{"update_id": 1, '
        await asyncio.sleep(0.2)

    async with ClientSession() as session:
        url = site.client.make_url("/hook")
        async with session.post(url, data=endless(), headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 408
    assert store.rows == {}


async def test_telegram_keeps_its_updates_when_far_too_much_waits(site: Site, store: MemoryStore) -> None:
    for number in (1, 2, 3):
        assert await site.post(typed(number, 7)) == 200
    with capture_logs() as logs:
        assert await site.post(typed(4, 7)) == 503
    assert logs == [{"event": "webhook_overloaded", "log_level": "warning"}]
    assert sorted(store.rows) == [1, 2, 3]
    site.may_go_on.set()
    await until(lambda: store.ended == [1, 2, 3])
    assert await site.post(typed(4, 7)) == 200


async def test_a_store_that_fails_is_no_200(site: Site, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(updates: object, *, received_at: float) -> list[int]:
        raise OSError("disk full")

    monkeypatch.setattr(store, "keep_updates", full)
    async with site.client.post("/hook", data=json.dumps(typed(1, 7)), headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 500
    assert site.handled == []


async def test_registering_names_the_secret_and_the_kinds(api: BotApi, request_: AiohttpRequest) -> None:
    bot = Bot(TOKEN, base_url=api.base_url, request=request_)
    await register_webhook(bot, "https://bot.example/hook", SECRET)
    assert api.calls[-1].method == "setWebhook"
    assert api.calls[-1].parameters == {
        "url": "https://bot.example/hook",
        "secret_token": SECRET,
        "allowed_updates": ["message", "callback_query", "my_chat_member"],
    }


@pytest.mark.parametrize("secret", ["", "a b", "ä", "x" * 257])
async def test_a_secret_that_telegram_would_not_take_is_refused(
    api: BotApi, request_: AiohttpRequest, site: Site, secret: str
) -> None:
    with pytest.raises(ValueError, match="1 to 256"):
        await register_webhook(Bot(TOKEN, base_url=api.base_url, request=request_), "https://b.example", secret)
    with pytest.raises(ValueError, match="1 to 256"):
        WebhookHandler(site.dispatcher, secret=secret)
    assert api.calls == []
