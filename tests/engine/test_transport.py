from __future__ import annotations

import asyncio
import socket
import traceback

import pytest
from aiohttp import web

from engine import Account, Customer, Engine, EngineError, NoAnswerError, NotConnectedError, ProtocolError, Transport
from engine import transport as transport_module
from tests.engine.peer import Peer, Reply, cuts, says, sends, truncates, waits_for

G = "1708217536092719"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def failure(engine: Engine, customer: Customer) -> EngineError:
    with pytest.raises(EngineError) as caught:
        await engine.stop(G, customer=customer, taskid=1)
    return caught.value


async def test_refused_port_was_surely_not_executed(transport: Transport, customer: Customer) -> None:
    account = Account(name="a", url=f"http://127.0.0.1:{free_port()}", userid=1, key="made-up-key")
    error = await failure(Engine(account, transport), customer)
    assert type(error) is NotConnectedError
    assert error.surely_not_executed
    assert str(error) == "stop: could not connect: Connection refused"


async def test_unknown_name_was_surely_not_executed(transport: Transport, customer: Customer) -> None:
    account = Account(name="a", url="http://engine.invalid", userid=1, key="made-up-key")
    error = await failure(Engine(account, transport), customer)
    assert (type(error), error.detail) == (NotConnectedError, "could not connect: the name cannot be resolved")


async def test_tls_that_does_not_come_about_was_surely_not_executed(
    url: str, peer: Peer, transport: Transport, customer: Customer
) -> None:
    account = Account(name="a", url=url.replace("http:", "https:"), userid=1, key="made-up-key")
    error = await failure(Engine(account, transport), customer)
    assert type(error) is NotConnectedError
    assert error.detail.startswith("could not connect: TLS: ")
    assert peer.bodies == []


async def test_time_out_while_greeting_was_surely_not_executed(customer: Customer) -> None:
    # Connections are taken up by the system, and nobody answers the TLS greeting.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        account = Account(name="a", url=url, userid=1, key="made-up-key")
        async with Transport(connect_timeout=0.05, total_timeout=5) as transport:
            error = await failure(Engine(account, transport), customer)
    assert type(error) is NotConnectedError
    assert str(error) == "stop: could not connect: time-out"


@pytest.mark.parametrize("reply", [cuts, truncates], ids=["cut before an answer", "cut within it"])
async def test_a_broken_connection_is_unknown(reply: Reply, engine: Engine, peer: Peer, customer: Customer) -> None:
    peer.then(reply)
    error = await failure(engine, customer)
    assert type(error) is NoAnswerError
    assert not error.surely_not_executed
    assert len(peer.bodies) == 1


async def test_slowness_is_unknown(peer: Peer, account: Account, customer: Customer) -> None:
    release = asyncio.Event()
    peer.then(waits_for(release))
    async with Transport(connect_timeout=0.04, total_timeout=0.05) as transport:
        error = await failure(Engine(account, transport), customer)
    release.set()
    assert type(error) is NoAnswerError
    assert not error.surely_not_executed
    assert str(error) == "stop: no answer: time-out"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (sends(b'{"code": 0}', status=500), "stop: HTTP status 500"),
        (sends(b'{"code": 1, "message": "x"}', status=404), "stop: HTTP status 404"),
        (sends(b"<html>busy</html>", content_type="text/html"), "stop: the answer is not JSON"),
        (sends(b'{"code": 0, "mess'), "stop: the answer is not JSON"),
        (sends(b""), "stop: the answer is not JSON"),
        (sends(b"", status=204), "stop: the answer is not JSON"),
    ],
)
async def test_what_is_no_answer_of_the_protocol(
    reply: Reply, words: str, engine: Engine, peer: Peer, customer: Customer
) -> None:
    peer.then(reply)
    error = await failure(engine, customer)
    assert type(error) is ProtocolError
    assert not error.surely_not_executed
    assert str(error) == words
    assert len(peer.bodies) == 1


async def test_redirects_are_not_followed(engine: Engine, peer: Peer, customer: Customer) -> None:
    async def redirects(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    peer.then(redirects)
    assert str(await failure(engine, customer)) == "stop: HTTP status 307"
    assert [request.path for request in peer.requests] == ["/api"]


async def test_what_is_not_http_at_all(customer: Customer) -> None:
    async def gibberish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(gibberish, "127.0.0.1", 0)
    account = Account(name="a", url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", userid=1, key="k")
    async with server, Transport() as transport:
        error = await failure(Engine(account, transport), customer)
    assert (type(error), str(error)) == (ProtocolError, "stop: the answer is not HTTP")


async def test_the_size_of_an_answer_is_limited(
    engine: Engine, peer: Peer, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "LARGEST_ANSWER", 1000)
    peer.then(sends(b'{"code": 0, "message": "' + b"x" * 2000 + b'"}'))
    assert str(await failure(engine, customer)) == "stop: the answer is too large"


async def test_errors_hold_no_secret(engine: Engine, peer: Peer, customer: Customer, account: Account) -> None:
    refused = Engine(
        Account(name="a", url=f"http://127.0.0.1:{free_port()}", userid=1, key="made-up-key"), engine._transport
    )
    peer.then(
        cuts, truncates, sends(b"oops Passw0rd!", status=500), says({"code": 1, "message": "张三 is not Passw0rd!"})
    )
    peer.then(says({"code": 0, "data": {"url": ["Passw0rd!"]}}), says({"code": "Passw0rd!", "message": "made-up-key"}))
    for target in (engine, engine, engine, engine, refused):
        with pytest.raises(EngineError) as caught:
            await target.setpsw(G, "Passw0rd!", customer=customer, taskid=1)
        assert_clean(caught.value)
    # An answer whose data has the wrong shape, and one whose code is no number.
    for _ in range(2):
        with pytest.raises(ProtocolError) as broken:
            await engine.getvncurl(G, customer=customer)
        assert_clean(broken.value)


def assert_clean(error: BaseException) -> None:
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        link = link.__cause__ or link.__context__
    text = "".join(traceback.format_exception(error)) + "".join(repr(one) + str(one) for one in seen)
    for secret in ("made-up-key", "UGFzc3cwcmQh", "张三", "13111111111", "11010519491231002X", "sign=", "auth_"):
        assert secret not in text
    # A traceback quotes the source line that called us, which names the password; the errors themselves do not.
    assert "Passw0rd!" not in "".join(repr(one) + str(one) for one in seen)
