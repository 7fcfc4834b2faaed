"""Trouble with servers, and which chats know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m009_conditions(db: Database) -> None:
    """Conditions, one open row for each server and kind, and who was told of which.

    `told_conditions` outlives the notices, which are deleted a day after their delivery: nothing is told twice.
    """
    db.executescript("""
        CREATE TABLE conditions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('blocked', 'abnormal', 'locked', 'off', 'failed')),
            first_seen_at REAL NOT NULL,
            read_at REAL NOT NULL,
            reads INTEGER NOT NULL DEFAULT 1,
            raised_at REAL,
            cleared_at REAL,
            cleared_how TEXT CHECK (cleared_how IN ('recovered', 'void')),
            detail TEXT NOT NULL,
            CHECK ((cleared_at IS NULL) = (cleared_how IS NULL)),
            CHECK (cleared_at IS NULL OR raised_at IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX conditions_open ON conditions(account_id, guid, kind) WHERE cleared_at IS NULL;
        CREATE INDEX conditions_raised ON conditions(raised_at) WHERE raised_at IS NOT NULL AND cleared_at IS NULL;
        CREATE INDEX conditions_cleared ON conditions(cleared_at) WHERE cleared_at IS NOT NULL;
        CREATE INDEX conditions_account ON conditions(account_id);

        CREATE TABLE told_conditions (
            id INTEGER PRIMARY KEY,
            condition_id INTEGER NOT NULL REFERENCES conditions(id) ON DELETE CASCADE,
            chat_id INTEGER NOT NULL,
            told_at REAL NOT NULL,
            heard_at REAL,
            notice_id INTEGER REFERENCES notices(id) ON DELETE SET NULL,
            over_at REAL,
            over_notice_id INTEGER REFERENCES notices(id) ON DELETE SET NULL,
            settled_at REAL,
            UNIQUE (condition_id, chat_id)
        ) STRICT;
        CREATE INDEX told_conditions_chat ON told_conditions(chat_id);
        CREATE INDEX told_conditions_notice ON told_conditions(notice_id) WHERE notice_id IS NOT NULL;
        CREATE INDEX told_conditions_over_notice ON told_conditions(over_notice_id) WHERE over_notice_id IS NOT NULL;
        CREATE INDEX told_conditions_over ON told_conditions(chat_id) WHERE over_at IS NOT NULL AND settled_at IS NULL;
    """)
