"""What a chat has begun and not finished, what will be taken out of it again, and what it prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m006_forms(db: Database) -> None:
    """Forms half filled in, messages that hold a secret until their time is up, and favourite servers.

    `operations.purged_at` says since when an operation's password is gone.

    A draft's number is never used again: buttons on old screens carry it.
    """
    db.executescript("""
        CREATE TABLE drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            action TEXT NOT NULL,
            account_id INTEGER,
            guid TEXT,
            answers BLOB NOT NULL,
            step TEXT,
            message_id INTEGER,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL
        ) STRICT;
        CREATE INDEX drafts_of ON drafts(chat_id, user_id);
        CREATE INDEX drafts_old ON drafts(updated_at);

        CREATE TABLE secret_messages (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            delete_at REAL NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        ) STRICT;
        CREATE INDEX secret_messages_due ON secret_messages(delete_at);

        ALTER TABLE operations ADD COLUMN purged_at REAL;

        CREATE TABLE favourites (
            chat_id INTEGER NOT NULL,
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            PRIMARY KEY (chat_id, account_id, guid)
        ) STRICT;
    """)
