from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.naming import names_of_confirmation, names_of_operation
from tests.operations.asking import ask, ask_to_buy, kept
from tests.operations.conftest import ALICE, BOB, TEAM
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from store import OperationRow
    from tests.operations.conftest import World

NOW, THEN = "198.51.100.99", "198.51.100.7"


async def renewed(world: World, **new: object) -> OperationRow:
    guid = world.made.servers["web-1"]
    values: dict[str, object] = {
        "account_id": world.account_id,
        "identity_id": world.identities["alice"],
        "guid": guid,
        "chat_id": ALICE,
        "user_id": ALICE,
        "before": sight_of(world.services, guid, ip=THEN, share_ip=None),
        "outcome": "done",
    }
    return await operation(world.services, "done", **values | new)


async def moved_on(world: World) -> None:
    """Give web-1 to bob, under whom it gets another address."""
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    world.server("web-1").ip = NOW
    world.clock.advance(100)
    await world.sync()


async def test_a_chats_own_server_is_called_as_it_is_today(world: World) -> None:
    row = await renewed(world)
    address = world.server("web-1").ip
    assert names_of_operation(world.services, row, chat_id=ALICE) == (address, address)
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "shop")
    assert names_of_operation(world.services, row, chat_id=ALICE) == ("shop", address)
    assert names_of_operation(world.services, row, chat_id=TEAM) == (address, address)


async def test_behind_a_shared_address_the_port_belongs_to_it(world: World) -> None:
    server = world.known("shop-1").server
    row = await renewed(world, guid=server.guid, before=None)
    assert server.login_address != server.address
    assert names_of_operation(world.services, row, chat_id=ALICE) == (server.login_address, server.login_address)


async def test_somebody_elses_server_is_called_as_it_was(world: World) -> None:
    row = await renewed(world)
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "shop")
    await moved_on(world)
    assert names_of_operation(world.services, row, chat_id=ALICE) == (THEN, THEN)
    assert names_of_operation(world.services, row, chat_id=BOB) == (NOW, NOW)


@pytest.mark.parametrize("before", [None, '{"server":null}'])
async def test_where_nothing_was_read_then_the_guid_is_left(world: World, before: str | None) -> None:
    row = await renewed(world, before=before)
    await moved_on(world)
    assert names_of_operation(world.services, row, chat_id=ALICE) == (row.guid, "")


async def test_a_server_that_was_never_read(world: World) -> None:
    row = await renewed(world, guid="1999999999999999", before=None)
    assert names_of_operation(world.services, row, chat_id=ALICE) == ("1999999999999999", "")


async def test_a_confirmation_keeps_the_address_that_was_shown(world: World) -> None:
    row = kept(world, await ask(world))
    shown = world.server("web-1").ip
    assert names_of_confirmation(world.services, row) == (shown, shown)
    await moved_on(world)
    assert names_of_confirmation(world.services, row) == (shown, shown)


async def test_a_purchase_has_no_names(world: World) -> None:
    assert names_of_confirmation(world.services, kept(world, await ask_to_buy(world))) == ("", "")
    assert names_of_operation(world.services, await renewed(world, guid=None, before=None), chat_id=ALICE) == ("", "")
