"""Looking for damage, and copying the database while it is in use."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from store.base import Base
from store.connection import connect_reader
from store.driver import sqlite3
from store.errors import CorruptError, DuplicateError, StoreUnavailableError, WrongKeyError, from_sqlite
from store.keys import sealed_values
from store.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Diagnostics(Base):
    """The store as a whole."""

    @property
    def sqlite_version(self) -> str:
        """The version of SQLite in use."""
        return sqlite3.sqlite_version

    @property
    def commits(self) -> int:
        """Transactions committed since the store was opened."""
        return self._writer.commits

    def check(self) -> list[Finding]:
        """Read everything and say what is wrong with it; an empty list if nothing is.

        SQLite's own check does not notice a flipped bit in a value; decrypting every encrypted one does. Takes as long
        as reading the whole file: for the command line, not for the event loop of a bot at work.
        """
        findings: list[Finding] = []
        for part in (self._structure, self._values, self._file):
            try:
                findings.extend(part())
            except CorruptError as error:
                # Damage that stops one part is a finding like others, and does not hide the next part's.
                findings.append(Finding("integrity", str(error)))
        return findings

    def ensure_sound(self) -> None:
        """Read every page and do nothing where all is as SQLite left it: for a bot's start, some tenths of a second.

        Raises:
            CorruptError: The file is damaged. Whoever goes on may meet the damage when money is already on its way.
        """
        if self._rows("PRAGMA quick_check(1)") != [("ok",)]:
            raise CorruptError("the database is damaged: restore a backup")

    async def backup(self, target: str | os.PathLike[str]) -> None:
        """Copy the database as it is at one moment to a new file that only its owner may read.

        Copying the file itself would lose what is still in the write-ahead log.

        Raises:
            DuplicateError: The target exists.
            StoreUnavailableError: The target cannot be written.
        """
        await asyncio.to_thread(_backup, self._path, Path(target))

    def _structure(self) -> Iterator[Finding]:
        for (message,) in self._rows("PRAGMA integrity_check"):
            if message != "ok":
                yield Finding("integrity", message)
        for table, rowid, parent, _ in self._rows("PRAGMA foreign_key_check"):
            yield Finding("foreign-key", f"{table} row {rowid} refers to {parent}, where it is not")

    def _values(self) -> Iterator[Finding]:
        try:
            values = list(sealed_values(self._reader))
        except sqlite3.Error as error:
            raise from_sqlite(error) from error
        for table, column, rowid, row, sealed in values:
            try:
                self._keyring.open(sealed, table, row, column)
            except WrongKeyError as error:
                yield Finding("key", f"{table} row {rowid}: {error}")

    def _file(self) -> Iterator[Finding]:
        mode = self._rows("PRAGMA journal_mode")[0][0]
        if mode != "wal":
            yield Finding("journal", f"the journal mode is {mode}, not wal: another program changed it")
        if self._path.stat().st_mode & _OTHERS:
            yield Finding("mode", f"other users may read {self._path}: chmod 600 it")


def _backup(source: Path, target: Path) -> None:
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise DuplicateError(f"backup {target}") from error
    except OSError as error:
        raise StoreUnavailableError(
            f"{target} cannot be made: {error.strerror}; check folder and permissions"
        ) from error
    try:
        _copy(connect_reader(source), target)
    except BaseException:
        # Half a copy must not be taken for a backup.
        target.unlink(missing_ok=True)
        raise


def _copy(connection: Connection, target: Path) -> None:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        connection.backup(copy)
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
    finally:
        copy.close()
        connection.close()
