"""Who is reminded of an end, when next, and of what they were reminded already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m010_reminders(db: Database) -> None:
    """A round for each chat that acts as somebody, what was told, what is put off, and how far ends were looked at.

    Triggers keep the rounds: whoever grants something or changes a chat's settings has nothing to think of. A
    `next_at` of 0 is to be worked out afresh.
    """
    alive = "ends_at IS NOT NULL AND dead = 0 AND gone_at IS NULL"
    missing = "WHERE NOT EXISTS (SELECT 1 FROM rounds WHERE chat_id = new.chat_id)"
    db.executescript(f"""
        CREATE INDEX servers_ends_of ON servers(account_id, guid, ends_at) WHERE {alive};
        CREATE INDEX servers_ends_in ON servers(account_id, ends_at, guid) WHERE {alive};

        CREATE TABLE rounds (
            chat_id INTEGER PRIMARY KEY,
            next_at REAL NOT NULL,
            sooner_at REAL,
            done_at REAL,
            due_at REAL GENERATED ALWAYS AS (min(next_at, coalesce(sooner_at, next_at))) VIRTUAL
        ) STRICT;
        CREATE INDEX rounds_due ON rounds(due_at);
        INSERT INTO rounds (chat_id, next_at) SELECT DISTINCT chat_id, 0 FROM grants;
        CREATE TRIGGER rounds_granted AFTER INSERT ON grants BEGIN
            INSERT INTO rounds (chat_id, next_at) SELECT new.chat_id, 0 {missing};
        END;
        CREATE TRIGGER rounds_moved AFTER UPDATE OF chat_id ON grants BEGIN
            INSERT INTO rounds (chat_id, next_at) SELECT new.chat_id, 0 {missing};
        END;
        CREATE TRIGGER rounds_of_chats AFTER UPDATE OF timezone, quiet_hours ON chats
        WHEN new.timezone <> old.timezone OR new.quiet_hours IS NOT old.quiet_hours BEGIN
            UPDATE rounds SET next_at = 0 WHERE chat_id = new.chat_id;
        END;
        CREATE TRIGGER rounds_preferred AFTER INSERT ON preferences BEGIN
            UPDATE rounds SET next_at = 0 WHERE chat_id = new.chat_id;
        END;
        CREATE TRIGGER rounds_preferred_anew AFTER UPDATE ON preferences BEGIN
            UPDATE rounds SET next_at = 0 WHERE chat_id = new.chat_id;
        END;

        CREATE TABLE reminders (
            chat_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            snapshot TEXT NOT NULL DEFAULT '',
            ends_at REAL NOT NULL,
            stage TEXT NOT NULL,
            notice_id INTEGER NOT NULL,
            at REAL NOT NULL,
            UNIQUE (chat_id, account_id, guid, snapshot, ends_at, stage)
        ) STRICT;
        CREATE INDEX reminders_notice ON reminders(notice_id);
        CREATE INDEX reminders_ends ON reminders(ends_at);

        CREATE TABLE snoozes (
            chat_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            ends_at REAL NOT NULL,
            until_at REAL NOT NULL,
            PRIMARY KEY (chat_id, account_id, guid)
        ) STRICT;
        CREATE INDEX snoozes_server ON snoozes(account_id, guid);
        CREATE TRIGGER snoozes_reassigned AFTER UPDATE OF identity_id ON assignments BEGIN
            DELETE FROM snoozes WHERE account_id = new.account_id AND guid = new.guid;
        END;
        CREATE TRIGGER snoozes_unassigned AFTER DELETE ON assignments BEGIN
            DELETE FROM snoozes WHERE account_id = old.account_id AND guid = old.guid;
        END;
        CREATE TRIGGER snoozes_revoked AFTER DELETE ON grants BEGIN
            DELETE FROM snoozes WHERE chat_id = old.chat_id AND (account_id, guid) IN
                (SELECT account_id, guid FROM assignments WHERE identity_id = old.identity_id);
        END;

        CREATE TABLE expiry_marks (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id),
            told_until REAL NOT NULL
        ) STRICT;
    """)
