"""What happens by itself at its hour: schedules, their runs, and what they made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m012_schedules(db: Database) -> None:
    """Schedules with their servers; each run of one, and how it went on each server; the snapshots that one made.

    A schedule's number is never used again: buttons on old screens carry it. A run is there exactly once for each time
    it was due. A snapshot stands in `schedule_snapshots` only if the engine named it in its answer to a schedule's own
    request: rotation removes nothing else.
    """
    db.executescript("""
        CREATE TABLE schedules (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            action TEXT NOT NULL,
            days INTEGER CHECK (days > 0),
            months INTEGER CHECK (months > 0),
            rhythm TEXT NOT NULL,
            timezone TEXT NOT NULL,
            keep INTEGER CHECK (keep > 0),
            missed TEXT NOT NULL CHECK (missed IN ('run', 'report')),
            next_at REAL,
            paused_at REAL,
            paused_why TEXT CHECK (paused_why IN ('person', 'rights', 'rotation')),
            created_at REAL NOT NULL,
            ended_at REAL,
            ended_how TEXT CHECK (ended_how IN ('done', 'deleted', 'no-servers')),
            CHECK (days IS NULL OR months IS NULL),
            CHECK ((ended_at IS NULL) = (ended_how IS NULL)),
            CHECK ((paused_at IS NULL) = (paused_why IS NULL)),
            CHECK (next_at IS NULL OR (ended_at IS NULL AND paused_at IS NULL))
        ) STRICT;
        CREATE INDEX schedules_due ON schedules(next_at) WHERE next_at IS NOT NULL;
        CREATE INDEX schedules_of ON schedules(chat_id) WHERE ended_at IS NULL;

        CREATE TABLE schedule_servers (
            schedule_id INTEGER NOT NULL REFERENCES schedules(id),
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            price TEXT,
            PRIMARY KEY (schedule_id, account_id, guid)
        ) STRICT;
        CREATE INDEX schedule_servers_of ON schedule_servers(account_id, guid);
        CREATE INDEX schedule_servers_identity ON schedule_servers(identity_id);

        CREATE TABLE schedule_runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            schedule_id INTEGER NOT NULL REFERENCES schedules(id),
            due_at REAL NOT NULL,
            missed_since REAL,
            missed INTEGER NOT NULL,
            claimed_at REAL NOT NULL,
            tried_at REAL NOT NULL,
            next_try REAL NOT NULL,
            until REAL NOT NULL,
            ended_at REAL,
            UNIQUE (schedule_id, due_at)
        ) STRICT;
        CREATE INDEX schedule_runs_open ON schedule_runs(next_try) WHERE ended_at IS NULL;

        CREATE TABLE schedule_steps (
            run_id INTEGER NOT NULL REFERENCES schedule_runs(id),
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            problem TEXT,
            over INTEGER NOT NULL DEFAULT 0,
            until REAL,
            PRIMARY KEY (run_id, account_id, guid)
        ) STRICT;

        CREATE TABLE schedule_snapshots (
            schedule_id INTEGER NOT NULL REFERENCES schedules(id),
            account_id INTEGER NOT NULL,
            guid TEXT NOT NULL,
            name TEXT NOT NULL,
            taskid INTEGER NOT NULL UNIQUE REFERENCES operations(taskid),
            made_at REAL NOT NULL,
            removed_at REAL,
            PRIMARY KEY (schedule_id, account_id, guid, name)
        ) STRICT;
    """)
