"""The keys in use: they are checked when a store is opened, and changed by a rotation.

`key_checks` has a row for each key that may have encrypted something: its id and a known text under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.audit import read_head, resign_head
from store.base import Base
from store.crypto import KEY_ID_BYTES
from store.errors import WrongKeyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from store.crypto import Keyring

_CHECK = b"apabot"


class SealedColumns(NamedTuple):
    """A table's encrypted columns, and the SQL of the row's name in the associated data."""

    table: str
    row: str
    columns: tuple[str, ...]


SEALED = (
    SealedColumns("accounts", "name", ("key", "salt")),
    SealedColumns("identities", "label", ("name", "mobile", "idnum", "from_ip", "client_user_id", "bank_account")),
    SealedColumns("people", "user_id", ("name",)),
    SealedColumns("operations", "taskid", ("params", "answer")),
    SealedColumns("confirmations", "lower(hex(nonce_hash))", ("params",)),
    SealedColumns("kept_updates", "update_id", ("body",)),
    SealedColumns("drafts", "id", ("answers",)),
)


class Keys(Base):
    """Rotation of the keys."""

    async def rotate_keys(self) -> int:
        """Encrypt everything anew that is not under the first key; then the others may leave `SECRET_KEY`.

        The bot must not run beside it with the former keys: it would go on encrypting with them. Entries of the audit
        keep the codes that they have, for nothing may rewrite them: the head alone is signed anew, and once a former
        key is gone from `SECRET_KEY`, a verification says which entries it cannot check.

        Returns:
            How many values were encrypted anew.

        Raises:
            WrongKeyError: A value does not decrypt; nothing was changed.
        """
        keyring = self._keyring

        def rotate(connection: Connection) -> int:
            count = 0
            for table, column, rowid, row, sealed in sealed_values(connection):
                if sealed[:KEY_ID_BYTES] != keyring.primary:
                    fresh = keyring.seal(keyring.open(sealed, table, row, column), table, row, column)
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (fresh, rowid))
                    count += 1
            resign_head(connection, keyring)
            connection.execute("DELETE FROM key_checks WHERE key_id <> ?", (keyring.primary,))
            return count

        count = await self._write(rotate)
        # What was encrypted with a key that may be lost to somebody leaves the write-ahead log, too.
        await self.checkpoint()
        return count


def sealed_values(connection: Connection) -> Iterator[tuple[str, str, int, object, bytes]]:
    """All encrypted values: table, column, rowid, row name, sealed value."""
    for table, row, columns in SEALED:
        for column in columns:
            found = connection.execute(
                f"SELECT rowid, {row}, {column} FROM {table} WHERE {column} IS NOT NULL"
            ).fetchall()
            for rowid, name, sealed in found:
                yield table, column, rowid, name, sealed


def check_keys(connection: Connection, keyring: Keyring) -> None:
    """Refuse keys that cannot read what is stored, and note the first one as in use.

    A key that was in use once but encrypted nothing (a typing error, put right since) is forgotten.

    Raises:
        WrongKeyError: A key that is needed is missing.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        refuse_missing_keys(connection, keyring)
        check = keyring.seal(_CHECK, "key_checks", keyring.primary.hex(), "sealed")
        connection.execute("INSERT OR IGNORE INTO key_checks (key_id, sealed) VALUES (?, ?)", (keyring.primary, check))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def refuse_missing_keys(connection: Connection, keyring: Keyring) -> None:
    """Refuse keys that cannot read what is stored, inside a transaction; see `check_keys`."""
    checks = connection.execute("SELECT key_id, sealed FROM key_checks").fetchall()
    any_known = any(key_id in keyring for key_id, _ in checks)
    for key_id, sealed in checks:
        if key_id in keyring:
            keyring.open(sealed, "key_checks", key_id.hex(), "sealed")
        elif any_known and not _encrypts_something(connection, key_id):
            connection.execute("DELETE FROM key_checks WHERE key_id = ?", (key_id,))
        else:
            raise WrongKeyError("SECRET_KEY does not fit this database: put the key that it was made with back")


def _encrypts_something(connection: Connection, key_id: bytes) -> bool:
    head = read_head(connection)
    return (head is not None and head.key_id == key_id) or any(
        connection.execute(
            f"SELECT 1 FROM {table} WHERE substr({column}, 1, {KEY_ID_BYTES}) = ? LIMIT 1", (key_id,)
        ).fetchone()
        for table, _, columns in SEALED
        for column in columns
    )
