"""Reading the whole audit: whether every entry is there, unchanged and in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.audit import GENESIS, entry_message, read_head
from store.base import Base
from store.driver import sqlite3
from store.errors import from_sqlite
from store.ledger import AuditReport

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.audit import Head
    from store.crypto import Keyring

# A report that names more than this is not read anyway, and a wholly broken audit must fit into the memory.
_MOST_PROBLEMS = 200
# What the entries of a kind tell, as rows to compare with; an edited entry may be no JSON, or tell nothing.
_TELLS = """
    SELECT {values} FROM (
        SELECT id AS entry, CASE WHEN json_valid(data) THEN data END AS told FROM audit WHERE kind IN ({kinds})
    ) WHERE told ->> '{first}' IS NOT NULL
"""
_CONFIRMED = _TELLS.format(
    values="""
        entry, told ->> 'taskid' AS taskid, told ->> 'identity' AS identity_id, told ->> 'guid' AS guid,
        told ->> 'order_no' AS order_no, told ->> 'fen' AS price_fen, told ->> 'funding' AS funding
    """,
    first="taskid",
    kinds="'confirmed'",
)
_ENDED = _TELLS.format(
    values="told ->> 'taskid', coalesce(told ->> 'state', '')", first="taskid", kinds="'ended', 'settled'"
)
_TOPPED_UP = _TELLS.format(
    values="entry, told ->> 'top_up' AS id, told ->> 'identity' AS identity_id, told ->> 'fen' AS fen",
    first="top_up",
    kinds="'top-up'",
)
# Both ways: what there is must be in the audit, and what the audit tells must be there, whose it was and for as much.
# Older operations than the audit have no entries; which those are, an entry says better than a time in the same row.
_DIFFERENCES = f"""
    WITH confirmed AS ({_CONFIRMED}), topped_up AS ({_TOPPED_UP})
    SELECT 'no entry tells that operation ' || taskid || ' was confirmed' FROM operations
        WHERE created_at >= ?1 AND taskid NOT IN (SELECT taskid FROM confirmed)
    UNION ALL
    SELECT 'operation ' || confirmed.taskid || iif(
            operations.taskid IS NULL, ', of which entry ' || entry || ' tells, is missing',
            ' is not as entry ' || entry || ' tells it'
        )
        FROM confirmed LEFT JOIN operations USING (taskid)
        WHERE operations.taskid IS NULL
            OR (operations.identity_id, operations.guid, operations.order_no, operations.price_fen, operations.funding)
            IS NOT (confirmed.identity_id, confirmed.guid, confirmed.order_no, confirmed.price_fen, confirmed.funding)
    UNION ALL
    SELECT 'no entry tells that operation ' || taskid || ' is ' || state FROM operations
        WHERE (created_at >= ?1 OR taskid IN (SELECT taskid FROM confirmed)) AND ended_at IS NOT NULL
            AND (taskid, state) NOT IN ({_ENDED})
    UNION ALL
    SELECT 'no entry tells of top-up ' || id FROM top_ups WHERE id NOT IN (SELECT id FROM topped_up)
    UNION ALL
    SELECT 'top-up ' || topped_up.id || iif(
            top_ups.id IS NULL, ', of which entry ' || entry || ' tells, is missing',
            ' is not as entry ' || entry || ' tells it'
        )
        FROM topped_up LEFT JOIN top_ups USING (id)
        WHERE top_ups.id IS NULL
            OR (top_ups.identity_id, top_ups.fen) IS NOT (topped_up.identity_id, topped_up.fen)
"""


class Audit(Base):
    """The subject `audit`, as a whole. Its entries are written by whatever they tell of."""

    def verify_audit(self) -> AuditReport:
        """Read the audit from its beginning and say what is wrong with it.

        Found are entries that were edited, deleted, inserted, put elsewhere or cut off, a head that was edited or taken
        away; operations and top-ups that the audit does not know, and those that it knows and that are gone or are
        not what it tells: whose, on which server, at which price, under which order number, how they ended. Older
        operations than the audit are left out. Entries under a key that is not in `SECRET_KEY` are named as not
        checked. Takes as long as reading the table: for the command line, not for a bot at work.

        Raises:
            StoreError: The file cannot be read.
        """
        try:
            # One snapshot for the head, the entries and the operations, while others go on writing.
            self._reader.execute("BEGIN")
            try:
                return _Verification(self._reader, self._keyring).run()
            finally:
                self._reader.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise from_sqlite(error) from error


class _Verification:
    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring
        self._problems: list[str] = []
        self._unnamed = 0
        self._entries = 0
        self._last_id = 0
        self._last_mac = GENESIS
        self._unchecked: tuple[int, int] | None = None

    def run(self) -> AuditReport:
        head = read_head(self._connection)
        # Row by row: the table is never in the memory as a whole.
        for entry_id, at, kind, data, key_id, mac in self._connection.execute(
            "SELECT id, at, kind, data, key_id, mac FROM audit ORDER BY id"
        ):
            self._entry(entry_id, entry_message(self._last_mac, entry_id, at, kind, data), key_id, mac)
        self._name_unchecked()
        self._head(head)
        if head is not None:
            self._tables(head.since)
        if self._unnamed:
            self._problems.append(f"and {self._unnamed} more")
        return AuditReport(self._entries, self._last_mac.hex(), self._problems)

    def _entry(self, entry_id: int, message: bytes, key_id: bytes, mac: bytes) -> None:
        if entry_id != self._last_id + 1:
            self._found(f"before entry {entry_id}, {entry_id - self._last_id - 1} are missing")
        if key_id not in self._keyring:
            self._unchecked = (self._unchecked[0] if self._unchecked else entry_id, entry_id)
        else:
            self._name_unchecked()
            if not self._keyring.fits(message, key_id, mac):
                self._found(f"entry {entry_id} was edited, or does not follow the one before it")
        self._entries += 1
        self._last_id, self._last_mac = entry_id, mac

    def _name_unchecked(self) -> None:
        if self._unchecked is not None:
            first, last = self._unchecked
            self._found(
                f"entries {first} to {last} cannot be checked: their key is not in SECRET_KEY; "
                "add the former key to the end"
            )
            self._unchecked = None

    def _head(self, head: Head | None) -> None:
        if head is None:
            self._found("the head is missing: entries may have been cut off")
            return
        if head.key_id not in self._keyring:
            self._found("the head cannot be checked: its key is not in SECRET_KEY; add the former key to the end")
        elif not self._keyring.fits(head.message(), head.key_id, head.mac):
            self._found("the head was edited")
        if (head.entries, head.last_id, head.last_mac) != (self._entries, self._last_id, self._last_mac):
            self._found(
                f"the head knows {head.entries} entries up to {head.last_id}, "
                f"there are {self._entries} up to {self._last_id}: some were cut off or added"
            )

    def _tables(self, since: float) -> None:
        for (problem,) in self._connection.execute(_DIFFERENCES, (since,)):
            self._found(problem)

    def _found(self, problem: str) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._unnamed += 1
