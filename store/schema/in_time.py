"""What happens by itself at its time: when things end, what a chat wants to hear of, and when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m007_in_time(db: Database) -> None:
    """When a server ends, as a column that can be searched; a chat's preferences, mutes and maintenance windows.

    `servers.ends_at` is worked out of `data`, so that no writer can forget it; NULL where no end is known.
    `confirmations.dedupe_key`: what nobody pressed but somebody allowed beforehand happens once; the operation has it.
    """
    db.executescript("""
        ALTER TABLE servers ADD COLUMN ends_at REAL
            GENERATED ALWAYS AS (
                CASE WHEN json_valid(data) THEN CAST(unixepoch(json_extract(data, '$.end_time')) AS REAL) END
            ) VIRTUAL;
        CREATE INDEX servers_ends ON servers(ends_at)
            WHERE ends_at IS NOT NULL AND dead = 0 AND gone_at IS NULL;

        ALTER TABLE confirmations ADD COLUMN dedupe_key TEXT;
        CREATE UNIQUE INDEX confirmations_dedupe ON confirmations(dedupe_key) WHERE dedupe_key IS NOT NULL;

        CREATE TABLE preferences (
            chat_id INTEGER PRIMARY KEY,
            reminder_stages TEXT NOT NULL,
            reminder_hour INTEGER NOT NULL CHECK (reminder_hour BETWEEN 0 AND 23),
            alert_kinds TEXT NOT NULL,
            night TEXT NOT NULL CHECK (night IN ('silent', 'loud', 'wait')),
            digest_hour INTEGER CHECK (digest_hour BETWEEN 0 AND 23)
        ) STRICT;

        CREATE TABLE mutes (
            chat_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            until REAL,
            PRIMARY KEY (chat_id, account_id, guid)
        ) STRICT;

        CREATE TABLE maintenance (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL,
            account_id INTEGER,
            guid TEXT,
            starts_at REAL NOT NULL,
            ends_at REAL NOT NULL CHECK (ends_at > starts_at),
            user_id INTEGER NOT NULL,
            created_at REAL NOT NULL,
            CHECK ((account_id IS NULL) = (guid IS NULL))
        ) STRICT;
        CREATE INDEX maintenance_of ON maintenance(chat_id, ends_at);
    """)
