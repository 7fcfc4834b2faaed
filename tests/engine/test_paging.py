from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from engine import Engine, RefusedError
from tests.engine.peer import Peer, form

ServerRow = dict[str, Any]


def rows(first: int, last: int) -> list[ServerRow]:
    return [{"guid": str(number)} for number in range(first, last + 1)]


def paged(peer: Peer, pages: dict[int, Any], *, items: Any, key: str = "servers", parameter: str = "page") -> None:
    """Answer with these pages, and with an empty one for all others."""

    async def reply(request: web.Request) -> web.Response:
        number = int(form(await request.read())[parameter])
        data = {"pages": 1, "items": items, key: pages.get(number, [])}
        return web.json_response({"code": 0, "data": data})

    peer.then(*[reply] * 50)


async def test_pages_is_not_believed(engine: Engine, peer: Peer) -> None:
    pages = {number: rows(number * 50 - 49, min(number * 50, 338)) for number in range(1, 8)}
    paged(peer, pages, items="338")
    servers = await engine.all_servers()
    assert [server.guid for server in servers] == [str(number) for number in range(1, 339)]
    assert sorted(int(form["page"]) for form in peer.forms) == [1, 2, 3, 4, 5, 6, 7]


async def test_the_walk_runs_at_once_within_bounds(engine: Engine, peer: Peer) -> None:
    pages = {number: rows(number * 50 - 49, number * 50) for number in range(1, 11)}
    inner = peer.replies

    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.005)
        number = int(form(await request.read())["page"])
        return web.json_response({"code": 0, "data": {"pages": 1, "items": 500, "servers": pages[number]}})

    inner.extend([slow] * 10)
    assert len(await engine.all_servers()) == 500
    assert 2 <= peer.most_under_way <= 4


@pytest.mark.parametrize(
    ("pages", "items", "found", "asked"),
    [
        ({1: rows(1, 3)}, 3, 3, [1]),
        ({}, 0, 0, [1]),
        ({1: rows(1, 50), 2: rows(51, 60)}, 338, 60, [1, 2, 3, 4, 5]),
        ({1: rows(1, 50), 2: rows(1, 50)}, 60, 50, [1, 2]),
        ({1: rows(1, 50), 2: rows(51, 60)}, None, 60, [1, 2, 3]),
        ({1: rows(1, 50), 2: rows(50, 59), 3: rows(60, 60)}, 60, 60, [1, 2, 3]),
        ({1: {"0": {"guid": 1}, "1": {"guid": "2"}}}, "2", 2, [1]),
    ],
    ids=["one", "none", "items too high", "repeats the first page", "no items", "shifted", "object keyed by index"],
)
async def test_where_the_walk_ends(
    *, pages: dict[int, Any], items: Any, found: int, asked: list[int], engine: Engine, peer: Peer
) -> None:
    paged(peer, pages, items=items)
    servers = await engine.all_servers()
    assert len({server.guid for server in servers}) == len(servers) == found
    assert sorted(int(form["page"]) for form in peer.forms) == asked


async def test_broken_rows_are_left_out_and_reported_once(engine: Engine, peer: Peer) -> None:
    broken: list[Any] = [{"cpu": 1}, "?", {"guid": ""}]
    paged(peer, {1: [*rows(1, 47), *broken], 2: rows(51, 60)}, items=60)
    with capture_logs() as logs:
        servers = await engine.all_servers()
    assert len(servers) == 57
    assert logs == [{"event": "rows_unreadable", "action": "getservers", "rows": 3, "log_level": "warning"}]


async def test_a_page_of_broken_rows_hides_none_of_the_others(engine: Engine, peer: Peer) -> None:
    paged(peer, {1: [{}] * 50, 2: rows(51, 60)}, items=60)
    assert [server.guid for server in await engine.all_servers()] == [str(number) for number in range(51, 61)]


async def test_broken_rows_on_every_page_do_not_walk_for_ever(engine: Engine, peer: Peer) -> None:
    paged(peer, {number: [{}] for number in range(1, 40)}, items=120)
    assert await engine.all_servers() == []
    assert sorted(int(form["page"]) for form in peer.forms) == [1, 2, 3]


async def test_an_error_travels_up_as_it_is(engine: Engine, peer: Peer) -> None:
    async def refuses(request: web.Request) -> web.Response:
        if form(await request.read())["page"] == "1":
            return web.json_response({"code": 0, "data": {"items": 500, "servers": rows(1, 50)}})
        return web.json_response({"code": 1, "message": "操作频繁"})

    peer.then(*[refuses] * 20)
    with pytest.raises(RefusedError) as caught:
        await engine.all_servers()
    assert caught.value.message == "操作频繁"


async def test_systems_are_walked_too(engine: Engine, peer: Peer) -> None:
    paged(peer, {1: rows(1, 50), 2: rows(51, 60)}, items="60", key="systems", parameter="page_mode")
    assert len(await engine.all_systems()) == 60
    assert [(form["page_mode"], form["page_length"]) for form in peer.forms] == [("1", "50"), ("2", "50")]


async def test_pages_are_handed_over_as_they_come_and_few_are_held(engine: Engine, peer: Peer) -> None:
    paged(peer, {number: rows(number * 50 - 49, number * 50) for number in range(1, 21)}, items=1000)
    taken = 0
    async with aclosing(engine.server_pages()) as pages:
        async for page in pages:
            taken += 1
            assert len(page.rows) == 50
            assert page.complete == (taken == 20)
            assert len(peer.forms) <= taken + 4
            await asyncio.sleep(0)
    assert taken == 20


async def test_what_was_met_before_is_not_handed_over_again(engine: Engine, peer: Peer) -> None:
    paged(peer, {1: [*rows(1, 49), {"guid": "1", "cpu": 8}], 2: rows(49, 60)}, items=60)
    async with aclosing(engine.server_pages()) as pages:
        brought = [[(server.guid, server.cpu) for server in page.rows] async for page in pages]
    assert brought == [[(str(number), None) for number in range(1, 50)], [(str(n), None) for n in range(50, 61)]]


async def test_whether_all_that_was_promised_came(engine: Engine, peer: Peer) -> None:
    for pages, items, expected in (
        ({1: rows(1, 50), 2: rows(51, 60)}, 338, False),
        ({1: [*rows(1, 48), {"cpu": 1}, "?"], 2: rows(51, 60)}, 60, True),
        ({1: rows(1, 3)}, None, False),
    ):
        peer.replies.clear()
        paged(peer, pages, items=items)
        async with aclosing(engine.server_pages()) as walked:
            last = [page.complete async for page in walked][-1]
        assert last is expected


async def test_a_walk_left_early_asks_for_nothing_more(engine: Engine, peer: Peer) -> None:
    paged(peer, {number: rows(number * 50 - 49, number * 50) for number in range(1, 21)}, items=1000)
    async with aclosing(engine.server_pages()) as pages:
        async for page in pages:
            assert page.rows
            break
    asked = len(peer.forms)
    await asyncio.sleep(0.01)
    assert len(peer.forms) == asked == 1
