from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sandbox.telegram import Person, StandInTelegram
    from tests.sandbox.telegram.client import Api


class Receiver:
    """A bot's webhook that answers with the given statuses, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.secrets: list[str | None] = []
        self.bodies: list[dict[str, Any]] = []

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.bodies.append(await request.json())
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/hook", self.receive)
        async with TestServer(app) as server:
            yield str(server.make_url("/hook"))


async def test_pushes_in_order_with_the_secret(tg: StandInTelegram, api: Api, alice: Person) -> None:
    receiver = Receiver()
    tg.say(alice, alice, "0")
    async with receiver.listening() as hook:
        assert (await api("setWebhook", url=hook, secret_token="s3c-ret_")).body["description"] == "Webhook was set"
        for number in range(1, 10):
            tg.say(alice, alice, str(number))
        await tg.wait_for(lambda: tg.updates_pending() == 0)
        assert (await api("deleteWebhook")).body["description"] == "Webhook was deleted"
        assert (await api("deleteWebhook")).body["description"] == "Webhook is already deleted"
    assert [body["message"]["text"] for body in receiver.bodies] == [str(number) for number in range(10)]
    assert set(receiver.secrets) == {"s3c-ret_"}


async def test_tries_again_until_it_is_accepted(tg: StandInTelegram, api: Api, alice: Person) -> None:
    receiver = Receiver()
    receiver.statuses = [503, 302, 201]
    async with receiver.listening() as hook:
        await api("setWebhook", url=hook)
        tg.say(alice, alice, "a")
        tg.say(alice, alice, "b")
        await tg.wait_for(lambda: tg.updates_pending() == 0)
        info = (await api("getWebhookInfo")).result
        await api("deleteWebhook")
    assert [body["message"]["text"] for body in receiver.bodies] == ["a", "a", "a", "b"]
    assert receiver.secrets == [None] * 4
    assert info == {
        "url": hook,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "ip_address": "127.0.0.1",
        "last_error_date": 1_800_000_000,
        "last_error_message": "Wrong response from the webhook: 302 Found",
    }


async def test_nobody_listens(tg: StandInTelegram, api: Api, alice: Person, unused_tcp_port: int) -> None:
    await api("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/hook")
    tg.say(alice, alice, "a")
    await tg.wait_for(tg.world.updates.first)
    info: dict[str, Any] = {}
    while "last_error_message" not in info:
        info = (await api("getWebhookInfo")).result
    assert info["last_error_message"] == "Connection failed: ClientConnectorError"
    assert info["pending_update_count"] == 1


async def test_set_again_and_dropping_what_is_pending(tg: StandInTelegram, api: Api, alice: Person) -> None:
    tg.say(alice, alice, "a")
    async with Receiver().listening() as hook:
        answer = await api("setWebhook", url=hook, drop_pending_updates=True, max_connections=500)
        assert answer.body["description"] == "Webhook was set"
        assert tg.updates_pending() == 0
        again = await api("setWebhook", url=hook, max_connections=100)
        assert again.body["description"] == "Webhook is already set"
        assert (await api("setWebhook", url="")).body["description"] == "Webhook was deleted"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "ftp://example.com/"}, "Bad Request: invalid webhook URL specified"),
        ({"url": "nonsense"}, "Bad Request: invalid webhook URL specified"),
        ({"url": "http://e.cn/", "secret_token": "x" * 257}, "Bad Request: secret token is too long"),
        ({"url": "http://e.cn/", "secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"),
    ],
)
async def test_what_is_refused(api: Api, parameters: dict[str, str], words: str) -> None:
    assert (await api("setWebhook", **parameters)).words == words
