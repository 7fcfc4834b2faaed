# The files that these tests read are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from store import CorruptError, DuplicateError, Finding, Store, StoreUnavailableError, WrongKeyError
from tests.store.conftest import KEY, add_account, add_identity
from tests.store.test_keys import fill

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_sound_store_has_no_findings(store: Store) -> None:
    await fill(store)
    assert store.check() == []
    assert tuple(map(int, store.sqlite_version.split("."))) >= (3, 51, 3)


async def test_a_moved_secret_is_found_and_not_served(store: Store) -> None:
    account_id = await add_account(store)
    await add_identity(store, account_id, "zhang")
    await add_identity(store, account_id, "li", name="Li Si")
    await store._change(
        "UPDATE identities SET name = (SELECT name FROM identities WHERE label = 'li'), revision = 2 "
        "WHERE label = 'zhang'",
        (),
    )
    assert store.check() == [
        Finding("key", "identities row 1: identities.name does not decrypt: it was changed; restore a backup")
    ]
    with pytest.raises(WrongKeyError):
        store.identity_labelled("zhang")


async def test_a_row_without_its_parent_is_found(store: Store) -> None:
    await add_account(store)
    await store._writer.run_alone(lambda connection: connection.execute("PRAGMA foreign_keys = OFF").fetchone())
    await store._change("INSERT INTO staff (chat_id, account_id) VALUES (5, 1)", ())
    assert [(each.code, each.detail) for each in store.check()] == [
        ("foreign-key", "staff row None refers to chats, where it is not")
    ]


async def test_a_file_that_others_may_read_is_found(store: Store, path: Path) -> None:
    path.chmod(0o644)
    assert [finding.code for finding in store.check()] == ["mode"]


@pytest.mark.parametrize("table", ["events", "people"])
async def test_damage_is_found(path: Path, table: str) -> None:
    async with await Store.open(path, [KEY]) as store:
        await fill(store)
        (root,) = store._rows("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))[0]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    async with await Store.open(path, [KEY]) as store:
        findings = store.check()
    assert findings
    assert {finding.code for finding in findings} == {"integrity"}


async def test_a_backup_has_what_is_still_in_the_log(store: Store, path: Path, tmp_path: Path) -> None:
    await fill(store)
    target = tmp_path / "copy.db"
    await store.backup(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith("copy")) == ["copy.db"]
    async with await Store.open(target, [KEY], must_exist=True) as copy:
        assert copy.check() == []
        assert copy.account_named("main").key == "k-e-y"
        assert [update.update_id for update in copy.kept_updates()] == [1]


async def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(DuplicateError, match="backup"):
        await store.backup(target)
    assert target.read_text() == "precious"
    with pytest.raises(StoreUnavailableError, match="cannot be made"):
        await store.backup(tmp_path / "no" / "copy.db")


async def test_half_a_backup_does_not_stay(store: Store, path: Path, tmp_path: Path) -> None:
    path.rename(tmp_path / "moved.db")
    with pytest.raises(StoreUnavailableError):
        await store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_sound_database_may_be_worked_with(store: Store) -> None:
    store.ensure_sound()


async def test_a_damaged_one_may_not(store: Store, path: Path) -> None:
    (root,) = store._rows("SELECT rootpage FROM sqlite_schema WHERE name = 'operations'")[0]
    await store.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    async with await Store.open(path, [KEY]) as damaged:
        with pytest.raises(CorruptError, match="restore a backup"):
            damaged.ensure_sound()
