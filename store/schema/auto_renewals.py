"""Servers that renew themselves: who allowed it on which terms, and every attempt at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m011_auto_renewals(db: Database) -> None:
    """One active auto-renewal per server, one open attempt per auto-renewal, one key per attempt, for ever.

    `dedupe_key` is unique over all auto-renewals that a server ever had: turned off and on again, the next attempt has
    the next number. `price_fen` of an attempt is what was announced, and so the most that may be paid.
    """
    db.executescript("""
        CREATE TABLE auto_renewals (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            address TEXT NOT NULL,
            months INTEGER NOT NULL CHECK (months > 0),
            lead_days INTEGER NOT NULL CHECK (lead_days > 0),
            budget_fen INTEGER CHECK (budget_fen > 0),
            price_fen INTEGER CHECK (price_fen >= 0),
            created_at REAL NOT NULL,
            next_at REAL NOT NULL,
            stopped_at REAL,
            stopped_how TEXT CHECK (stopped_how IN ('off', 'replaced', 'assignment', 'erased', 'grant', 'role',
                'failures', 'gone', 'unreachable')),
            stopped_by INTEGER,
            CHECK ((stopped_at IS NULL) = (stopped_how IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX auto_renewals_active ON auto_renewals(account_id, guid) WHERE stopped_at IS NULL;
        CREATE INDEX auto_renewals_server ON auto_renewals(account_id, guid);
        CREATE INDEX auto_renewals_identity ON auto_renewals(identity_id);
        CREATE INDEX auto_renewals_chat ON auto_renewals(chat_id);
        CREATE INDEX auto_renewals_due ON auto_renewals(next_at) WHERE stopped_at IS NULL;

        CREATE TABLE renewal_attempts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            renewal_id INTEGER NOT NULL REFERENCES auto_renewals(id),
            ends_at REAL NOT NULL,
            attempt INTEGER NOT NULL CHECK (attempt > 0),
            dedupe_key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN
                ('announced', 'placed', 'done', 'failed', 'void', 'declined', 'asked')),
            revision INTEGER NOT NULL DEFAULT 1,
            announced_at REAL NOT NULL,
            told_at REAL,
            due_at REAL NOT NULL,
            waiting_at REAL,
            price_fen INTEGER CHECK (price_fen >= 0),
            pays TEXT NOT NULL CHECK (pays IN ('approval', 'credit', 'open', 'own')),
            ended_at REAL,
            why TEXT,
            CHECK ((ended_at IS NULL) = (state IN ('announced', 'placed')))
        ) STRICT;
        CREATE INDEX renewal_attempts_renewal ON renewal_attempts(renewal_id);
        CREATE UNIQUE INDEX renewal_attempts_open ON renewal_attempts(renewal_id)
            WHERE state IN ('announced', 'placed');
    """)
