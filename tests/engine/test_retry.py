from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from engine import Account, Customer, Engine, NoAnswerError, ProtocolError, RefusedError, Transport
from tests.engine.cases import CASES, Call
from tests.engine.peer import Peer, Reply, cuts, says, sends, truncates

if TYPE_CHECKING:
    from engine.errors import EngineError

READS = {"getzones", "getlines", "getsystems", "getserver", "getservers", "listsnapshot", "getvncurl"}


@pytest.mark.parametrize(("action", "call"), [case[:2] for case in CASES], ids=[case[0] for case in CASES])
async def test_reads_are_sent_three_times_and_all_others_once(
    action: str, call: Call, engine: Engine, peer: Peer, customer: Customer
) -> None:
    peer.then(*[cuts] * 5)
    with pytest.raises(NoAnswerError):
        await call(engine, {"customer": customer, "taskid": 1})
    assert len(peer.bodies) == (3 if action in READS else 1)


@pytest.mark.parametrize(
    "reply",
    [cuts, truncates, sends(b"<html>", content_type="text/html"), sends(b"", status=502), sends(b"", status=429)],
)
async def test_a_read_recovers(reply: Reply, engine: Engine, peer: Peer) -> None:
    peer.then(reply, reply)
    assert len(await engine.getzones()) == 2
    assert len(peer.bodies) == 3


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (says({"code": 1, "message": "签名错误"}), RefusedError),
        (sends(b"", status=404), ProtocolError),
        (sends(b"", status=302), ProtocolError),
        (says({"code": 0, "data": {"zones": "?"}}), ProtocolError),
        (says({"message": "?"}), ProtocolError),
    ],
)
async def test_a_read_that_would_only_fail_again_is_not_repeated(
    reply: Reply, error: type[EngineError], engine: Engine, peer: Peer
) -> None:
    peer.then(reply)
    with pytest.raises(error):
        await engine.getzones()
    assert len(peer.bodies) == 1


async def test_the_last_attempt_decides(engine: Engine, peer: Peer) -> None:
    peer.then(cuts, says({"code": 1, "message": "余额不足"}))
    with pytest.raises(RefusedError) as caught:
        await engine.getzones()
    assert caught.value.message == "余额不足"
    assert len(peer.bodies) == 2


async def test_each_attempt_is_signed_afresh_with_the_same_number(account: Account, peer: Peer) -> None:
    times = iter([1000.0, 2000.0])
    peer.then(cuts)
    async with Transport(backoff=0, now=lambda: next(times)) as transport:
        await Engine(account, transport).getzones()
    first, second = peer.forms
    assert (first["time"], second["time"]) == ("1000", "2000")
    assert first["sign"] != second["sign"]
    assert first["taskid"] == second["taskid"]


async def test_only_the_first_attempt_goes_over_the_pool(engine: Engine, peer: Peer) -> None:
    kept: list[bool] = []

    async def busy(request: web.Request) -> web.Response:
        kept.append(request.keep_alive)
        return web.Response(status=503)

    peer.then(busy, busy, busy)
    with pytest.raises(ProtocolError):
        await engine.getzones()
    assert kept == [True, False, False]


async def test_one_attempt_means_one(account: Account, peer: Peer) -> None:
    peer.then(cuts)
    async with Transport(read_attempts=1) as transport:
        with pytest.raises(NoAnswerError):
            await Engine(account, transport).getzones()
    assert len(peer.bodies) == 1


async def test_attempts_back_off(account: Account, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleeps(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("stamina._core._smart_sleep", sleeps)
    peer.then(*[cuts] * 9)
    async with Transport(read_attempts=6, backoff=1.0) as transport:
        with pytest.raises(NoAnswerError):
            await Engine(account, transport).getzones()
    assert len(waits) == 5
    for wait, least in zip(waits, [1, 2, 4, 8, 8], strict=True):
        assert least <= wait <= min(least + 1, 8)
