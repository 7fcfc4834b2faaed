"""Money: prices and who pays them, approvals, credit, notices, and the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m005_money(db: Database) -> None:
    """Who pays an order and who allowed it. Sums are made of `price_fen`: SQL adds decimal text up as floats."""
    db.executescript("""
        CREATE TABLE approvals (
            id INTEGER PRIMARY KEY,
            needs TEXT NOT NULL CHECK (needs IN ('owner', 'staff')),
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            message_id INTEGER,
            created_at REAL NOT NULL,
            expires_at REAL NOT NULL,
            ended_at REAL,
            ended_how TEXT CHECK (ended_how IN ('approved', 'declined', 'withdrawn', 'expired', 'void')),
            decided_by INTEGER,
            decided_chat INTEGER,
            CHECK ((ended_at IS NULL) = (ended_how IS NULL))
        ) STRICT;
        CREATE INDEX approvals_account ON approvals(account_id);
        CREATE INDEX approvals_identity ON approvals(identity_id);
        CREATE INDEX approvals_open ON approvals(expires_at) WHERE ended_at IS NULL;

        ALTER TABLE operations ADD COLUMN price_fen INTEGER CHECK (price_fen >= 0);
        ALTER TABLE operations ADD COLUMN list_price TEXT;
        ALTER TABLE operations ADD COLUMN funding TEXT CHECK (funding IN ('approval', 'credit', 'open'));
        ALTER TABLE operations ADD COLUMN grave INTEGER NOT NULL DEFAULT 0 CHECK (grave IN (0, 1));
        ALTER TABLE operations ADD COLUMN batch TEXT;
        ALTER TABLE operations ADD COLUMN approval_id INTEGER REFERENCES approvals(id);
        ALTER TABLE operations ADD COLUMN asked TEXT;
        ALTER TABLE operations ADD COLUMN answer BLOB;
        UPDATE operations SET price_fen = CAST(round(CAST(price AS REAL) * 100) AS INTEGER) WHERE price IS NOT NULL;
        CREATE INDEX operations_funding ON operations(identity_id, funding) WHERE funding IS NOT NULL;
        CREATE INDEX operations_batch ON operations(batch) WHERE batch IS NOT NULL;
        CREATE INDEX operations_approval ON operations(approval_id) WHERE approval_id IS NOT NULL;

        ALTER TABLE confirmations ADD COLUMN list_price TEXT;
        ALTER TABLE confirmations ADD COLUMN asked TEXT;
        ALTER TABLE confirmations ADD COLUMN batch TEXT;
        ALTER TABLE confirmations ADD COLUMN typed INTEGER NOT NULL DEFAULT 0 CHECK (typed IN (0, 1));
        ALTER TABLE confirmations ADD COLUMN approval_id INTEGER REFERENCES approvals(id);
        ALTER TABLE confirmations ADD COLUMN order_no TEXT;
        ALTER TABLE confirmations ADD COLUMN grave INTEGER NOT NULL DEFAULT 0 CHECK (grave IN (0, 1));
        ALTER TABLE confirmations ADD COLUMN paid INTEGER NOT NULL DEFAULT 0 CHECK (paid IN (0, 1));
        ALTER TABLE confirmations ADD COLUMN language TEXT;
        CREATE INDEX confirmations_batch ON confirmations(batch) WHERE batch IS NOT NULL;
        CREATE INDEX confirmations_approval ON confirmations(approval_id) WHERE approval_id IS NOT NULL;
        CREATE INDEX confirmations_ended ON confirmations(ended_at) WHERE ended_at IS NOT NULL;

        CREATE TABLE top_ups (
            id INTEGER PRIMARY KEY,
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            fen INTEGER NOT NULL CHECK (fen <> 0),
            note TEXT NOT NULL,
            at REAL NOT NULL
        ) STRICT;
        CREATE INDEX top_ups_identity ON top_ups(identity_id);

        CREATE TABLE notices (
            id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            dedupe_key TEXT UNIQUE,
            created_at REAL NOT NULL,
            next_at REAL NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            delivered_at REAL,
            given_up_at REAL,
            message_id INTEGER,
            claim_owner TEXT,
            claim_until REAL
        ) STRICT;
        CREATE INDEX notices_due ON notices(next_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
        CREATE INDEX notices_about ON notices(kind, subject);
        CREATE INDEX notices_chat ON notices(chat_id);

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at REAL NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL,
            key_id BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
        CREATE TABLE audit_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            entries INTEGER NOT NULL,
            last_id INTEGER NOT NULL,
            last_mac BLOB NOT NULL,
            since REAL NOT NULL,
            key_id BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
    """)
