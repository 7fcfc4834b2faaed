from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.store.conftest import World


async def test_the_chats_of_the_customer_who_has_it(world: World) -> None:
    store = world.store
    await store.assign(world.account_id, "g1", world.identity_id)
    await store.grant(-7, world.identity_id)
    other = await world.identity("other")
    await store.grant(300, other.id)
    reseller = await world.identity("reseller", all_servers=True)
    await store.grant(400, reseller.id)
    assert store.audience(world.account_id, "g1") == [-7, 100]
    await store.assign(world.account_id, "g1", other.id)
    assert store.audience(world.account_id, "g1") == [300]


async def test_of_what_nobody_has_only_the_reseller_is_told(world: World) -> None:
    reseller = await world.identity("reseller", all_servers=True)
    await world.store.grant(400, reseller.id)
    assert world.store.audience(world.account_id, "g9") == [400]
    assert world.store.audience(world.account_id + 1, "g9") == []
    await world.store.erase_identity(reseller.id)
    assert world.store.audience(world.account_id, "g9") == []
