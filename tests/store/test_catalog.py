from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import CatalogRow, NotFoundError, SyncRow

if TYPE_CHECKING:
    from tests.store.conftest import World


async def test_the_newest_catalog_is_kept_per_kind(world: World) -> None:
    store, account = world.store, world.account_id
    assert store.catalog(account, "zones") is None
    await store.keep_catalog(account, "zones", "[1]", read_at=1.0)
    await store.keep_catalog(account, "lines", "[2]", read_at=2.0)
    await store.keep_catalog(account, "zones", "[3]", read_at=3.0)
    assert store.catalog(account, "zones") == CatalogRow(account, "zones", "[3]", 3.0)
    assert store.catalog(account, "lines") == CatalogRow(account, "lines", "[2]", 2.0)


async def test_a_failed_sync_is_remembered_beside_the_last_good_one(world: World) -> None:
    store, account = world.store, world.account_id
    assert store.sync_state(account) == SyncRow(None, None, None)
    await store.keep_servers(account, [], read_at=5.0)
    await store.set_sync_state(account, failed_at=9.0, error="no answer")
    assert store.sync_state(account) == SyncRow(5.0, 9.0, "no answer")
    await store.set_sync_state(account, error=None, failed_at=None)
    assert store.sync_state(account) == SyncRow(5.0, None, None)


async def test_an_unknown_account_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError, match="the row that this one refers to"):
        await world.store.keep_catalog(99, "zones", "[]", read_at=1.0)
