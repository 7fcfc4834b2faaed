from __future__ import annotations

from typing import TYPE_CHECKING

from store import AliasRow

if TYPE_CHECKING:
    from tests.store.conftest import World


async def test_a_name_belongs_to_one_server_of_a_chat(world: World) -> None:
    store, account = world.store, world.account_id
    await store.set_alias(5, account, "g1", "Web")
    await store.set_alias(5, account, "g2", "db")
    await store.set_alias(6, account, "g2", "web")
    await store.set_alias(5, account, "g2", "WEB")
    assert store.aliases(5) == [AliasRow(5, account, "g2", "WEB")]
    assert store.aliases(6) == [AliasRow(6, account, "g2", "web")]
    assert await store.drop_alias(5, account, "g2") is True
    assert await store.drop_alias(5, account, "g2") is False
    assert store.aliases(5) == []


async def test_a_server_is_found_by_its_name_in_any_case(world: World) -> None:
    store, account = world.store, world.account_id
    await store.keep_servers(account, [("g1", "10.0.0.1", None, False, "{}")], read_at=1.0)
    await store.set_alias(5, account, "g1", "Straße")
    found = store.server_by_alias(5, "STRASSE")
    assert found is not None
    assert found.guid == "g1"
    assert store.server_by_alias(6, "straße") is None
    assert store.server_by_alias(5, "str") is None
