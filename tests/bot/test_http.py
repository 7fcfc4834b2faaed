from __future__ import annotations

import socket

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.engine_callback import TokenBucket
from bot.health import Health
from bot.http import ListenError, build_app, serve
from bot.metrics import Metrics
from bot.settings import Listen
from tests.clocks import VirtualClock

ILL = Health(("polling_stopped",), 200.4, {1: None})
WELL = Health((), None, {})


def app(health: Health = WELL, metrics: Metrics | None = None) -> web.Application:
    return build_app(health=lambda: health, registry=(metrics or Metrics()).registry, on_hint=lambda _: None)


async def test_health() -> None:
    async with TestClient(TestServer(app())) as client, client.get("/health") as answer:
        assert answer.status == 200
        assert await answer.json() == {"ok": True, "reasons": [], "poll_age": None, "sync_age": {}}
    async with TestClient(TestServer(app(ILL))) as client, client.get("/health") as answer:
        assert answer.status == 503
        assert await answer.json() == {
            "ok": False,
            "reasons": ["polling_stopped"],
            "poll_age": 200,
            "sync_age": {"1": None},
        }


async def test_metrics() -> None:
    metrics = Metrics()
    metrics.updates_received.inc(7)
    async with TestClient(TestServer(app(metrics=metrics))) as client, client.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert "apabot_updates_received_total 7.0" in await answer.text()


async def test_the_webhook_is_where_it_is_wanted() -> None:
    async def take(_request: web.Request) -> web.Response:
        return web.Response(text="taken")

    def build(path: str) -> web.Application:
        return build_app(
            health=lambda: WELL,
            registry=Metrics().registry,
            on_hint=lambda _: None,
            webhook=take,
            webhook_path=path,
        )

    async with TestClient(TestServer(build("/hook"))) as client:
        async with client.post("/hook") as answer:
            assert await answer.text() == "taken"
        async with client.get("/hook") as answer:
            assert answer.status == 405
    with pytest.raises(ValueError, match="the webhook cannot be at /health"):
        build("/health")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_serving_as_long_as_the_block_runs() -> None:
    listen = Listen("127.0.0.1", free_port())
    async with serve(app(), listen), ClientSession() as session, session.get(f"http://{listen}/health") as answer:
        assert answer.status == 200
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind((listen.host, listen.port))


async def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = Listen("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(ListenError) as caught:
            async with serve(app(), listen):
                pytest.fail("it serves")
    assert str(caught.value) == f"cannot listen on {listen} (APABOT_LISTEN): address already in use"


async def test_an_address_of_another_machine_is_one_clear_line() -> None:
    with pytest.raises(ListenError, match=r"cannot listen on 203\.0\.113\.1:80 \(APABOT_LISTEN\): "):
        async with serve(app(), Listen("203.0.113.1", 80)):
            pytest.fail("it serves")


async def test_a_callback_is_a_hint() -> None:
    hints = list[int]()
    built = build_app(health=lambda: WELL, registry=Metrics().registry, on_hint=hints.append)
    async with TestClient(TestServer(built)) as client:
        async with client.post("/callback/engine", data={"taskid": "77"}) as answer:
            assert (answer.status, await answer.read()) == (200, b"")
        async with client.get("/callback/engine") as answer:
            assert answer.status == 405
    assert hints == [77]


async def test_callbacks_are_bounded() -> None:
    hints = list[int]()
    built = build_app(
        health=lambda: WELL,
        registry=Metrics().registry,
        on_hint=hints.append,
        bucket=TokenBucket(rate=1, burst=1, clock=VirtualClock().now),
    )
    async with TestClient(TestServer(built)) as client:
        for taskid in ("1", "2"):
            async with client.post("/callback/engine", json={"taskid": taskid}) as answer:
                assert answer.status == 200
    assert hints == [1]
