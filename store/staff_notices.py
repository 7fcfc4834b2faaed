"""What staff chats are told once and never again: outages, digests, and operations that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.base import Base
from store.notices import insert_notice, insert_staff_notices

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = "id, account_id, since, ended_at"


@dataclass(frozen=True, slots=True)
class OutageRow:
    """A time in which an account's list could not be read, and staff were told; open while `ended_at` is None."""

    id: int
    account_id: int
    since: float
    ended_at: float | None


class StaffNotices(Base):
    """The subjects `outages`, `digests` and `needs_human_reminders`."""

    def outage(self, outage_id: int) -> OutageRow | None:
        """One of them, None if unknown."""
        row = self._row(f"SELECT {_COLUMNS} FROM outages WHERE id = ?", (outage_id,))
        return None if row is None else OutageRow(*row)

    def open_outages(self) -> list[OutageRow]:
        """Those that last, the longest first."""
        return [
            OutageRow(*row)
            for row in self._rows(f"SELECT {_COLUMNS} FROM outages WHERE ended_at IS NULL ORDER BY since")
        ]

    def failing_accounts(self, longer_than: float) -> list[tuple[int, float]]:
        """Accounts whose list could not be read for so long, and of which no outage is kept: id, and since when.

        As long as lies between the first failure and the last one: nobody tried before and after them.
        """
        return self._rows(
            "SELECT account_id, failing_since FROM sync_states WHERE failed_at - failing_since >= ? AND NOT EXISTS "
            "(SELECT 1 FROM outages WHERE outages.account_id = sync_states.account_id AND ended_at IS NULL) "
            "ORDER BY account_id",
            (longer_than,),
        )

    async def begin_outage(self, account_id: int, since: float, kind: str) -> bool:
        """Keep an outage and its notice for each staff chat; False if one is open, or is over by now."""
        now = self._now()

        def begin(connection: Connection) -> bool:
            row = connection.execute(
                "INSERT INTO outages (account_id, since) SELECT account_id, failing_since FROM sync_states "
                "WHERE account_id = ? AND failing_since = ? ON CONFLICT DO NOTHING RETURNING id",
                (account_id, since),
            ).fetchone()
            if row is None:
                return False
            subject = {"outage": row[0], "over": False}
            insert_staff_notices(connection, account_id, kind, subject, dedupe_key=f"{kind}:{row[0]}", now=now)
            return True

        return await self._write(begin)

    async def end_outage(self, outage_id: int, kind: str) -> bool:
        """The account's list was read again: keep a notice for each staff chat; False if it is failing, or was over."""
        now = self._now()

        def end(connection: Connection) -> bool:
            row = connection.execute(
                "UPDATE outages SET ended_at = (SELECT listed_at FROM sync_states "
                " WHERE sync_states.account_id = outages.account_id) WHERE id = ? AND ended_at IS NULL AND EXISTS "
                " (SELECT 1 FROM sync_states WHERE sync_states.account_id = outages.account_id"
                " AND failing_since IS NULL AND listed_at IS NOT NULL) RETURNING account_id",
                (outage_id,),
            ).fetchone()
            if row is None:
                return False
            subject = {"outage": outage_id, "over": True}
            insert_staff_notices(connection, row[0], kind, subject, dedupe_key=f"{kind}:{outage_id}:over", now=now)
            return True

        return await self._write(end)

    def all_staff_chats(self) -> list[int]:
        """Every chat that is a staff chat of some account."""
        return [chat_id for (chat_id,) in self._rows("SELECT DISTINCT chat_id FROM staff ORDER BY chat_id")]

    def last_digest(self, chat_id: int) -> str | None:
        """The chat's own day (ISO) of its last digest; None for a chat that was never looked at."""
        row = self._row("SELECT day FROM digests WHERE chat_id = ?", (chat_id,))
        return None if row is None else row[0]

    async def begin_digests(self, chat_id: int, day: str) -> None:
        """The chat has none of that day (ISO) or before; does nothing for one that was looked at."""
        await self._change("INSERT OR IGNORE INTO digests (chat_id, day) VALUES (?, ?)", (chat_id, day))

    async def add_digest(self, chat_id: int, day: str, kind: str, *, next_at: float) -> bool:
        """Keep the notice of a day's digest; False if the chat has had it.

        Args:
            chat_id: The chat.
            day: The chat's own, ISO.
            kind: The notice's.
            next_at: Not before this time, unix seconds.
        """
        now = self._now()

        def add(connection: Connection) -> bool:
            fresh = connection.execute(
                "UPDATE digests SET day = ?1 WHERE chat_id = ?2 AND day < ?1", (day, chat_id)
            ).rowcount
            return bool(fresh) and insert_notice(
                connection,
                chat_id,
                kind,
                {"day": day},
                dedupe_key=f"{kind}:{chat_id}:{day}",
                next_at=next_at,
                now=now,
            )

        return await self._write(add)

    def unreminded(self, before: float) -> list[tuple[int, int]]:
        """Operations that need a person since before that time and nobody was reminded of: number and account."""
        return self._rows(
            "SELECT taskid, account_id FROM operations WHERE state = 'needs-human' AND ended_at < ? "
            "AND NOT EXISTS (SELECT 1 FROM needs_human_reminders AS told WHERE told.taskid = operations.taskid) "
            "AND EXISTS (SELECT 1 FROM staff WHERE staff.account_id = operations.account_id) ORDER BY ended_at",
            (before,),
        )

    async def remind_of_needs_human(self, taskid: int, account_id: int, kind: str) -> bool:
        """Keep a notice about an operation for each staff chat; False if they were reminded before."""
        now = self._now()

        def remind(connection: Connection) -> bool:
            fresh = connection.execute(
                "INSERT OR IGNORE INTO needs_human_reminders (taskid, told_at) VALUES (?, ?)", (taskid, now)
            ).rowcount
            if fresh:
                key = f"{kind}:{taskid}"
                insert_staff_notices(connection, account_id, kind, {"taskid": taskid}, dedupe_key=key, now=now)
            return bool(fresh)

        return await self._write(remind)
