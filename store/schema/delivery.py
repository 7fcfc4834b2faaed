"""Delivery: whose turn it is to be told something, and what may have been told already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m013_delivery(db: Database) -> None:
    """A turn for each chat and lane that something waits for, so that finding what is next never reads the backlog.

    `notice_turns.at` is when to look at a chat's lane again: it may be too early, never too late. Triggers keep it so
    whoever writes a notice; chats out of reach have no turn, and get one again when they come back. `sends` counts the
    times that a notice was handed to Telegram and may have arrived.
    """
    db.executescript("""
        ALTER TABLE notices ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));
        ALTER TABLE notices ADD COLUMN sends INTEGER NOT NULL DEFAULT 0;
        UPDATE notices SET urgent = 1 WHERE kind IN ('approval', 'approval-ended', 'needs-human', 'secret');
        CREATE INDEX notices_lane ON notices(chat_id, urgent, next_at)
            WHERE delivered_at IS NULL AND given_up_at IS NULL;
        CREATE INDEX notices_claimed ON notices(chat_id) WHERE claim_owner IS NOT NULL;
        CREATE INDEX notices_ended ON notices(coalesce(delivered_at, given_up_at))
            WHERE delivered_at IS NOT NULL OR given_up_at IS NOT NULL;

        CREATE TABLE notice_turns (
            chat_id INTEGER NOT NULL,
            urgent INTEGER NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (chat_id, urgent)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_turns_next ON notice_turns(urgent, at);

        CREATE TRIGGER notice_added AFTER INSERT ON notices
            WHEN new.delivered_at IS NULL AND new.given_up_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM chats WHERE chat_id = new.chat_id AND blocked_at IS NOT NULL)
        BEGIN
            INSERT INTO notice_turns (chat_id, urgent, at) VALUES (new.chat_id, new.urgent, new.next_at)
                ON CONFLICT (chat_id, urgent) DO UPDATE SET at = excluded.at WHERE excluded.at < at;
        END;
        CREATE TRIGGER notice_moved AFTER UPDATE OF chat_id, next_at ON notices
            WHEN new.delivered_at IS NULL AND new.given_up_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM chats WHERE chat_id = new.chat_id AND blocked_at IS NOT NULL)
        BEGIN
            INSERT INTO notice_turns (chat_id, urgent, at) VALUES (new.chat_id, new.urgent, new.next_at)
                ON CONFLICT (chat_id, urgent) DO UPDATE SET at = excluded.at WHERE excluded.at < at;
        END;
        CREATE TRIGGER chat_out_of_reach AFTER UPDATE OF blocked_at ON chats WHEN new.blocked_at IS NOT NULL
        BEGIN
            DELETE FROM notice_turns WHERE chat_id = new.chat_id;
        END;
        CREATE TRIGGER chat_in_reach AFTER UPDATE OF blocked_at ON chats
            WHEN new.blocked_at IS NULL AND old.blocked_at IS NOT NULL
        BEGIN
            INSERT OR REPLACE INTO notice_turns (chat_id, urgent, at)
                SELECT chat_id, urgent, min(next_at) FROM notices
                WHERE chat_id = new.chat_id AND delivered_at IS NULL AND given_up_at IS NULL
                GROUP BY chat_id, urgent;
        END;

        INSERT INTO notice_turns (chat_id, urgent, at)
            SELECT chat_id, urgent, min(next_at) FROM notices
            WHERE delivered_at IS NULL AND given_up_at IS NULL
                AND chat_id NOT IN (SELECT chat_id FROM chats WHERE blocked_at IS NOT NULL)
            GROUP BY chat_id, urgent;
    """)
