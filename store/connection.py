"""How a connection is opened, and when it is refused."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from store.driver import sqlite3
from store.errors import (
    CorruptError,
    NotFoundError,
    StoreUnavailableError,
    TooOldSqliteError,
    foreign_file,
    from_sqlite,
)

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

# 3.51.3 repairs the WAL-reset bug (https://sqlite.org/wal.html, "The WAL-reset bug").
MINIMUM_SQLITE = (3, 51, 3)
# "apab": tells our files from everybody else's.
APPLICATION_ID = int.from_bytes(b"apab")
_MAGIC = b"SQLite format 3\x00"
# The writer has a thread to itself and may wait; the reader stands in the event loop.
_WRITER_BUSY_MS = 5_000
_READER_BUSY_MS = 500
_RETRY_SECONDS = 0.005
_WAL_LIMIT_BYTES = 16 * 1024 * 1024
_CACHED_STATEMENTS = 256


def require_sqlite(version: tuple[int, ...] | None = None) -> None:
    """Refuse an SQLite that is too old for a bot and a command line that write side by side.

    Raises:
        TooOldSqliteError: Older than 3.51.3.
    """
    version = version or sqlite3.sqlite_version_info
    if version < MINIMUM_SQLITE:
        have, need = (".".join(map(str, each)) for each in (version, MINIMUM_SQLITE))
        raise TooOldSqliteError(f"SQLite {have} can corrupt the database; {need} is needed: install pysqlite3 0.6.1")


def claim_path(path: Path, *, must_exist: bool) -> None:
    """Make sure that a usable file stands at the path: ours, or a new empty one that only its owner may read.

    SQLite gives `-wal` and `-shm` the mode of the main file.

    Raises:
        NotFoundError: There is no file and `must_exist` is set.
        NotADatabaseError: The file is something else.
        CorruptError: The main file is empty, but its log is not.
        StoreUnavailableError: The file can neither be read nor made.
    """
    try:
        if not path.exists():
            if must_exist:
                raise NotFoundError(f"database {path}")
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            return
        if not path.is_file():
            raise foreign_file(path, "is not a file")
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreUnavailableError(
            f"{path} cannot be opened: {error.strerror}; check folder and permissions"
        ) from error
    if head and head != _MAGIC:
        raise foreign_file(path, "is not an SQLite database")
    wal = path.with_name(path.name + "-wal")
    if not head and wal.exists() and wal.stat().st_size:
        # SQLite would take the empty file for a new database and delete the log with everything in it.
        raise CorruptError(f"{path} is empty but its -wal file is not: restore a backup")


def connect_writer(path: Path) -> Connection:
    """Open the one connection that writes. The file must have passed `claim_path`.

    Raises:
        NotADatabaseError: An SQLite file of somebody else.
        StoreUnavailableError: Locked, read-only, or the disk is full.
    """
    connection = _connect(path, busy_ms=_WRITER_BUSY_MS)
    try:
        require_ours(connection, path)
        _ensure_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    except sqlite3.Error as error:
        connection.close()
        raise from_sqlite(error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> Connection:
    """Open a connection that cannot write, for the calling thread."""
    connection = _connect(path, busy_ms=_READER_BUSY_MS)
    connection.execute("PRAGMA query_only = ON")
    return connection


def require_ours(connection: Connection, path: Path) -> None:
    """Refuse a database that apabot did not make. A new one without any table is welcome.

    Raises:
        NotADatabaseError: It is somebody else's.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or tables):
        raise foreign_file(path, "is another program's database")


def _ensure_wal(connection: Connection) -> None:
    """Switch a new file to the write-ahead log, while other programs may be doing the same.

    SQLite does not wait for the lock that the switch takes: it fails at once where another holds the file.
    """
    deadline = time.monotonic() + _WRITER_BUSY_MS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            # Takes effect on a new file only. Free pages are used again; moving pages at each commit costs more.
            connection.execute("PRAGMA auto_vacuum = NONE")
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_RETRY_SECONDS)


def _connect(path: Path, *, busy_ms: int) -> Connection:
    try:
        # Without an isolation level the driver opens no transaction of its own: BEGIN IMMEDIATE is ours to say.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=_CACHED_STATEMENTS)
        connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
    return connection
