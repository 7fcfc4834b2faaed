"""Brings a database's schema up to date, and refuses one from the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.audit import begin_audit
from store.connection import APPLICATION_ID, require_ours
from store.driver import sqlite3
from store.errors import TooNewError
from store.keys import refuse_missing_keys
from store.schema import MIGRATIONS, STEPS
from store.sqlite_utils_alone import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection, Cursor

    from store.crypto import Keyring


class _ByLines(Database):
    """Runs scripts whose statements end at the ends of lines.

    The library looks for the end of a statement behind each character, which takes three times as long as all the rest
    of making a database; `sqlite3`'s own `executescript` would commit first.
    """

    def executescript(self, sql: str) -> Cursor:
        """Run the statements of a script within the transaction that is open."""
        cursor = self.conn.cursor()
        for statement in _statements(sql):
            cursor.execute(statement)
        return cursor


def _statements(sql: str) -> Iterator[str]:
    lines: list[str] = []
    for line in sql.splitlines(keepends=True):
        lines.append(line)
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement := "".join(lines)):
            yield statement
            lines = []
    if "".join(lines).strip():
        raise ValueError("a statement of the schema has no end")


def migrate(connection: Connection, path: Path, keyring: Keyring, *, now: float) -> None:
    """Run the steps that are missing, in one transaction; two programs that start at once do it once.

    The audit begins with the step that makes its tables.

    Raises:
        NotADatabaseError: Somebody else made tables in the file meanwhile.
        TooNewError: The file has steps that this program does not know.
        WrongKeyError: The keys do not fit the database, and the audit would begin under one of them.
    """
    # The library would switch recursive triggers on; none of the schema's is.
    database = _ByLines(connection, recursive_triggers=False, execute_plugins=False)
    _refuse_newer(database, path)
    if not MIGRATIONS.pending(database):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Once more under the lock: somebody else may have been quicker.
        require_ours(connection, path)
        _refuse_newer(database, path)
        steps = {step.name for step in MIGRATIONS.pending(database)}
        MIGRATIONS.apply(database)
        if "m005_money" in steps:
            refuse_missing_keys(connection, keyring)
            begin_audit(connection, keyring, now=now)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _refuse_newer(database: Database, path: Path) -> None:
    known = {step.__name__ for step in STEPS}
    if any(step.name not in known for step in MIGRATIONS.applied(database)):
        raise TooNewError(f"{path} was written by a newer apabot: update the program, or restore an older backup")
