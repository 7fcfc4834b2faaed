from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine import NotConnectedError, RefusedError, Transport
from operations.admin.accounts import add_account, check_account
from operations.errors import BadInputError
from sandbox.engine import Fault
from store import DuplicateError

if TYPE_CHECKING:
    from tests.operations.conftest import World

NEW: dict[str, Any] = {
    "name": "second",
    "url": "https://engine.example.com",
    "userid": 7,
    "key": "key-of-second",
    "salt": "zkeys.api@2019",
    "markup": Decimal("12.5"),
}


async def test_an_account_is_entered_as_given(world: World) -> None:
    row = await add_account(world.services, **NEW)
    kept = world.store.account_named("second")
    assert (row.id, kept.url, kept.userid, kept.key, kept.markup) == (
        kept.id,
        "https://engine.example.com",
        7,
        "key-of-second",
        Decimal("12.5"),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "the account's name must have"),
        ({"key": " "}, "the key must have"),
        ({"salt": ""}, "the salt must not be empty"),
        ({"userid": 0}, "the userid is a positive number"),
        ({"userid": 2**60}, "the userid is a positive number"),
        ({"url": "ftp://x"}, "must begin with http"),
        ({"url": "https://me:pass@engine.example.com"}, "user name or password"),
    ],
)
async def test_what_cannot_be_is_refused(world: World, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        await add_account(world.services, **{**NEW, **change})
    assert [row.name for row in world.store.accounts()] == ["demo"]


async def test_a_name_is_taken_once(world: World) -> None:
    with pytest.raises(DuplicateError, match="account"):
        await add_account(world.services, **{**NEW, "name": "demo"})


async def test_a_check_counts_zones_and_compares_clocks(world: World) -> None:
    row = world.store.account(world.account_id)
    async with Transport(now=world.clock.now) as transport:
        found = await check_account(row, transport, now=world.clock.now)
        # Nothing else tells the engine's clock than the answer itself.
        told = transport.server_date
    assert found.error is None
    assert found.zones == 3
    assert told is not None
    assert found.skew == world.clock.now() - told


async def test_the_engines_words_are_an_answer(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("签名错误"), action="getzones")
    async with Transport(now=world.clock.now) as transport:
        found = await check_account(world.store.account(world.account_id), transport, now=world.clock.now)
    assert isinstance(found.error, RefusedError)
    assert found.error.message == "签名错误"
    assert found.zones is None
    assert found.skew is not None


async def test_an_engine_out_of_reach_tells_no_time(world: World) -> None:
    await world.engine.refuse_connections()
    async with Transport(now=world.clock.now, read_attempts=1) as transport:
        found = await check_account(world.store.account(world.account_id), transport, now=world.clock.now)
    assert isinstance(found.error, NotConnectedError)
    assert found.skew is None
