"""What can go wrong in the store: one tree, and the one place where the driver's errors become ours.

Every `str()` is one line that says what happened and what to do; none carries a stored value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.driver import sqlite3

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path


class StoreError(Exception):
    """Root of all errors that the store raises."""


class NotADatabaseError(StoreError):
    """The file is no SQLite database, or not one of apabot's."""


class TooNewError(StoreError):
    """The database was written by a newer apabot."""


class TooOldSqliteError(StoreError):
    """The SQLite that Python found corrupts databases under our use."""


class WrongKeyError(StoreError):
    """A value cannot be decrypted with the keys that were given."""


class StoreUnavailableError(StoreError):
    """The database cannot be used now (disk full, read-only, locked, I/O error, closed). Nothing was written."""


class CorruptError(StoreError):
    """The database file is damaged."""


class DuplicateError(StoreError):
    """There is one already.

    Attributes:
        what: What exists: `account`, `identity`, `dedupe`, `order`, or the column's name.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}: there is one already; use that one or choose another name")


class NotFoundError(StoreError):
    """There is no such thing.

    Attributes:
        what: What was looked for.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}: not found; check the spelling, or add it first")


class ServerBusyError(StoreError):
    """The server has an operation that bars the new one.

    Attributes:
        taskid: That operation.
        needs_human: It waits for a person's decision, which bars what is paid or destructive; else it is open.
    """

    def __init__(self, taskid: int, *, needs_human: bool = False) -> None:
        self.taskid = taskid
        self.needs_human = needs_human
        if needs_human:
            super().__init__(f"operation {taskid} on this server waits for a person's decision; settle it first")
        else:
            super().__init__(f"operation {taskid} is still open on this server; wait until it has ended")


class LastOwnerError(StoreError):
    """The change would leave a group without an owner."""

    def __init__(self) -> None:
        super().__init__("this is the group's last owner; make somebody else owner first")


class LostLeaseError(StoreError):
    """The operation is in another state or in other hands than the caller believes; let go of it.

    Attributes:
        taskid: The operation.
    """

    def __init__(self, taskid: int) -> None:
        self.taskid = taskid
        super().__init__(f"operation {taskid} is not held by this process any more; read it again")


class WrongStateError(StoreError):
    """The operation's state does not allow this.

    Attributes:
        taskid: The operation.
        state: The state it is in.
    """

    def __init__(self, taskid: int, state: str) -> None:
        self.taskid = taskid
        self.state = state
        super().__init__(f"operation {taskid} is {state}; only one that is needs-human can be settled")


class AlreadyUsedError(StoreError):
    """The confirmation has ended.

    Attributes:
        how: `pressed`, `cancelled`, `expired` or `void`.
    """

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(f"this confirmation has ended ({how}); ask for a fresh one")


class CreditTooLowError(StoreError):
    """The identity's credit does not reach; nothing was written.

    Attributes:
        available: What it could spend, in CNY.
        needed: What it would have had to.
    """

    def __init__(self, available: Decimal, needed: Decimal) -> None:
        self.available = available
        self.needed = needed
        super().__init__(f"the credit is too low: {needed} CNY are needed, {available} are available; top it up")


class TooManyError(StoreError):
    """There are as many as there may be; nothing was written.

    Attributes:
        most: How many that is.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"there are {most} already, and not more are kept")


class LimitReachedError(StoreError):
    """The identity's limit of this month does not reach; nothing was written.

    Attributes:
        left: What may still be spent this month, in CNY.
        needed: What would have been.
    """

    def __init__(self, left: Decimal, needed: Decimal) -> None:
        self.left = left
        self.needed = needed
        super().__init__(f"the monthly limit is reached: {needed} CNY are needed, {left} are left; raise it, or wait")


class NoStaffError(StoreError):
    """The account has no staff chat, so nobody could approve."""

    def __init__(self) -> None:
        super().__init__("the account has no staff chat: name one with `apabot chat staff`")


class ApprovalEndedError(StoreError):
    """The approval has ended.

    Attributes:
        how: `approved`, `declined`, `expired` or `void`.
    """

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(f"this approval has ended ({how}); ask for it again")


_DUPLICATES = {
    "accounts.name": "account",
    "identities.label": "identity",
    "operations.dedupe_key": "dedupe",
    "operations.order_no": "order",
}

_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space",
    sqlite3.SQLITE_READONLY: "the database is read-only: make the file and its folder writable for this user",
    sqlite3.SQLITE_BUSY: "the database is locked by another program: end it, or try again",
    sqlite3.SQLITE_LOCKED: "the database is locked: try again",
    sqlite3.SQLITE_IOERR: "the disk reports an I/O error: check the disk and its free space",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened: check that the folder exists and is writable",
    sqlite3.SQLITE_PERM: "the database may not be accessed: check the permissions of the file",
    sqlite3.SQLITE_NOMEM: "out of memory: free some memory",
    sqlite3.SQLITE_PROTOCOL: "the database's locks do not work: keep it on a local disk",
    sqlite3.SQLITE_INTERRUPT: "the statement was interrupted: try again",
}

# The driver hands over extended codes in newer versions; the lowest byte is the plain code.
_PLAIN_CODE = 0xFF


def from_sqlite(error: sqlite3.Error) -> StoreError:
    """Say in the store's words what the driver reports.

    Args:
        error: What the driver raised. Its text names tables and columns, never values.

    Returns:
        The error to raise in its place.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # Raised by the Python side of the driver: a closed connection or the wrong thread.
        return StoreUnavailableError(f"the database connection cannot be used: {error}")
    code &= _PLAIN_CODE
    if code in _UNAVAILABLE:
        return StoreUnavailableError(_UNAVAILABLE[code])
    if code == sqlite3.SQLITE_CORRUPT:
        return CorruptError("the database is damaged: restore a backup")
    if code == sqlite3.SQLITE_NOTADB:
        return NotADatabaseError("the file is not an SQLite database: give the path of apabot's own")
    return _refused(str(error))


def _refused(text: str) -> StoreError:
    if text.startswith("UNIQUE constraint failed: "):
        column = text.removeprefix("UNIQUE constraint failed: ")
        return DuplicateError(_DUPLICATES.get(column, column))
    if text.startswith("FOREIGN KEY constraint failed"):
        return NotFoundError("the row that this one refers to")
    return StoreError(f"the database refused the statement: {text}")


def foreign_file(path: Path, why: str) -> NotADatabaseError:
    """The error for a file that is somebody else's."""
    return NotADatabaseError(f"{path} {why}: give the path of apabot's own database; the file was left as it is")
