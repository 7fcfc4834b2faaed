from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import Store, WrongKeyError
from store.keys import SEALED
from tests.store.conftest import KEY, World, add_account, add_identity

if TYPE_CHECKING:
    from pathlib import Path

NEW = "the key that comes next"


async def fill(store: Store) -> None:
    """Put something into every encrypted column."""
    account_id = await add_account(store)
    identity = await add_identity(store, account_id, "zhang", bank_account="6222020000000000000")
    world = World(store, account_id, identity.id)
    await world.nonce(expires_at=4e9)
    operation = await store.create_operation(**world.operation())
    await store.claim(operation.taskid, owner="a", lease_seconds=1.0, now=0.0, from_states=["confirmed"])
    await store.change(operation.taskid, owner="a", answer='{"guids":["g7"]}')
    await store.keep_person(7, "Bob", None)
    await store.keep_updates([(1, b"x")], received_at=1.0)


async def test_the_wrong_key_is_refused(path: Path) -> None:
    await (await Store.open(path, [KEY])).close()
    with pytest.raises(WrongKeyError, match="does not fit this database"):
        await Store.open(path, [NEW])
    async with await Store.open(path, [KEY]) as store:
        assert store.check() == []


async def test_a_key_that_encrypts_something_may_not_be_missing(path: Path) -> None:
    async with await Store.open(path, [KEY]) as store:
        await add_account(store, "old")
    async with await Store.open(path, [NEW, KEY]) as store:
        await add_account(store, "new")
        assert [account.key for account in store.accounts()] == ["k-e-y", "k-e-y"]
    for keys in ([NEW], [KEY]):
        with pytest.raises(WrongKeyError):
            await Store.open(path, keys)


async def test_a_key_that_encrypted_nothing_is_forgotten(path: Path) -> None:
    for keys in ([KEY], ["a typing error of a key", KEY], [NEW, KEY]):
        async with await Store.open(path, keys) as store:
            assert store.check() == []


async def test_every_blob_that_is_not_a_hash_is_on_the_list(store: Store) -> None:
    blobs = store._rows(
        "SELECT tables.name, columns.name FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns "
        "WHERE tables.schema = 'main' AND columns.type = 'BLOB' ORDER BY 1, 2"
    )
    hashes = [
        ("audit", "key_id"),
        ("audit", "mac"),
        ("audit_head", "key_id"),
        ("audit_head", "last_mac"),
        ("audit_head", "mac"),
        ("confirmations", "nonce_hash"),
        ("invites", "token_hash"),
        ("key_checks", "key_id"),
        ("key_checks", "sealed"),
    ]
    listed = [(each.table, column) for each in SEALED for column in each.columns]
    assert blobs == sorted(listed + hashes)


async def test_a_rotation_frees_the_old_key(path: Path) -> None:
    async with await Store.open(path, [KEY]) as store:
        await fill(store)
    async with await Store.open(path, [NEW, KEY]) as store:
        assert await store.rotate_keys() == 13
        assert await store.rotate_keys() == 0
    with pytest.raises(WrongKeyError):
        await Store.open(path, [KEY])
    async with await Store.open(path, [NEW]) as store:
        assert store.check() == []
        assert store.account_named("main").key == "k-e-y"
        assert store.identity_labelled("zhang").idnum == "11010519491231002X"
        assert store.kept_updates()[0].body == b"x"
        assert [(each.params, each.answer) for each in store.operations()] == [('{"guid":"g1"}', '{"guids":["g7"]}')]
        assert [each.params for each in store.open_confirmations(100, 100)] == ['{"months":3}']


async def test_a_rotation_that_meets_damage_changes_nothing(path: Path) -> None:
    async with await Store.open(path, [KEY]) as store:
        await fill(store)
        await store._change("UPDATE people SET name = x'00'", ())
    async with await Store.open(path, [NEW, KEY]) as store:
        with pytest.raises(WrongKeyError, match=r"people\.name"):
            await store.rotate_keys()
    async with await Store.open(path, [KEY]) as store:
        assert store.account_named("main").key == "k-e-y"
