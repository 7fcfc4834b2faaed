from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import TestServer

from engine import Account, Customer, Engine, Transport
from tests.engine.peer import NOW, Peer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
async def url(peer: Peer) -> AsyncIterator[str]:
    async with TestServer(peer.app(), host="127.0.0.1") as server:
        yield str(server.make_url("/"))


@pytest.fixture
def account(url: str) -> Account:
    return Account(name="main", url=url, userid=1001, key="made-up-key")


@pytest.fixture
def customer() -> Customer:
    return Customer(
        name="张三", mobile="13111111111", idnum="11010519491231002X", from_ip="192.0.2.7", client_user_id="42"
    )


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport(backoff=0, now=lambda: NOW) as transport:
        yield transport


@pytest.fixture
def engine(account: Account, transport: Transport) -> Engine:
    return Engine(account, transport)
