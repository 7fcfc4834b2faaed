"""Runs of schedules: each claimed once, looked after until it is over, and told of once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.base import Base
from store.schedule_rows import RUN_COLUMNS, MadeSnapshot, RunRow, StepRow, tell_of_schedule, void_schedule

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.schedule_rows import PausedWhy, ScheduleRow


class ScheduleRuns(Base):
    """The subject `schedules`: their runs."""

    async def claim_run(
        self,
        schedule: ScheduleRow,
        *,
        due_at: float,
        next_at: float | None,
        until: float,
        missed_since: float | None = None,
        missed: int = 0,
        run: bool = True,
    ) -> RunRow | None:
        """Begin a run, or note down that some were missed, and move the schedule on: one transaction.

        Args:
            schedule: as it was read; where it has moved on since, nothing is done.
            due_at: when it was due.
            next_at: when it is due again; None: never.
            until: when it is given up where a server stays busy or out of reach.
            missed_since: when the first was due that nobody did.
            missed: how many those were.
            run: whether anything is to be done now; else it is over at once, and the chat is told.

        Returns:
            The run; None where somebody else has claimed it, or the schedule was paused, deleted or ended.
        """
        now = self._now()

        def claim(connection: Connection) -> RunRow | None:
            moved = connection.execute(
                "UPDATE schedules SET next_at = ?, ended_at = ?, ended_how = ? WHERE id = ? AND next_at = ?",
                # A single one that was only reported is over.
                (
                    next_at,
                    None if run or next_at is not None else now,
                    None if run or next_at is not None else "done",
                    schedule.id,
                    schedule.next_at,
                ),
            ).rowcount
            if not moved:
                return None
            # Whoever was late from the start has been looked after only now.
            tried_at = due_at if missed_since is None else now
            row = connection.execute(
                "INSERT INTO schedule_runs (schedule_id, due_at, missed_since, missed, claimed_at, tried_at, "
                "next_try, until, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                f"ON CONFLICT DO NOTHING RETURNING {RUN_COLUMNS}",
                (schedule.id, due_at, missed_since, missed, now, tried_at, now, until, None if run else now),
            ).fetchone()
            if row is None:
                # The clock was put back, and this one was done before it.
                return None
            claimed = RunRow(*row)
            if run:
                connection.execute(
                    "INSERT INTO schedule_steps (run_id, account_id, guid) "
                    "SELECT ?, account_id, guid FROM schedule_servers WHERE schedule_id = ?",
                    (claimed.id, schedule.id),
                )
            else:
                _tell(connection, schedule, claimed, now=now)
            return claimed

        return await self._write(claim)

    def run(self, run_id: int) -> RunRow | None:
        """One run, None if unknown."""
        return next(iter(self._runs("id = ?", (run_id,))), None)

    def open_runs(self, now: float, *, limit: int = 100) -> list[RunRow]:
        """Runs that are not over and want to be looked after, the longest waiting first."""
        return self._runs("ended_at IS NULL AND next_try <= ? ORDER BY next_try, id LIMIT ?", (now, limit))

    def open_runs_before(self, schedule_id: int, run_id: int) -> list[RunRow]:
        """The runs of a schedule that are older than that one and not over."""
        return self._runs("schedule_id = ? AND id < ? AND ended_at IS NULL ORDER BY id", (schedule_id, run_id))

    def last_run(self, schedule_id: int, *, before: int | None = None) -> RunRow | None:
        """The newest run of a schedule; older than that run, if given."""
        return next(
            iter(
                self._runs(
                    "schedule_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY due_at DESC LIMIT 1", (schedule_id, before)
                )
            ),
            None,
        )

    def steps(self, run_id: int) -> list[StepRow]:
        """A run on each of its servers."""
        rows = self._rows(
            "SELECT account_id, guid, problem, over, until FROM schedule_steps WHERE run_id = ? "
            "ORDER BY account_id, guid",
            (run_id,),
        )
        return [
            StepRow(account_id, guid, problem, bool(over), until) for account_id, guid, problem, over, until in rows
        ]

    async def set_step(
        self, run_id: int, step: StepRow, *, problem: str | None, over: bool, until: float | None = None
    ) -> None:
        """Note down how a run stands on one server."""
        await self._change(
            "UPDATE schedule_steps SET problem = ?, over = ?, until = coalesce(?, until) "
            "WHERE run_id = ? AND account_id = ? AND guid = ?",
            (problem, int(over), until, run_id, step.account_id, step.guid),
        )

    async def touch_run(self, run_id: int, *, next_try: float, until: float | None = None) -> None:
        """Note down that somebody looked after a run just now, and when to look again; perhaps for longer."""
        await self._change(
            "UPDATE schedule_runs SET tried_at = ?, next_try = ?, until = coalesce(?, until) "
            "WHERE id = ? AND ended_at IS NULL",
            (self._now(), next_try, until, run_id),
        )

    async def end_run(self, run: RunRow, schedule: ScheduleRow, *, pause: PausedWhy | None = None) -> bool:
        """A run is over: its chat is to be told, and a schedule of only one run is over, too. True for one caller.

        Args:
            run: which.
            schedule: its schedule.
            pause: why the schedule must not go on, if so.
        """
        now = self._now()

        def end(connection: Connection) -> bool:
            ended = connection.execute(
                "UPDATE schedule_runs SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (now, run.id)
            ).rowcount
            if not ended:
                return False
            if pause is not None:
                paused = connection.execute(
                    "UPDATE schedules SET paused_at = ?, paused_why = ?, next_at = NULL "
                    "WHERE id = ? AND paused_at IS NULL AND ended_at IS NULL AND next_at IS NOT NULL",
                    (now, pause, schedule.id),
                ).rowcount
                if paused:
                    void_schedule(connection, self._keyring, schedule.id, now=now)
            connection.execute(
                "UPDATE schedules SET ended_at = ?, ended_how = 'done' "
                "WHERE id = ? AND next_at IS NULL AND paused_at IS NULL AND ended_at IS NULL",
                (now, schedule.id),
            )
            _tell(connection, schedule, run, now=now)
            return True

        return await self._write(end)

    async def keep_made_snapshot(
        self, schedule_id: int, account_id: int, guid: str, *, name: str, taskid: int, made_at: float
    ) -> None:
        """Remember a snapshot as a schedule's own; said twice, it is one."""
        await self._change(
            "INSERT OR IGNORE INTO schedule_snapshots (schedule_id, account_id, guid, name, taskid, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (schedule_id, account_id, guid, name, taskid, made_at),
        )

    def made_snapshots(self, schedule_id: int, account_id: int, guid: str) -> list[MadeSnapshot]:
        """The snapshots that a schedule made on a server and that are not known to be gone, the oldest first."""
        rows = self._rows(
            "SELECT name, taskid, made_at FROM schedule_snapshots WHERE schedule_id = ? AND account_id = ? "
            "AND guid = ? AND removed_at IS NULL ORDER BY made_at, taskid",
            (schedule_id, account_id, guid),
        )
        return [MadeSnapshot(*row) for row in rows]

    async def mark_snapshot_gone(self, schedule_id: int, account_id: int, guid: str, name: str) -> None:
        """A snapshot of a schedule is there no more: removed, expired or deleted by a person."""
        await self._change(
            "UPDATE schedule_snapshots SET removed_at = ? WHERE schedule_id = ? AND account_id = ? AND guid = ? "
            "AND name = ? AND removed_at IS NULL",
            (self._now(), schedule_id, account_id, guid, name),
        )

    async def purge_runs(self, before: float) -> int:
        """Forget runs that were over by then, except the newest of each schedule; how many there were."""

        def purge(connection: Connection) -> int:
            old = (
                "SELECT id FROM schedule_runs AS run WHERE ended_at < ? AND EXISTS (SELECT 1 FROM schedule_runs "
                "AS later WHERE later.schedule_id = run.schedule_id AND later.due_at > run.due_at)"
            )
            connection.execute(f"DELETE FROM schedule_steps WHERE run_id IN ({old})", (before,))
            return connection.execute(f"DELETE FROM schedule_runs WHERE id IN ({old})", (before,)).rowcount

        return await self._write(purge)

    def _runs(self, where: str, parameters: tuple[Any, ...]) -> list[RunRow]:
        return [
            RunRow(*row) for row in self._rows(f"SELECT {RUN_COLUMNS} FROM schedule_runs WHERE {where}", parameters)
        ]


def _tell(connection: Connection, schedule: ScheduleRow, run: RunRow, *, now: float) -> None:
    # The chat may have become another one since the schedule was read.
    chat_id, thread_id = connection.execute(
        "SELECT chat_id, thread_id FROM schedules WHERE id = ?", (schedule.id,)
    ).fetchone()
    tell_of_schedule(connection, chat_id, thread_id, {"run": run.id}, now=now)
