"""Assignments: whose server it is. The engine lists every server of the account, so ownership is ours to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base, require
from store.endings import forget_server, void_where
from store.records import AssignmentRow
from store.renewal_stops import stop_renewals
from store.schedule_rows import leave_schedules

if TYPE_CHECKING:
    from sqlite3 import Connection


class Assignments(Base):
    """The subject `assignments`."""

    async def assign(self, account_id: int, guid: str, identity_id: int) -> int | None:
        """Give a server to an identity; a change of owner voids what is open on it and stops its auto-renewal.

        Returns:
            The identity that had it before, None if nobody had.

        Raises:
            NotFoundError: `identity of this account`: unknown, erased, or another account's.
        """
        now = self._now()

        return await self._write(lambda connection: self._give(connection, account_id, guid, identity_id, now=now))

    async def unassign(self, account_id: int, guid: str) -> int | None:
        """Take a server from its identity and void what is open on it; returns that identity, if any."""
        now = self._now()

        def change(connection: Connection) -> int | None:
            previous = owner_of(connection, account_id, guid)
            if previous is not None:
                connection.execute("DELETE FROM assignments WHERE account_id = ? AND guid = ?", (account_id, guid))
                self._void(connection, account_id, guid, now=now)
            return previous

        return await self._write(change)

    def assignment(self, account_id: int, guid: str) -> int | None:
        """The identity that a server is assigned to."""
        row = self._row("SELECT identity_id FROM assignments WHERE account_id = ? AND guid = ?", (account_id, guid))
        return None if row is None else row[0]

    def assignments(self, *, identity_id: int | None = None) -> list[AssignmentRow]:
        """All assignments; of one identity if given."""
        rows = self._rows(
            "SELECT account_id, guid, identity_id, created_at FROM assignments "
            "WHERE ?1 IS NULL OR identity_id = ?1 ORDER BY account_id, guid",
            (identity_id,),
        )
        return [AssignmentRow(*row) for row in rows]

    def _give(self, connection: Connection, account_id: int, guid: str, identity_id: int, *, now: float) -> int | None:
        """Assign inside a transaction; see `assign`."""
        require(
            connection,
            "SELECT 1 FROM identities WHERE id = ? AND account_id = ? AND erased_at IS NULL",
            (identity_id, account_id),
            "identity of this account",
        )
        previous = owner_of(connection, account_id, guid)
        if previous != identity_id:
            connection.execute(
                "INSERT INTO assignments (account_id, guid, identity_id, created_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account_id, guid) DO UPDATE "
                "SET identity_id = excluded.identity_id, created_at = excluded.created_at",
                (account_id, guid, identity_id, now),
            )
            self._void(connection, account_id, guid, now=now)
        return previous

    def _void(self, connection: Connection, account_id: int, guid: str, *, now: float) -> None:
        server = {"account_id": account_id, "guid": guid}
        where = "account_id = :account_id AND guid = :guid"
        void_where(connection, self._keyring, where, server, now=now)
        stop_renewals(connection, self._keyring, where, server, how="assignment", now=now)
        leave_schedules(connection, self._keyring, where, server, now=now)
        forget_server(connection, account_id, guid)


def owner_of(connection: Connection, account_id: int, guid: str) -> int | None:
    """The identity that a server is assigned to, inside a transaction."""
    row = connection.execute(
        "SELECT identity_id FROM assignments WHERE account_id = ? AND guid = ?", (account_id, guid)
    ).fetchone()
    return None if row is None else row[0]
