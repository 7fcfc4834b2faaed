"""What only costly readings tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m008_inspections(db: Database) -> None:
    """Snapshots as last read."""
    db.executescript("""
        CREATE TABLE snapshots (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            name TEXT NOT NULL,
            ends_at REAL,
            read_at REAL NOT NULL,
            PRIMARY KEY (account_id, guid, name)
        ) STRICT;
        CREATE INDEX snapshots_ends ON snapshots(ends_at) WHERE ends_at IS NOT NULL;
    """)
