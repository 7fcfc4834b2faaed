"""How the transport shares itself out: slots, connections, what it tells of exchanges."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from engine import Account, Customer, Engine, EngineError, NotConnectedError, Transport
from tests.engine.peer import NOW, SAMPLES, Peer, cuts, says, sends, waits_for

G = "1708217536092719"


async def test_an_accounts_requests_are_limited_and_others_not(peer: Peer, url: str) -> None:
    release = asyncio.Event()
    peer.then(*[waits_for(release)] * 6)
    async with Transport(concurrency=2, now=lambda: NOW) as transport:
        first = Engine(Account(name="a", url=url, userid=1, key="k"), transport)
        again = Engine(Account(name="b", url=url, userid=1, key="k"), transport)
        other = Engine(Account(name="c", url=url, userid=2, key="k"), transport)
        calls = [asyncio.create_task(engine.getzones()) for engine in (first, first, again, again, other)]
        await peer.received(3)
        # Time enough for a fourth to come in, were it let through.
        await asyncio.sleep(0.02)
        assert sorted(form["userid"] for form in peer.forms) == ["1", "1", "2"]
        release.set()
        await asyncio.gather(*calls)
    assert peer.most_under_way == 3
    assert len(peer.bodies) == 5


async def test_waiting_for_a_slot_in_vain_was_surely_not_executed(
    peer: Peer, account: Account, customer: Customer
) -> None:
    release = asyncio.Event()
    peer.then(waits_for(release))
    async with Transport(concurrency=1, connect_timeout=0.01, total_timeout=5, read_attempts=1) as transport:
        transport._wait = 0.01
        engine = Engine(account, transport)
        blocking = asyncio.create_task(engine.getzones())
        await peer.received(1)
        with pytest.raises(NotConnectedError) as caught:
            await engine.stop(G, customer=customer, taskid=1)
        release.set()
        await blocking
    assert str(caught.value) == "stop: too many requests of the account are under way"
    assert [form["action"] for form in peer.forms] == ["getzones"]


async def test_a_request_is_signed_when_its_turn_has_come(peer: Peer, account: Account) -> None:
    release = asyncio.Event()
    peer.then(waits_for(release))
    clock = [1000.0]
    async with Transport(concurrency=1, now=lambda: clock[0]) as transport:
        engine = Engine(account, transport)
        calls = [asyncio.create_task(engine.getzones()) for _ in range(2)]
        await peer.received(1)
        clock[0] = 2000.0
        release.set()
        await asyncio.gather(*calls)
    assert [form["time"] for form in peer.forms] == ["1000", "2000"]


async def test_reads_share_connections_and_others_have_their_own(
    engine: Engine, peer: Peer, customer: Customer
) -> None:
    seen = []

    async def notes(request: web.Request) -> web.Response:
        assert request.transport is not None
        seen.append((request.transport.get_extra_info("peername"), request.keep_alive))
        return web.json_response(SAMPLES["getserver"])

    peer.then(*[notes] * 4)
    await engine.getserver(G)
    await engine.getserver(G)
    await engine.stop(G, customer=customer, taskid=1)
    await engine.stop(G, customer=customer, taskid=1)
    (one, _), (two, _), (three, kept), (four, _) = seen
    assert one == two
    assert len({one, three, four}) == 3
    assert kept is False


async def test_closing_is_final(transport: Transport, engine: Engine) -> None:
    await engine.getzones()
    await transport.close()
    with pytest.raises(RuntimeError, match="closed"):
        await engine.getzones()


@pytest.mark.parametrize(
    "settings",
    [
        {"connect_timeout": 5.0, "total_timeout": 5.0},
        {"connect_timeout": 0.0},
        {"concurrency": 0},
        {"read_attempts": 0},
    ],
)
def test_settings_that_make_no_sense(settings: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"time-out|at least 1"):
        Transport(**settings)  # type: ignore[arg-type]


async def test_exchanges_are_told_of(account: Account, peer: Peer) -> None:
    told: list[tuple[str, float]] = []
    nobody = Account(name="b", url="http://engine.invalid", userid=1, key="k")
    peer.then(says(SAMPLES["getzones"]), says({"code": 1, "message": "签名错误"}), cuts, sends(b"", status=500))
    async with Transport(
        read_attempts=1, observe=lambda outcome, seconds: told.append((outcome, seconds))
    ) as transport:
        engine = Engine(account, transport)
        await engine.getzones()
        for target in (engine, engine, engine, Engine(nobody, transport)):
            with pytest.raises(EngineError):
                await target.getzones()
    # A refusal is an exchange that went well.
    assert [outcome for outcome, _ in told] == ["ok", "ok", "no_answer", "protocol", "not_connected"]
    assert all(0 < seconds < 30 for _, seconds in told)


async def test_each_attempt_is_told_of_and_a_cancelled_one_is_not(account: Account, peer: Peer) -> None:
    told: list[str] = []
    release = asyncio.Event()
    peer.then(cuts, says(SAMPLES["getzones"]), waits_for(release))
    async with Transport(backoff=0, observe=lambda outcome, _: told.append(outcome)) as transport:
        engine = Engine(account, transport)
        await engine.getzones()
        cancelled = asyncio.create_task(engine.getzones())
        await peer.received(3)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        release.set()
    assert told == ["no_answer", "ok"]


async def test_a_cancelled_exchange_gives_its_slot_back(account: Account, peer: Peer) -> None:
    release = asyncio.Event()
    peer.then(waits_for(release))
    async with Transport(concurrency=1) as transport:
        engine = Engine(account, transport)
        cancelled = asyncio.create_task(engine.getzones())
        await peer.received(1)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        assert len(await engine.getzones()) == 2
        release.set()


@pytest.mark.parametrize(
    ("date", "expected"), [("Tue, 16 Aug 2016 07:13:07 GMT", 1471331587.0), ("half past nine", None)]
)
async def test_the_engines_clock(
    *, date: str, expected: float | None, engine: Engine, transport: Transport, peer: Peer
) -> None:
    async def dated(_: web.Request) -> web.Response:
        return web.json_response(SAMPLES["getzones"], headers={"Date": date})

    assert transport.server_date is None
    peer.then(dated)
    await engine.getzones()
    assert transport.server_date == expected
