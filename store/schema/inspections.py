"""What is read seldom, what appears and fails by itself, and what staff chats were told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m008_inspections(db: Database) -> None:
    """Costly reads and when they are due, snapshots, servers that appeared, outages, and what was told once.

    `servers.written_at`: when the row was written, by our clock; `read_at` is when the engine was asked. `asked_at`
    and `noes`: when a server that the list does not have was asked for, and how often in a row the engine said no.

    `sync_states.baseline_at`: since when a server seen for the first time is a new one; accounts that were read before
    this step have that behind them. `failing_since`: the first failure after the last whole list.

    `inspections.next_read_at` is NULL for a server that had no snapshot when it was looked at, until something hints
    at one. Servers on which a snapshot was made here before are looked at once.
    """
    db.executescript("""
        ALTER TABLE servers ADD COLUMN written_at REAL;
        ALTER TABLE servers ADD COLUMN asked_at REAL;
        ALTER TABLE servers ADD COLUMN noes INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX servers_unlisted ON servers(account_id, noes DESC, asked_at, read_at)
            WHERE listed = 0 AND gone_at IS NULL;
        CREATE INDEX servers_listed ON servers(account_id, guid) WHERE listed = 1;
        CREATE INDEX servers_living ON servers(account_id, guid) WHERE dead = 0 AND gone_at IS NULL;

        ALTER TABLE sync_states ADD COLUMN baseline_at REAL;
        ALTER TABLE sync_states ADD COLUMN failing_since REAL;
        UPDATE sync_states SET baseline_at = listed_at;

        CREATE TABLE inspections (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('address', 'snapshots')),
            next_read_at REAL,
            read_at REAL,
            failures INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (account_id, guid, kind)
        ) STRICT;
        CREATE INDEX inspections_due ON inspections(account_id, kind, next_read_at) WHERE next_read_at IS NOT NULL;
        INSERT INTO inspections (account_id, guid, kind, next_read_at)
            SELECT DISTINCT account_id, guid, 'snapshots', 0.0 FROM operations
            WHERE action = 'createsnapshot' AND state <> 'failed' AND guid IS NOT NULL;

        CREATE TABLE snapshots (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            name TEXT NOT NULL,
            created_at REAL,
            ends_at REAL,
            read_at REAL NOT NULL,
            PRIMARY KEY (account_id, guid, name)
        ) STRICT;
        CREATE INDEX snapshots_ends ON snapshots(ends_at) WHERE ends_at IS NOT NULL;

        CREATE TABLE newcomers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            seen_at REAL NOT NULL,
            batch INTEGER,
            ended_at REAL,
            ended_how TEXT CHECK (ended_how IN ('assigned', 'left', 'gone')),
            UNIQUE (account_id, guid),
            CHECK ((ended_at IS NULL) = (ended_how IS NULL))
        ) STRICT;
        CREATE INDEX newcomers_untold ON newcomers(account_id) WHERE batch IS NULL AND ended_at IS NULL;
        CREATE INDEX newcomers_batch ON newcomers(batch) WHERE batch IS NOT NULL;

        CREATE TABLE outages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            since REAL NOT NULL,
            ended_at REAL
        ) STRICT;
        CREATE INDEX outages_account ON outages(account_id);
        CREATE UNIQUE INDEX outages_one_open ON outages(account_id) WHERE ended_at IS NULL;

        CREATE TABLE digests (chat_id INTEGER PRIMARY KEY, day TEXT NOT NULL) STRICT;

        CREATE TABLE needs_human_reminders (
            taskid INTEGER PRIMARY KEY REFERENCES operations(taskid),
            told_at REAL NOT NULL
        ) STRICT;
    """)
