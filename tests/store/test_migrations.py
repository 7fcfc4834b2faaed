from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from store import NotADatabaseError, Store, TooNewError, WrongKeyError
from store.connection import APPLICATION_ID, claim_path, connect_writer
from store.crypto import Keyring
from store.keys import check_keys
from store.migrations import migrate
from store.schema import MIGRATIONS, STEPS
from tests.store.conftest import KEY, add_account

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

TABLES = [
    "accounts",
    "aliases",
    "approvals",
    "assignments",
    "audit",
    "audit_head",
    "auto_renewals",
    "catalogs",
    "chats",
    "conditions",
    "confirmations",
    "digests",
    "drafts",
    "events",
    "expiry_marks",
    "favourites",
    "grants",
    "identities",
    "inspections",
    "invites",
    "kept_updates",
    "key_checks",
    "last_update",
    "maintenance",
    "members",
    "mutes",
    "needs_human_reminders",
    "newcomers",
    "notice_turns",
    "notices",
    "operations",
    "outages",
    "people",
    "preferences",
    "reminders",
    "renewal_attempts",
    "rounds",
    "schedule_runs",
    "schedule_servers",
    "schedule_snapshots",
    "schedule_steps",
    "schedules",
    "secret_messages",
    "servers",
    "snapshots",
    "snoozes",
    "staff",
    "sync_states",
    "told_conditions",
    "top_ups",
]


async def test_a_new_database_has_every_table_and_all_are_strict(store: Store) -> None:
    rows = store._rows(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
        "AND name <> '_sqlite_migrations' ORDER BY name"
    )
    assert rows == [(name, 1) for name in TABLES]
    assert store._row("PRAGMA application_id") == (int.from_bytes(b"apab"),)


async def test_steps_run_once(store: Store, path: Path) -> None:
    await add_account(store)
    async with await Store.open(path, [KEY]) as again:
        assert [account.name for account in again.accounts()] == ["main"]
        names = [name for (name,) in again._rows("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert names[:2] == ["m001_people", "m002_servers"]
    assert names == [step.__name__ for step in STEPS]


async def test_every_foreign_key_has_an_index(store: Store) -> None:
    """Without one, each delete in the parent reads the whole child."""
    for table in TABLES:
        indexed = {
            tuple(column for (column,) in store._rows("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (name,)))
            for (name,) in store._rows("SELECT name FROM pragma_index_list(?)", (table,))
        }
        keys = store._rows("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,))
        starts = {columns[0] for columns in indexed} | {name for (name,) in keys}
        for (column,) in store._rows('SELECT "from" FROM pragma_foreign_key_list(?) WHERE seq = 0', (table,)):
            assert column in starts, (table, column)


async def test_a_database_from_the_future_is_refused(path: Path) -> None:
    async with await Store.open(path, [KEY]) as store:
        await store._change(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('apabot', 'm999_future', '')", ()
        )
    with pytest.raises(TooNewError, match="written by a newer apabot"):
        await Store.open(path, [KEY])


def test_an_older_database_is_brought_up_to_date(path: Path) -> None:
    claim_path(path, must_exist=False)
    connection = connect_writer(path)
    MIGRATIONS.apply(Database(connection), stop_before="m003_operations")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("INSERT INTO chats (chat_id, kind) VALUES (5, 'private')")
    migrate(connection, path, Keyring([KEY]), now=1.8e9)
    assert connection.execute("SELECT count(*) FROM operations").fetchone() == (0,)
    assert connection.execute("SELECT chat_id FROM chats").fetchall() == [(5,)]
    connection.close()


def older(path: Path, keys: list[str]) -> Connection:
    """Make a database of the time before money, with operations in it."""
    claim_path(path, must_exist=False)
    connection = connect_writer(path)
    MIGRATIONS.apply(Database(connection), stop_before="m005_money")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    check_keys(connection, Keyring(keys))
    keyring = Keyring(keys)
    connection.execute(
        "INSERT INTO accounts (id, name, url, userid, key, salt, markup, created_at) "
        "VALUES (1, 'main', '', 7, ?, ?, '0', 1)",
        [keyring.seal_text("x", "accounts", "main", column) for column in ("key", "salt")],
    )
    connection.execute(
        "INSERT INTO identities (id, account_id, label, all_servers, spending, created_at) "
        "VALUES (1, 1, 'zhang', 0, 'approval', 1)"
    )
    for taskid, price in ((1, None), (2, "29.90"), (3, "0.29"), (4, "1234567.89")):
        connection.execute(
            "INSERT INTO operations (taskid, account_id, identity_id, guid, action, params, state, chat_id, user_id, "
            "language, price, created_at, updated_at, ended_at) "
            "VALUES (?, 1, 1, 'g', 'start', ?, 'done', 5, 5, 'en', ?, 9, 9, 9)",
            (taskid, keyring.seal_text("{}", "operations", taskid, "params"), price),
        )
    return connection


async def test_older_operations_have_exact_prices_and_need_no_entry(path: Path) -> None:
    older(path, [KEY]).close()
    async with await Store.open(path, [KEY], now=lambda: 1.8e9) as store:
        assert [fen for (fen,) in store._rows("SELECT price_fen FROM operations ORDER BY taskid")] == [
            None,
            2990,
            29,
            123456789,
        ]
        assert store.check() == []
        assert store.verify_audit().problems == []
        (operation,) = store.operations(limit=1)
        assert (operation.price, operation.funding, operation.grave, operation.asked) == (
            Decimal("1234567.89"),
            None,
            False,
            None,
        )


async def test_the_wrong_key_changes_nothing(path: Path) -> None:
    older(path, [KEY]).close()
    with pytest.raises(WrongKeyError):
        await Store.open(path, ["another key, which is wrong"])
    connection = connect_writer(path)
    assert next(iter(MIGRATIONS.pending(Database(connection)))).name == "m005_money"
    connection.close()
    async with await Store.open(path, [KEY]) as store:
        assert store.verify_audit().problems == []


def test_a_failed_step_leaves_the_file_as_it_was(path: Path) -> None:
    claim_path(path, must_exist=False)
    connection = connect_writer(path)
    connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(NotADatabaseError):
        migrate(connection, path, Keyring([KEY]), now=1.8e9)
    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]
    assert not connection.in_transaction
    connection.close()


async def test_programs_that_start_at_once_make_one_database(path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(path, [KEY]) for _ in range(4)))
    await asyncio.gather(*(store.keep_chat(number, kind="private") for number, store in enumerate(stores, 1)))
    assert [len(store.chats()) for store in stores] == [4] * 4
    await asyncio.gather(*(store.close() for store in stores))
