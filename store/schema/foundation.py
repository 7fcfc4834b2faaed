"""The first steps: people, servers, operations, updates. All of them are released."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m001_people(db: Database) -> None:
    """Who there is: accounts, identities, chats and what connects them."""
    db.executescript("""
        CREATE TABLE key_checks (key_id BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            url TEXT NOT NULL,
            userid INTEGER NOT NULL,
            key BLOB NOT NULL,
            salt BLOB NOT NULL,
            markup TEXT NOT NULL,
            created_at REAL NOT NULL,
            revision INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE TABLE identities (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            label TEXT NOT NULL UNIQUE,
            name BLOB, mobile BLOB, idnum BLOB, from_ip BLOB, client_user_id BLOB, bank_account BLOB,
            all_servers INTEGER NOT NULL CHECK (all_servers IN (0, 1)),
            spending TEXT NOT NULL CHECK (spending IN ('approval', 'credit', 'open')),
            monthly_limit TEXT,
            markup TEXT,
            created_at REAL NOT NULL,
            erased_at REAL,
            revision INTEGER NOT NULL DEFAULT 1,
            UNIQUE (id, account_id)
        ) STRICT;
        CREATE INDEX identities_account ON identities(account_id);
        CREATE TABLE chats (
            chat_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('private', 'group')),
            language TEXT,
            timezone TEXT NOT NULL DEFAULT 'Asia/Shanghai',
            quiet_hours TEXT,
            blocked_at REAL,
            menu TEXT
        ) STRICT;
        CREATE TABLE grants (
            chat_id INTEGER NOT NULL REFERENCES chats(chat_id),
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            created_at REAL NOT NULL,
            PRIMARY KEY (chat_id, identity_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grants_identity ON grants(identity_id);
        CREATE TABLE staff (
            chat_id INTEGER NOT NULL REFERENCES chats(chat_id),
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            PRIMARY KEY (chat_id, account_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX staff_account ON staff(account_id);
        CREATE TABLE members (
            chat_id INTEGER NOT NULL REFERENCES chats(chat_id),
            user_id INTEGER NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'owner')),
            PRIMARY KEY (chat_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE people (
            user_id INTEGER PRIMARY KEY,
            name BLOB NOT NULL,
            language TEXT,
            language_code TEXT
        ) STRICT;
        CREATE TABLE invites (
            token_hash BLOB PRIMARY KEY,
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            created_at REAL NOT NULL,
            expires_at REAL NOT NULL,
            taken_at REAL,
            chat_id INTEGER,
            user_id INTEGER
        ) STRICT;
        CREATE INDEX invites_identity ON invites(identity_id);
    """)


def m002_servers(db: Database) -> None:
    """What the engine told, whose it is, and what chats call it."""
    db.executescript("""
        CREATE TABLE assignments (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            identity_id INTEGER NOT NULL,
            created_at REAL NOT NULL,
            PRIMARY KEY (account_id, guid),
            FOREIGN KEY (identity_id, account_id) REFERENCES identities(id, account_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assignments_identity ON assignments(identity_id, account_id);
        CREATE TABLE servers (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            ip TEXT NOT NULL COLLATE NOCASE,
            share_ip TEXT COLLATE NOCASE,
            share_host TEXT COLLATE NOCASE,
            data TEXT NOT NULL,
            read_at REAL NOT NULL,
            gone_at REAL,
            dead INTEGER NOT NULL CHECK (dead IN (0, 1)),
            listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
            UNIQUE (account_id, guid)
        ) STRICT;
        CREATE INDEX servers_guid ON servers(guid);
        CREATE INDEX servers_ip ON servers(ip);
        CREATE INDEX servers_share_ip ON servers(share_ip) WHERE share_ip IS NOT NULL;
        CREATE INDEX servers_share_host ON servers(share_host) WHERE share_host IS NOT NULL;
        CREATE TABLE sync_states (
            account_id INTEGER PRIMARY KEY REFERENCES accounts(id),
            listed_at REAL,
            failed_at REAL,
            error TEXT
        ) STRICT;
        CREATE TABLE catalogs (
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            kind TEXT NOT NULL CHECK (kind IN ('zones', 'lines', 'systems')),
            data TEXT NOT NULL,
            read_at REAL NOT NULL,
            PRIMARY KEY (account_id, kind)
        ) STRICT;
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            at REAL NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_server ON events(account_id, guid, at);
        CREATE TABLE aliases (
            chat_id INTEGER NOT NULL REFERENCES chats(chat_id),
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT NOT NULL,
            alias TEXT NOT NULL,
            folded TEXT NOT NULL,
            PRIMARY KEY (chat_id, account_id, guid),
            UNIQUE (chat_id, folded)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX aliases_account ON aliases(account_id);
    """)


def m003_operations(db: Database) -> None:
    """What people asked for. An order number may be used again once the operation that carried it has failed."""
    db.executescript("""
        CREATE TABLE operations (
            taskid INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            guid TEXT,
            action TEXT NOT NULL,
            params BLOB NOT NULL,
            before TEXT,
            state TEXT NOT NULL CHECK (state IN
                ('confirmed', 'sending', 'accepted', 'watching', 'unknown', 'done', 'failed', 'needs-human')),
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            status_message_id INTEGER,
            order_no TEXT,
            price TEXT,
            dedupe_key TEXT UNIQUE,
            lease_owner TEXT,
            lease_until REAL,
            attempts INTEGER NOT NULL DEFAULT 0,
            seen_in_progress INTEGER NOT NULL DEFAULT 0 CHECK (seen_in_progress IN (0, 1)),
            reads INTEGER NOT NULL DEFAULT 0,
            next_at REAL,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL,
            sent_at REAL,
            accepted_at REAL,
            ended_at REAL,
            outcome TEXT,
            engine_words TEXT,
            after TEXT,
            reported_at REAL,
            note TEXT,
            report_owner TEXT,
            report_until REAL,
            CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed', 'needs-human')))
        ) STRICT;
        CREATE UNIQUE INDEX operations_order ON operations(order_no) WHERE order_no IS NOT NULL AND state <> 'failed';
        CREATE UNIQUE INDEX operations_one_open ON operations(account_id, guid)
            WHERE guid IS NOT NULL AND ended_at IS NULL;
        CREATE INDEX operations_due ON operations(next_at) WHERE ended_at IS NULL;
        CREATE INDEX operations_unreported ON operations(ended_at) WHERE ended_at IS NOT NULL AND reported_at IS NULL;
        CREATE INDEX operations_server ON operations(account_id, guid);
        CREATE INDEX operations_guid ON operations(guid);
        CREATE INDEX operations_chat ON operations(chat_id);
        CREATE INDEX operations_state ON operations(state);
        CREATE INDEX operations_identity ON operations(identity_id);
        CREATE TABLE confirmations (
            id INTEGER PRIMARY KEY,
            nonce_hash BLOB NOT NULL UNIQUE,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            user_id INTEGER NOT NULL,
            message_id INTEGER,
            action TEXT NOT NULL,
            account_id INTEGER NOT NULL REFERENCES accounts(id),
            guid TEXT,
            identity_id INTEGER NOT NULL REFERENCES identities(id),
            params BLOB NOT NULL,
            price TEXT,
            shown TEXT NOT NULL,
            created_at REAL NOT NULL,
            expires_at REAL NOT NULL,
            ended_at REAL,
            ended_how TEXT CHECK (ended_how IN ('pressed', 'cancelled', 'expired', 'void')),
            taskid INTEGER REFERENCES operations(taskid),
            CHECK ((ended_at IS NULL) = (ended_how IS NULL))
        ) STRICT;
        CREATE INDEX confirmations_person ON confirmations(chat_id, user_id) WHERE ended_at IS NULL;
        CREATE INDEX confirmations_server ON confirmations(account_id, guid) WHERE ended_at IS NULL;
        CREATE INDEX confirmations_identity ON confirmations(identity_id);
        CREATE INDEX confirmations_taskid ON confirmations(taskid) WHERE taskid IS NOT NULL;
    """)


def m004_updates(db: Database) -> None:
    """Telegram's updates. A row whose handler has ended stays for a while without its body, against a second copy."""
    db.executescript("""
        CREATE TABLE kept_updates (
            update_id INTEGER PRIMARY KEY,
            body BLOB,
            received_at REAL NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            ended_at REAL,
            CHECK ((body IS NULL) = (ended_at IS NOT NULL))
        ) STRICT;
        CREATE INDEX kept_updates_open ON kept_updates(update_id) WHERE ended_at IS NULL;
        CREATE INDEX kept_updates_ended ON kept_updates(ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE last_update (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            update_id INTEGER NOT NULL,
            received_at REAL NOT NULL
        ) STRICT;
    """)
