# The files that these tests read are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import store as package
from store import Store, StoreUnavailableError, TooOldSqliteError
from tests.store.conftest import KEY
from tests.store.test_identities import SECRETS
from tests.store.test_keys import fill

if TYPE_CHECKING:
    from pathlib import Path


async def test_no_secret_is_in_the_files_or_in_a_repr(store: Store, path: Path) -> None:
    await fill(store)
    await store.keep_person(8, "Somebody Special", None)
    content = path.read_bytes() + path.with_name("apabot.db-wal").read_bytes()
    for secret in (*SECRETS, "k-e-y", "s-a-l-t", "Somebody Special", KEY):
        assert secret.encode() not in content, "a secret is in the file"
        assert secret not in repr([vars(store), store.accounts(), store.identities(), store.person(8)])
    assert b"zhang" in content


async def test_a_write_is_seen_when_it_returns_even_by_others(store: Store, path: Path) -> None:
    async with await Store.open(path, [KEY]) as other:
        for number in range(1, 20):
            await store.keep_chat(number, kind="private")
            assert len(store.chats()) == len(other.chats()) == number


async def test_a_closed_store_says_so(path: Path) -> None:
    opened = await Store.open(path, [KEY])
    await opened.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        opened.chats()
    with pytest.raises(StoreUnavailableError, match="closed"):
        await opened.keep_updates([(1, b"x")], received_at=1.0)


async def test_the_last_to_close_leaves_one_file(path: Path) -> None:
    async with await Store.open(path, [KEY]) as opened:
        await opened.keep_chat(1, kind="private")
    assert [each.name for each in path.parent.iterdir()] == ["apabot.db"]


async def test_short_keys_make_no_file(path: Path) -> None:
    with pytest.raises(ValueError, match="16 characters"):
        await Store.open(path, ["short"])
    assert list(path.parent.iterdir()) == []


async def test_an_old_sqlite_makes_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.connection.MINIMUM_SQLITE", (99, 0, 0))
    with pytest.raises(TooOldSqliteError):
        await Store.open(path, [KEY])
    assert list(path.parent.iterdir()) == []


def test_everything_named_is_there() -> None:
    assert all(hasattr(package, name) for name in package.__all__)
