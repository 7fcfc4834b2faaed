"""Notices on their way: whose turn it is, who is at it, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.base import Base
from store.notices import NOTICE_COLUMNS, WAITING, read_notice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from sqlite3 import Connection

    from store.ledger import NoticeRow

# Rows deleted in one commit: a long one would keep the commits of answers waiting.
_PURGE_ROWS = 200
_REACHABLE = "NOT EXISTS (SELECT 1 FROM chats WHERE chat_id = :chat AND blocked_at IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Turn:
    """A chat that has something waiting: what is urgent, or what is not."""

    chat_id: int
    urgent: bool


class NoticeDelivery(Base):
    """The subject `notice_turns`, and what delivery writes into `notices`.

    A chat has a turn in each lane, urgent and not. Taking one takes the lane's oldest due notice and nothing else, and
    when that is dealt with the chat stands behind all others whose time has come: five hundred notices for one chat
    keep nobody else waiting.
    """

    def notice_turns(self, now: float, *, limit: int) -> list[Turn]:
        """Whose turn it is, the urgent first, then in the order they came; never reads more than `limit` rows."""
        turns: list[Turn] = []
        for urgent in (True, False):
            rows = self._rows(
                "SELECT chat_id FROM notice_turns WHERE urgent = ? AND at <= ? ORDER BY at LIMIT ?",
                (int(urgent), now, limit - len(turns)),
            )
            turns.extend(Turn(chat_id, urgent) for (chat_id,) in rows)
        return turns

    async def claim_notices(
        self,
        turns: Collection[Turn],
        owner: str,
        until: float,
        now: float,
        *,
        rests: Mapping[Turn, float] | None = None,
    ) -> list[NoticeRow]:
        """Take the oldest due notice of each turn, in one commit; nobody else gets it until the claim runs out.

        Args:
            turns: Whose turn it is.
            owner: The process.
            until: When the claims run out (unix seconds).
            now: Unix seconds.
            rests: Turns that are put off until a time instead, since the chat may not be written to yet.

        Returns:
            What was taken. A turn for which nothing is due, or whose notice another process has, brings nothing.
        """

        def claim(connection: Connection) -> list[NoticeRow]:
            for turn, at in (rests or {}).items():
                _settle_turn(connection, turn, not_before=at)
            taken = (_claim(connection, turn, owner=owner, until=until, now=now) for turn in turns)
            return [notice for notice in taken if notice is not None]

        return await self._write(claim)

    async def renew_notice_claims(self, notice_ids: Collection[int], owner: str, until: float) -> None:
        """Keep what is still under way."""
        await self._change(
            "UPDATE notices SET claim_until = ? WHERE id IN (SELECT value FROM json_each(?)) AND claim_owner = ?",
            (until, json.dumps(list(notice_ids)), owner),
        )

    async def begin_notice(self, notice: NoticeRow, owner: str) -> bool:
        """Note that it is handed to Telegram now and may arrive; asked again about the same claim it counts once.

        Returns:
            False if it is not this process' any more, and must not be sent.
        """
        return bool(
            await self._change(
                f"UPDATE notices SET sends = ? WHERE id = ? AND claim_owner = ? AND {WAITING}",
                (notice.sends + 1, notice.id, owner),
            )
        )

    async def mark_notice_delivered(self, notice_id: int, message_id: int | None) -> None:
        """The chat was told, by this message; None: it may have been, and is not told again."""
        now = self._now()

        def hear(connection: Connection) -> None:
            connection.execute("UPDATE told_conditions SET heard_at = ? WHERE notice_id = ?", (now, notice_id))

        await self._end(notice_id, {"delivered_at": now, "message_id": message_id}, not_before=now, also=hear)

    async def give_up_notice(self, notice_id: int, *, unheard: bool = False) -> None:
        """It will not be delivered.

        Args:
            notice_id: The notice.
            unheard: Whether it was true still: what it reminded of may be told again at the next round. Trouble may be
                when the notice is purged, or it would be tried every few seconds where it is refused each time.
        """
        now = self._now()

        def forget(connection: Connection) -> None:
            row = connection.execute("SELECT kind, subject FROM notices WHERE id = ?", (notice_id,)).fetchone()
            if row is not None:
                _forget_reminders(connection, notice_id, *row)

        await self._end(notice_id, {"given_up_at": now}, not_before=now, also=forget if unheard else None)

    async def postpone_notice(self, notice_id: int, next_at: float) -> None:
        """It is not to be told yet: let go of it until then. Others of its chat may go before it."""
        await self._end(notice_id, {"next_at": next_at}, not_before=self._now())

    async def release_notice(self, notice: NoticeRow, *, rest_until: float, arrived: bool) -> None:
        """It could not be told: let go of it. Its chat rests until then, so that the order stays.

        Args:
            notice: As it was claimed.
            rest_until: Unix seconds.
            arrived: Whether it may have arrived nevertheless.
        """
        await self._end(notice.id, {"sends": notice.sends + arrived}, not_before=rest_until)

    async def release_notices(self, owner: str) -> None:
        """Let go of everything that a process holds: it ends, and the next one need not wait for the claims."""
        now = self._now()

        def release(connection: Connection) -> None:
            held = connection.execute(
                "UPDATE notices SET claim_owner = NULL, claim_until = NULL WHERE claim_owner = ? "
                "RETURNING chat_id, urgent",
                (owner,),
            ).fetchall()
            for chat_id, urgent in held:
                _settle_turn(connection, Turn(chat_id, bool(urgent)), not_before=now)

        await self._write(release)

    async def give_up_old_notices(self, before: float) -> int:
        """Give up what has been due since before that time and could not be told; how many that were.

        Whatever is still so counts as untold again.
        """
        now = self._now()

        def give_up(connection: Connection) -> int:
            rows = connection.execute(
                f"UPDATE notices SET given_up_at = ?1, claim_owner = NULL, claim_until = NULL WHERE {WAITING} "
                "AND next_at < ?2 AND (claim_owner IS NULL OR claim_until <= ?1) RETURNING id, kind, subject",
                (now, before),
            ).fetchall()
            for notice_id, kind, subject in rows:
                _forget_reminders(connection, notice_id, kind, subject)
                _forget_trouble(connection, notice_id)
            return len(rows)

        return await self._write(give_up)

    async def purge_notices(self, before: float) -> int:
        """Delete what was delivered or given up before that time, some at a time; how many that were.

        Trouble that was not heard of from them counts as untold again.
        """

        def purge(connection: Connection) -> int:
            rows = connection.execute(
                "SELECT id FROM notices WHERE coalesce(delivered_at, given_up_at) < ? "
                "AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL) LIMIT ?",
                (before, _PURGE_ROWS),
            ).fetchall()
            for (notice_id,) in rows:
                _forget_trouble(connection, notice_id)
            connection.executemany("DELETE FROM notices WHERE id = ?", rows)
            return len(rows)

        purged = 0
        while True:
            deleted = await self._write(purge)
            purged += deleted
            if deleted < _PURGE_ROWS:
                return purged

    async def _end(
        self,
        notice_id: int,
        changes: Mapping[str, Any],
        *,
        not_before: float,
        also: Callable[[Connection], None] | None = None,
    ) -> None:
        """End this process' turn with a notice: what came of it, and when the chat's next turn is."""
        columns = ", ".join(f"{column} = :{column}" for column in changes)

        def end(connection: Connection) -> None:
            row = connection.execute(
                f"UPDATE notices SET {columns}, claim_owner = NULL, claim_until = NULL WHERE id = :id "
                "RETURNING chat_id, urgent",
                {**changes, "id": notice_id},
            ).fetchone()
            if row is not None:
                _settle_turn(connection, Turn(row[0], bool(row[1])), not_before=not_before)
            if also is not None:
                also(connection)

        await self._write(end)


def _forget_reminders(connection: Connection, notice_id: int, kind: str, subject: str) -> None:
    """Let the next round tell what a notice was to remind of."""
    if kind == "reminders":
        # Reminders outlive their notices, whose numbers may come again.
        connection.execute(
            "DELETE FROM reminders WHERE notice_id = ? AND at = ?", (notice_id, float(json.loads(subject)["at"]))
        )


def _forget_trouble(connection: Connection, notice_id: int) -> None:
    """Let a chat be told of trouble that it has not heard of; of what is over it need not be."""
    connection.execute(
        "DELETE FROM told_conditions WHERE notice_id = ? AND heard_at IS NULL AND over_at IS NULL", (notice_id,)
    )


def _claim(connection: Connection, turn: Turn, *, owner: str, until: float, now: float) -> NoticeRow | None:
    lane = {"chat": turn.chat_id, "urgent": int(turn.urgent), "now": now}
    if connection.execute(
        "SELECT 1 FROM notices WHERE claim_owner IS NOT NULL AND chat_id = :chat AND urgent = :urgent "
        "AND claim_until > :now",
        lane,
    ).fetchone():
        # One at a time, so that a chat hears things in their order.
        _settle_turn(connection, turn, not_before=now, claimed=True)
        return None
    row = connection.execute(
        f"UPDATE notices SET claim_owner = :owner, claim_until = :until, attempts = attempts + 1 WHERE id = ("
        f"SELECT id FROM notices WHERE chat_id = :chat AND urgent = :urgent AND {WAITING} AND next_at <= :now "
        f"AND {_REACHABLE} ORDER BY next_at, id LIMIT 1) RETURNING {NOTICE_COLUMNS}",
        {**lane, "owner": owner, "until": until},
    ).fetchone()
    _settle_turn(connection, turn, not_before=now, claimed=True)
    return None if row is None else read_notice(row)


def _settle_turn(connection: Connection, turn: Turn, *, not_before: float, claimed: bool = False) -> None:
    """Say when a chat's lane is to be looked at again.

    Args:
        connection: The writer's.
        turn: The lane.
        not_before: Not earlier than this.
        claimed: Whether somebody is at it: then when the claim runs out, for whoever finds it abandoned.
    """
    lane = {"chat": turn.chat_id, "urgent": int(turn.urgent), "not_before": not_before}
    mine = "chat_id = :chat AND urgent = :urgent"
    at = None
    if claimed:
        (at,) = connection.execute(
            f"SELECT max(claim_until) FROM notices WHERE claim_owner IS NOT NULL AND {mine}", lane
        ).fetchone()
    if at is None:
        row = connection.execute(
            f"SELECT max(next_at, :not_before) FROM notices WHERE {mine} AND {WAITING} AND {_REACHABLE} "
            "ORDER BY next_at LIMIT 1",
            lane,
        ).fetchone()
        at = None if row is None else row[0]
    if at is None:
        connection.execute(f"DELETE FROM notice_turns WHERE {mine}", lane)
    else:
        connection.execute("INSERT OR REPLACE INTO notice_turns VALUES (:chat, :urgent, :at)", {**lane, "at": at})
