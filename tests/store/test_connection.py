# The files that these tests read are tiny and local.
# ruff: noqa: ASYNC240

from __future__ import annotations

import asyncio
import stat
from typing import TYPE_CHECKING

import pytest

from store import (
    CorruptError,
    NotADatabaseError,
    NotFoundError,
    Store,
    StoreUnavailableError,
    TooOldSqliteError,
)
from store.connection import claim_path, connect_writer, require_sqlite
from store.driver import sqlite3
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_old_sqlite_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(TooOldSqliteError, match=r"3\.51\.3 is needed"):
        require_sqlite(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), None])
def test_a_repaired_sqlite_will_do(version: tuple[int, ...] | None) -> None:
    require_sqlite(version)


async def test_nobody_else_may_read_the_files(store: Store, path: Path) -> None:
    await store.keep_chat(1, kind="private")
    assert [mode(path.with_name(f"apabot.db{end}")) for end in ("", "-wal", "-shm")] == [0o600] * 3


async def test_the_pragmas_hold(store: Store) -> None:
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "auto_vacuum": 0}

    def read(connection: Connection) -> dict[str, object]:
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}

    assert await store._write(read) == pragmas
    assert store._row("PRAGMA query_only") == (1,)
    assert store._row("PRAGMA foreign_keys") == (1,)


async def test_the_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailableError, match="read-only"):
        store._rows("DELETE FROM chats")


async def test_a_missing_database_is_made_only_if_that_was_meant(path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"apabot\.db: not found"):
        await Store.open(path, [KEY], must_exist=True)
    assert list(path.parent.iterdir()) == []
    await (await Store.open(path, [KEY])).close()
    await (await Store.open(path, [KEY], must_exist=True)).close()


@pytest.mark.parametrize("content", [b"SQLite format 2 and more of it", b"hello", bytes(5000)])
async def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotADatabaseError, match="is not an SQLite database"):
        await Store.open(path, [KEY])
    assert path.read_bytes() == content


async def test_another_programs_database_is_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    content = path.read_bytes()
    with pytest.raises(NotADatabaseError, match="another program's database"):
        await Store.open(path, [KEY])
    assert path.read_bytes() == content


async def test_another_programs_empty_database_is_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("PRAGMA application_id = 7")
    other.close()
    with pytest.raises(NotADatabaseError):
        await Store.open(path, [KEY])


async def test_an_empty_file_is_a_new_database(path: Path) -> None:
    path.touch()
    async with await Store.open(path, [KEY]) as store:
        assert store.accounts() == []


async def test_an_emptied_file_beside_its_log_is_not_started_anew(path: Path) -> None:
    path.touch()
    wal = path.with_name("apabot.db-wal")
    wal.write_bytes(b"everything that was")
    with pytest.raises(CorruptError, match="restore a backup"):
        await Store.open(path, [KEY])
    assert wal.read_bytes() == b"everything that was"


async def test_a_damaged_database_is_refused_and_left_alone(path: Path) -> None:
    await (await Store.open(path, [KEY])).close()
    damaged = path.read_bytes()[:100] + b"\xff" * 3996 + path.read_bytes()[4096:]
    path.write_bytes(damaged)
    with pytest.raises(CorruptError, match="restore a backup"):
        await Store.open(path, [KEY])
    assert path.read_bytes() == damaged


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(NotADatabaseError, match="is not a file"):
        await Store.open(tmp_path, [KEY])


async def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="No such file or directory; check folder"):
        await Store.open(tmp_path / "no" / "apabot.db", [KEY])


def test_a_file_that_cannot_be_opened_is_said(path: Path) -> None:
    claim_path(path, must_exist=False)
    path.unlink()
    with pytest.raises(StoreUnavailableError, match="cannot be opened"):
        connect_writer(path)


@pytest.fixture
def locked(path: Path) -> Iterator[Connection]:
    """A new file whose lock another program has."""
    path.touch()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


async def test_a_new_file_that_another_program_has_just_locked_is_waited_for(path: Path, locked: Connection) -> None:
    opening = asyncio.ensure_future(Store.open(path, [KEY]))
    await asyncio.sleep(0.05)
    assert not opening.done()
    locked.execute("ROLLBACK")
    async with await opening as store:
        assert store._row("PRAGMA journal_mode") == ("wal",)


async def test_a_new_file_that_stays_locked_is_said(
    path: Path, locked: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.connection._WRITER_BUSY_MS", 1)
    with pytest.raises(StoreUnavailableError, match="locked by another program"):
        await Store.open(path, [KEY])
    assert locked.in_transaction
