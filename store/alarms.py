"""Alarms: which chats were told of which trouble, and of its end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from store.audiences import hearers
from store.base import Base
from store.condition_rows import CONDITION_COLUMNS, ConditionRow, read_condition
from store.maintenance import window_of
from store.mutes import mute_of
from store.notices import insert_notice
from store.preferences import PreferencesRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

NOTICE_KIND = "alerts"
_DEFAULT_KINDS = ",".join(sorted(PreferencesRow().alert_kinds))
_OVER = "over_at IS NOT NULL AND settled_at IS NULL"
# A chat that wants to hear of a condition's kind, and not to be left alone with its server.
_WANTS = (
    f"instr(',' || coalesce((SELECT alert_kinds FROM preferences WHERE preferences.chat_id = chats.chat_id), "
    f"'{_DEFAULT_KINDS}') || ',', ',' || conditions.kind || ',') "
    f"AND NOT EXISTS ({mute_of('conditions', 'chats.chat_id', ':now')})"
)
_NO_WINDOW = f"NOT EXISTS ({window_of('conditions', 'chats.chat_id', ':now')})"
_UNTOLD = f"""
    SELECT chats.chat_id, conditions.id
    FROM conditions JOIN chats ON chats.chat_id IN ({hearers("conditions")})
    WHERE conditions.raised_at IS NOT NULL AND conditions.cleared_at IS NULL
        AND conditions.read_at >= :seen_since AND chats.blocked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM told_conditions AS told
            WHERE told.condition_id = conditions.id AND told.chat_id = chats.chat_id)
        AND {_WANTS} AND {_NO_WINDOW}
    ORDER BY chats.chat_id, conditions.id LIMIT :limit
"""
# What a notice was to tell and is not to be told now: still there, but the chat is not to hear of it any more or yet.
_FORGET_UNWANTED = f"""
    DELETE FROM told_conditions WHERE notice_id = :notice AND over_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM conditions JOIN chats ON chats.chat_id = told_conditions.chat_id
        WHERE conditions.id = told_conditions.condition_id AND chats.chat_id IN ({hearers("conditions")})
            AND {_WANTS} AND {_NO_WINDOW})
"""
# A window is about trouble: that it is over may be said in it.
_TO_TELL = f"""
    SELECT {CONDITION_COLUMNS}, told.notice_id IS :notice, told.over_notice_id IS :notice
    FROM told_conditions AS told JOIN conditions ON conditions.id = told.condition_id
        JOIN chats ON chats.chat_id = told.chat_id
    WHERE (told.notice_id = :notice OR told.over_notice_id = :notice)
        AND chats.chat_id IN ({hearers("conditions")}) AND {_WANTS}
    ORDER BY conditions.first_seen_at, conditions.id
"""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What one notice has to say of a condition: that there is trouble, that it is over, or both: that it was."""

    condition: ConditionRow
    trouble: bool
    over: bool


class Alarms(Base):
    """The subject `told_conditions`."""

    def untold_conditions(self, now: float, *, seen_since: float, limit: int = 10_000) -> list[tuple[int, int]]:
        """The raised conditions that a chat is to be told of now and was not: chat and condition, by chat.

        Left out are kinds that the chat does not want, servers that it has muted or that are in maintenance, and chats
        that cannot be written to; they come as soon as that is over, if the trouble still holds.

        Args:
            now: Unix seconds.
            seen_since: Only what a reading has shown since then.
            limit: At most so many.
        """
        return self._rows(_UNTOLD, {"now": now, "seen_since": seen_since, "limit": limit})

    def chats_of_ended_alarms(self) -> list[int]:
        """The chats that were told of trouble which is over, and not yet of that."""
        rows = self._rows(
            f"SELECT DISTINCT chat_id FROM told_conditions INDEXED BY told_conditions_over WHERE {_OVER} ORDER BY 1"
        )
        return [chat_id for (chat_id,) in rows]

    async def tell_conditions(self, untold: Iterable[tuple[int, int]], ended_in: Iterable[int]) -> int:
        """Keep for each chat one notice of all that it is to be told: trouble, and what is over.

        What another process has kept meanwhile is left to it. A notice that waits for its delivery takes in what is
        new. Trouble that was over before its notice was delivered is said in that one.

        Args:
            untold: Chat and condition, by chat; see `untold_conditions`.
            ended_in: Chats; see `chats_of_ended_alarms`.

        Returns:
            How many conditions were newly told, and ends of such.
        """
        now = self._now()
        by_chat = {chat_id: [each for _, each in pairs] for chat_id, pairs in groupby(untold, key=itemgetter(0))}
        chats = sorted({*by_chat, *ended_in})
        return await self._write(
            lambda connection: sum(_tell(connection, chat_id, by_chat.get(chat_id, []), now=now) for chat_id in chats)
        )

    async def open_alarm(self, notice_id: int, now: float) -> list[ToldRow]:
        """What a notice has to say at its delivery, the longest known first.

        What it was to tell and is not to be told now, though it still holds, counts as untold again. What is over by
        now is said to be over.
        """

        def settle(connection: Connection) -> list[ToldRow]:
            which = {"notice": notice_id, "now": now}
            connection.execute(
                "UPDATE told_conditions SET over_notice_id = notice_id, settled_at = :now "
                "WHERE notice_id = :notice AND over_at IS NOT NULL AND settled_at IS NULL",
                which,
            )
            connection.execute(_FORGET_UNWANTED, which)
            rows = connection.execute(_TO_TELL, which).fetchall()
            return [ToldRow(read_condition(row[:-2]), bool(row[-2]), bool(row[-1])) for row in rows]

        return await self._write(settle)


