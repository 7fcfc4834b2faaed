from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from handlers.transport.errors import NotConnected
from handlers.transport.proxy import ProxyChoice
from handlers.transport.request import AiohttpRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BY_PROXY = [{"by": "proxy"}]
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Proxy:
    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.seen.append((request.raw_path, request.headers.get("Proxy-Authorization")))
        return web.json_response({"ok": True, "result": BY_PROXY})


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def proxy() -> AsyncIterator[tuple[Proxy, str]]:
    made = Proxy()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", made.answer)
    server = TestServer(app)
    await server.start_server()
    yield made, f"127.0.0.1:{server.port}"
    await server.close()


async def test_an_explicit_proxy_with_a_password_is_used(proxy: tuple[Proxy, str]) -> None:
    seen, address = proxy
    async with AiohttpRequest(proxy=f"http://ann:pw@{address}") as request:
        assert await request.post("http://api.invalid/bot1:x/getMe") == BY_PROXY
    password = "Basic " + base64.b64encode(b"ann:pw").decode()
    assert seen.seen == [("http://api.invalid/bot1:x/getMe", password)]


async def test_the_environments_proxy_is_used_unless_told_not_to(
    proxy: tuple[Proxy, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, address = proxy
    monkeypatch.setenv("HTTP_PROXY", address)
    async with AiohttpRequest() as request:
        assert await request.post("http://api.invalid/bot1:x/getMe") == BY_PROXY
    async with AiohttpRequest(trust_env=False) as request:
        with pytest.raises(NotConnected):
            await request.post("http://127.0.0.1:1/bot1:x/getMe")
    assert len(seen.seen) == 1


async def test_a_tunnel_that_the_proxy_refuses_was_not_sent() -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, AiohttpRequest(proxy=f"http://127.0.0.1:{port}") as request:
        with pytest.raises(NotConnected, match=r"^aiohttp\.ClientHttpProxyError$"):
            await request.post("https://api.invalid/bot1:x/getMe")
    assert [line.split(b"\r\n")[0] for line in asked] == [b"CONNECT api.invalid:443 HTTP/1.1"]


@pytest.mark.parametrize(
    ("environment", "url", "expected"),
    [
        ({}, "https://a.org/x", None),
        ({"HTTPS_PROXY": "http://p:1"}, "https://a.org/x", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, "http://a.org/x", None),
        ({"ALL_PROXY": "p:1"}, "https://a.org/x", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.org"}, "https://a.org/x", None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.org"}, "https://b.org/x", "http://p:1"),
    ],
)
def test_the_environment_is_read_as_other_programs_do(
    environment: dict[str, str], url: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ProxyChoice(explicit=None, trust_env=True).of(url) == expected


def test_the_environment_is_read_once_per_host(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = ProxyChoice(explicit=None, trust_env=True)
    assert choice.of("https://a.org/1") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://p:1")
    assert choice.of("https://a.org/2") is None
    assert choice.of("https://b.org/2") == "http://p:1"


async def test_a_socks_proxy_is_refused_rather_than_gone_around(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="Only proxies at http"):
        AiohttpRequest(proxy="socks5://u:secret@p:1")
    monkeypatch.setenv("ALL_PROXY", "socks5://u:secret@p:1")
    async with AiohttpRequest() as request:
        with pytest.raises(NotConnected) as caught:
            await request.post("https://a.org/bot1:x/getMe")
    assert "secret" not in str(caught.value)
