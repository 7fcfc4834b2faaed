"""Schedules: what is to be done by itself, and when. `schedule_runs` is what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.audit import append_audit
from store.base import Base, money, money_text
from store.errors import NotFoundError, TooManyError
from store.schedule_rows import SCHEDULE_COLUMNS, ScheduleRow, ScheduleServer, void_schedule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from store.schedule_rows import Missed, PausedWhy

MOST_SCHEDULES = 50
"""Schedules that a chat may have."""


class Schedules(Base):
    """The subject `schedules`."""

    async def add_schedule(
        self,
        *,
        chat_id: int,
        thread_id: int | None,
        user_id: int,
        language: str,
        action: str,
        rhythm: str,
        timezone: str,
        next_at: float,
        missed: Missed,
        servers: Sequence[ScheduleServer],
        days: int | None = None,
        months: int | None = None,
        keep: int | None = None,
        draft_id: int | None = None,
    ) -> int:
        """Set a schedule; see `ScheduleRow`. With a draft it takes that one's place, so that it is set once.

        Returns:
            Its number.

        Raises:
            TooManyError: The chat has `MOST_SCHEDULES` already.
            NotFoundError: `draft`: it was used or forgotten.
            ValueError: No server.
        """
        if not servers:
            raise ValueError("a schedule without a server")
        values: dict[str, Any] = {
            "chat_id": chat_id,
            "thread_id": thread_id,
            "user_id": user_id,
            "language": language,
            "action": action,
            "days": days,
            "months": months,
            "rhythm": rhythm,
            "timezone": timezone,
            "keep": keep,
            "missed": missed,
            "next_at": next_at,
            "created_at": self._now(),
        }

        def add(connection: Connection) -> int:
            if draft_id is not None:
                dropped = connection.execute("DELETE FROM drafts WHERE id = ?", (draft_id,)).rowcount
                if not dropped:
                    raise NotFoundError("draft")
            count = "SELECT count(*) FROM schedules WHERE chat_id = ? AND ended_at IS NULL"
            if connection.execute(count, (chat_id,)).fetchone()[0] >= MOST_SCHEDULES:
                raise TooManyError(MOST_SCHEDULES)
            names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
            cursor = connection.execute(f"INSERT INTO schedules ({names}) VALUES ({marks})", values)
            schedule_id = int(cursor.lastrowid or 0)
            connection.executemany(
                "INSERT INTO schedule_servers (schedule_id, account_id, guid, identity_id, price) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (schedule_id, each.account_id, each.guid, each.identity_id, money_text(each.price))
                    for each in servers
                ],
            )
            told = [
                {"account": each.account_id, "guid": each.guid, "price": money_text(each.price)} for each in servers
            ]
            data = {"schedule": schedule_id, **values, "servers": told}
            # A permission that lasts.
            append_audit(connection, self._keyring, "schedule-set", data, now=values["created_at"])
            return schedule_id

        return await self._write(add)

    def schedule(self, schedule_id: int) -> ScheduleRow | None:
        """One schedule, ended ones included; None if unknown."""
        return next(iter(self._schedules("id = ?", (schedule_id,))), None)

    def schedules(self, chat_id: int) -> list[ScheduleRow]:
        """A chat's schedules that have not ended: the next to run first, paused ones last."""
        return self._schedules("chat_id = ? AND ended_at IS NULL ORDER BY next_at IS NULL, next_at, id", (chat_id,))

    def schedule_servers(self, schedule_id: int) -> list[ScheduleServer]:
        """The servers that a schedule has now."""
        rows = self._rows(
            "SELECT account_id, guid, identity_id, price FROM schedule_servers WHERE schedule_id = ? "
            "ORDER BY account_id, guid",
            (schedule_id,),
        )
        return [
            ScheduleServer(account_id, guid, identity_id, money(price)) for account_id, guid, identity_id, price in rows
        ]

    def due_schedules(self, now: float, *, limit: int = 100) -> list[ScheduleRow]:
        """What is due, the longest first."""
        return self._schedules("next_at <= ? ORDER BY next_at, id LIMIT ?", (now, limit))

    async def pause_schedule(self, schedule_id: int, why: PausedWhy) -> bool:
        """Let a schedule rest; what it waits for a yes to is void. False if it does, or nothing of it is to come."""
        now = self._now()
        return await self._stop(
            schedule_id,
            "UPDATE schedules SET paused_at = ?, paused_why = ?, next_at = NULL WHERE id = ? AND next_at IS NOT NULL",
            (now, why, schedule_id),
            now=now,
        )

    async def resume_schedule(self, schedule_id: int, next_at: float) -> bool:
        """Let a paused schedule run again; False if it was not paused."""
        return bool(
            await self._change(
                "UPDATE schedules SET paused_at = NULL, paused_why = NULL, next_at = ? "
                "WHERE id = ? AND paused_at IS NOT NULL AND ended_at IS NULL",
                (next_at, schedule_id),
            )
        )

    async def set_missed(self, schedule_id: int, missed: Missed) -> bool:
        """Choose what becomes of runs that were missed; False if it is over."""
        return bool(
            await self._change(
                "UPDATE schedules SET missed = ? WHERE id = ? AND ended_at IS NULL", (missed, schedule_id)
            )
        )

    async def delete_schedule(self, schedule_id: int) -> bool:
        """End a schedule; what is begun goes on, what waits for a yes is void. False if it is over already."""
        now = self._now()
        return await self._stop(
            schedule_id,
            "UPDATE schedules SET ended_at = ?, ended_how = 'deleted', next_at = NULL "
            "WHERE id = ? AND ended_at IS NULL",
            (now, schedule_id),
            now=now,
        )

    async def _stop(self, schedule_id: int, sql: str, parameters: tuple[Any, ...], *, now: float) -> bool:
        def stop(connection: Connection) -> bool:
            stopped = bool(connection.execute(sql, parameters).rowcount)
            if stopped:
                void_schedule(connection, self._keyring, schedule_id, now=now)
            return stopped

        return await self._write(stop)

    def _schedules(self, where: str, parameters: tuple[Any, ...]) -> list[ScheduleRow]:
        rows = self._rows(f"SELECT {SCHEDULE_COLUMNS} FROM schedules WHERE {where}", parameters)
        return [ScheduleRow(*row) for row in rows]
