from __future__ import annotations

import pytest

from store import CorruptError, NotADatabaseError, StoreError, StoreUnavailableError
from store.driver import sqlite3
from store.errors import from_sqlite


def failure(code: int | None, text: str = "x") -> sqlite3.Error:
    error = sqlite3.OperationalError(text)
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_FULL, StoreUnavailableError, "disk is full"),
        (sqlite3.SQLITE_READONLY, StoreUnavailableError, "read-only"),
        (sqlite3.SQLITE_READONLY | (8 << 8), StoreUnavailableError, "read-only"),
        (sqlite3.SQLITE_BUSY, StoreUnavailableError, "locked by another program"),
        (sqlite3.SQLITE_IOERR, StoreUnavailableError, "I/O error"),
        (sqlite3.SQLITE_CANTOPEN, StoreUnavailableError, "folder exists"),
        (sqlite3.SQLITE_CORRUPT, CorruptError, "restore a backup"),
        (sqlite3.SQLITE_NOTADB, NotADatabaseError, "not an SQLite database"),
        (sqlite3.SQLITE_ERROR, StoreError, "refused the statement"),
        (None, StoreUnavailableError, "cannot be used"),
    ],
)
def test_every_failure_has_its_words(code: int | None, kind: type[StoreError], words: str) -> None:
    error = from_sqlite(failure(code))
    assert type(error) is kind
    assert words in str(error)
    assert "\n" not in str(error)


def test_an_unexpected_duplicate_names_its_column() -> None:
    error = from_sqlite(failure(sqlite3.SQLITE_CONSTRAINT, "UNIQUE constraint failed: aliases.chat_id, aliases.folded"))
    assert getattr(error, "what", None) == "aliases.chat_id, aliases.folded"
