from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import DuplicateError, IdentityRow, NotFoundError, Store
from tests.store.conftest import KEY, add_account, add_identity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall, World

SECRETS = ("Zhang San", "13800138000", "11010519491231002X", "203.0.113.9", "client-77", "6222020000000000000")


async def test_an_identity_comes_back_as_it_was_given(store: Store) -> None:
    account_id = await add_account(store)
    added = await add_identity(
        store,
        account_id,
        "zhang",
        bank_account=SECRETS[5],
        all_servers=True,
        spending="open",
        monthly_limit=Decimal("500.00"),
        markup=Decimal(3),
    )
    expected = IdentityRow(
        id=1,
        account_id=account_id,
        label="zhang",
        name=SECRETS[0],
        mobile=SECRETS[1],
        idnum=SECRETS[2],
        from_ip=SECRETS[3],
        client_user_id=SECRETS[4],
        bank_account=SECRETS[5],
        all_servers=True,
        spending="open",
        monthly_limit=Decimal("500.00"),
        markup=Decimal(3),
        created_at=1_800_000_000.0,
        erased_at=None,
    )
    assert added == expected
    assert store.identity(1) == expected
    assert store.identity_labelled("zhang") == expected
    assert not any(secret in repr(expected) for secret in SECRETS)


async def test_defaults_ask_for_approval(world: World) -> None:
    identity = world.store.identity(world.identity_id)
    assert (identity.spending, identity.all_servers) == ("approval", False)
    assert (identity.monthly_limit, identity.markup, identity.bank_account) == (None, None, None)


async def test_identities_are_listed_by_label_and_account(world: World) -> None:
    other = await add_account(world.store, "other")
    await add_identity(world.store, other, "abel")
    assert [each.label for each in world.store.identities()] == ["abel", "zhang"]
    assert [each.label for each in world.store.identities(account_id=other)] == ["abel"]


async def test_refusals(world: World) -> None:
    with pytest.raises(DuplicateError) as caught:
        await world.identity("zhang")
    assert caught.value.what == "identity"
    with pytest.raises(NotFoundError, match="account"):
        await add_identity(world.store, 99, "nobody's")
    with pytest.raises(NotFoundError, match="identity"):
        world.store.identity(99)
    with pytest.raises(NotFoundError, match="identity li"):
        world.store.identity_labelled("li")


async def test_erasing_takes_everything_but_the_label(world: World, wall: Wall) -> None:
    store = world.store
    await store.assign(world.account_id, "g1", world.identity_id)
    token = await store.add_invite(world.identity_id, expires_at=wall.at + 60)
    nonce = await world.nonce()
    wall.at += 5
    await store.erase_identity(world.identity_id)

    erased = store.identity(world.identity_id)
    assert (erased.label, erased.erased_at) == ("zhang", 1_800_000_005.0)
    assert (erased.name, erased.mobile, erased.idnum, erased.from_ip, erased.client_user_id) == ("", "", "", "", "")
    assert erased.bank_account is None
    assert store.grants() == []
    assert store.assignment(world.account_id, "g1") is None
    assert await store.take_invite(token, chat_id=5, user_id=5, now=wall.at) is None
    confirmation = store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    assert confirmation.ended_how == "void"
    with pytest.raises(NotFoundError):
        await store.grant(100, world.identity_id)
    with pytest.raises(DuplicateError):
        await world.identity("zhang")


async def test_erased_values_leave_the_files(world: World, path: Path) -> None:
    store = world.store
    (sealed,) = store._rows("SELECT idnum FROM identities")[0]
    files = [path, path.with_name("apabot.db-wal")]
    assert any(sealed in file.read_bytes() for file in files)
    await store.erase_identity(world.identity_id)
    assert not any(sealed in file.read_bytes() for file in files)


async def test_erasing_a_stranger_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="identity"):
        await store.erase_identity(1)


async def test_a_checkpoint_held_back_by_a_reader_says_so(world: World, path: Path) -> None:
    await world.store._writer.run_alone(lambda connection: connection.execute("PRAGMA busy_timeout = 1").fetchone())
    async with await Store.open(path, [KEY]) as other:
        other._reader.execute("BEGIN")
        other._reader.execute("SELECT count(*) FROM identities").fetchone()
        await world.identity("li")
        assert await world.store.checkpoint() is False
        other._reader.execute("COMMIT")
        assert await world.store.checkpoint() is True


async def test_another_process_sees_the_erasure_at_once(world: World, path: Path) -> None:
    async with await Store.open(path, [KEY]) as other:
        assert other.identity(world.identity_id).name == "Zhang San"
        await world.store.erase_identity(world.identity_id)
        assert other.identity(world.identity_id).name == ""


async def test_a_new_policy_counts_at_once_and_voids_what_is_open(world: World, path: Path) -> None:
    store = world.store
    other_identity = (await world.identity("li")).id
    mine, others = await world.nonce(), await world.nonce(identity_id=other_identity, guid="g2")
    before = store.verify_audit().entries
    async with await Store.open(path, [KEY]) as other:
        assert other.identity(world.identity_id).spending == "approval"
        row = await store.set_identity(world.identity_id, spending="open", monthly_limit=Decimal(50), markup=None)
        assert other.identity(world.identity_id) == row
    assert (row.spending, row.monthly_limit, row.markup, row.name) == ("open", Decimal(50), None, "Zhang San")
    ended = [store.confirmation_by_nonce(nonce) for nonce in (mine, others)]
    assert [each.ended_how for each in ended if each is not None] == ["void", None]
    assert store.verify_audit().entries == before + 1
    assert store.verify_audit().problems == []


async def test_a_policy_needs_somebody_to_have_it(world: World) -> None:
    with pytest.raises(NotFoundError, match="identity"):
        await world.store.set_identity(99, spending="open")
    await world.store.erase_identity(world.identity_id)
    with pytest.raises(NotFoundError, match="identity"):
        await world.store.set_identity(world.identity_id, spending="open")
    with pytest.raises(TypeError, match="cannot change nothing"):
        await world.store.set_identity(world.identity_id)