def _tell(connection: Connection, chat_id: int, condition_ids: list[int], *, now: float) -> int:
    """Keep what one chat is to be told; returns how much is new."""
    # Once more inside the transaction: it may have ended, or another process may have told it.
    told = [
        row[0]
        for each in condition_ids
        for row in connection.execute(
            "INSERT INTO told_conditions (condition_id, chat_id, told_at) SELECT id, ?, ? FROM conditions "
            "WHERE id = ? AND raised_at IS NOT NULL AND cleared_at IS NULL "
            "ON CONFLICT (condition_id, chat_id) DO NOTHING RETURNING id",
            (chat_id, now, each),
        ).fetchall()
    ]
    over = _ended(connection, chat_id, now=now)
    if not told and not over:
        return 0
    notice_id = _notice(connection, chat_id, now=now)
    connection.executemany(
        "UPDATE told_conditions SET notice_id = ? WHERE id = ?", [(notice_id, each) for each in told]
    )
    connection.executemany(
        "UPDATE told_conditions SET over_notice_id = ?, settled_at = ? WHERE id = ?",
        [(notice_id, now, each) for each in over],
    )
    return len(told) + len(over)


def _ended(connection: Connection, chat_id: int, *, now: float) -> list[int]:
    """Return what a chat was told of and is over now, and settle what it never was told of."""
    rows = connection.execute(
        "SELECT told.id, told.notice_id, told.heard_at, notices.delivered_at, notices.claim_owner "
        "FROM told_conditions AS told INDEXED BY told_conditions_over LEFT JOIN notices ON notices.id = told.notice_id "
        f"WHERE told.chat_id = ? AND {_OVER} ORDER BY told.id",
        (chat_id,),
    ).fetchall()
    ended = []
    for told_id, notice_id, heard_at, delivered_at, claim_owner in rows:
        # A notice that has long ended is deleted.
        if delivered_at is not None or (notice_id is None and heard_at is not None):
            ended.append(told_id)
        elif claim_owner is None:
            # One that waits will say both. Of one that was given up, whoever was not told of the trouble hears nothing.
            connection.execute(
                "UPDATE told_conditions SET over_notice_id = notice_id, settled_at = ? WHERE id = ?", (now, told_id)
            )
        # Else it is being delivered now, with or without this: the next look knows.
    return ended


def _notice(connection: Connection, chat_id: int, *, now: float) -> int:
    """Return the chat's notice that waits, nobody is at and surely has not arrived, or a new one."""
    waiting = connection.execute(
        "SELECT id, next_at FROM notices WHERE chat_id = ? AND kind = ? AND delivered_at IS NULL "
        "AND given_up_at IS NULL AND claim_owner IS NULL AND sends = 0 ORDER BY id DESC LIMIT 1",
        (chat_id, NOTICE_KIND),
    ).fetchone()
    if waiting is None:
        insert_notice(connection, chat_id, NOTICE_KIND, {}, now=now)
        return int(connection.execute("SELECT last_insert_rowid()").fetchone()[0])
    notice_id, next_at = waiting
    if next_at > now:
        # It may wait for a morning for which the chat does not want to wait any more.
        connection.execute("UPDATE notices SET next_at = ? WHERE id = ?", (now, notice_id))
    return int(notice_id)
