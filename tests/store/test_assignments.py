from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import AssignmentRow, NotFoundError
from tests.store.conftest import add_account, add_identity

if TYPE_CHECKING:
    from tests.store.conftest import World


async def ended(world: World, nonce: str) -> str | None:
    confirmation = world.store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    return confirmation.ended_how


async def test_a_server_changes_hands_and_what_was_open_is_void(world: World) -> None:
    store, account = world.store, world.account_id
    li = await world.identity("li")
    assert await store.assign(account, "g1", world.identity_id) is None
    on_it, elsewhere = await world.nonce(), await world.nonce(guid="g2")
    assert await store.assign(account, "g1", world.identity_id) == world.identity_id
    assert await ended(world, on_it) is None
    assert await store.assign(account, "g1", li.id) == world.identity_id
    assert store.assignment(account, "g1") == li.id
    assert await ended(world, on_it) == "void"
    assert await ended(world, elsewhere) is None


async def test_unassigning_voids_too(world: World) -> None:
    store, account = world.store, world.account_id
    await store.assign(account, "g1", world.identity_id)
    nonce = await world.nonce()
    assert await store.unassign(account, "g1") == world.identity_id
    assert await ended(world, nonce) == "void"
    assert store.assignment(account, "g1") is None
    assert await store.unassign(account, "g1") is None


async def test_assignments_are_listed(world: World) -> None:
    store, account = world.store, world.account_id
    li = await world.identity("li")
    await store.assign(account, "g2", world.identity_id)
    await store.assign(account, "g1", li.id)
    assert store.assignments() == [
        AssignmentRow(account, "g1", li.id, 1_800_000_000.0),
        AssignmentRow(account, "g2", world.identity_id, 1_800_000_000.0),
    ]
    assert [row.guid for row in store.assignments(identity_id=li.id)] == ["g1"]


async def test_only_the_accounts_own_living_identities_get_servers(world: World) -> None:
    other = await add_account(world.store, "other")
    stranger = await add_identity(world.store, other, "stranger")
    erased = await world.identity("erased")
    await world.store.erase_identity(erased.id)
    for identity_id in (stranger.id, erased.id, 99):
        with pytest.raises(NotFoundError, match="identity of this account"):
            await world.store.assign(world.account_id, "g1", identity_id)
    assert world.store.assignments() == []
