"""Reminders: what of its ends a chat was told, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.audit import canonical
from store.base import Base
from store.ends import ALIVE, MUTED, PUT_OFF, EndRow
from store.notices import insert_notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from store.rounds import RoundRow

_KIND = "reminders"
# No notice has this number.
_NONE = 0
# What tells one reminder from all others: who, of what, which end, at which stage.
_SAME = "chat_id = ? AND account_id = ? AND guid = ? AND snapshot = ? AND ends_at = ? AND stage = ?"
_AUDIENCE = """
    CASE WHEN EXISTS (SELECT 1 FROM assignments WHERE account_id = told.account_id AND guid = told.guid)
    THEN EXISTS (SELECT 1 FROM assignments JOIN grants USING (identity_id)
                  WHERE account_id = told.account_id AND guid = told.guid AND chat_id = :chat)
    ELSE EXISTS (SELECT 1 FROM grants JOIN identities ON identities.id = grants.identity_id
                  WHERE chat_id = :chat AND account_id = told.account_id AND all_servers AND erased_at IS NULL) END
"""
_STANDING = f"""
    SELECT told.account_id, told.guid, told.snapshot, told.ends_at, told.stage
      FROM reminders AS told
      JOIN servers ON servers.account_id = told.account_id AND servers.guid = told.guid AND {ALIVE}
     WHERE told.notice_id = :notice AND told.at = :at AND told.chat_id = :chat
       AND CASE WHEN told.snapshot = '' THEN servers.ends_at = told.ends_at
                ELSE EXISTS (SELECT 1 FROM snapshots WHERE snapshots.account_id = told.account_id
                              AND snapshots.guid = told.guid AND snapshots.name = told.snapshot
                              AND snapshots.ends_at = told.ends_at) END
       AND {_AUDIENCE} AND NOT {MUTED.format("told")} AND NOT {PUT_OFF.format("told")}
     ORDER BY told.ends_at, told.account_id, told.guid, told.snapshot
"""


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round that was looked at.

    Attributes:
        row: As it was read.
        next_at: When the next one is, unix seconds; None: the chat acts as nobody any more.
        sooner_at: When it is told before that of what is over; None: not.
        whole: Whether it was a whole round, not only one of what is over.
        ends: What the chat is to be told of.
        passed_over: Of what it is not told, and need not be asked again.
    """

    row: RoundRow
    next_at: float | None
    sooner_at: float | None = None
    whole: bool = False
    ends: tuple[EndRow, ...] = ()
    passed_over: tuple[EndRow, ...] = ()


class Reminders(Base):
    """The subject `reminders`. What was told stays for months after that end, so that nothing repeats it."""

    async def hold_rounds(self, rounds: Sequence[HeldRound], now: float) -> int:
        """Note what chats are to be told, each in one notice, and when their next rounds are; all in one commit.

        Args:
            rounds: What was found.
            now: Unix seconds.

        Returns:
            How many notices there are to deliver.
        """

        def hold(connection: Connection) -> int:
            return sum(_hold(connection, each, now) for each in rounds)

        return await self._write(hold) if rounds else 0

    def standing_reminders(self, chat_id: int, notice_id: int, at: float, now: float) -> list[EndRow]:
        """What a notice was to tell and is still so, the first to end first.

        Left out is what ends at another time now, is dead or gone, is not the chat's any more, is muted or put off.

        Args:
            chat_id: The chat.
            notice_id: The notice.
            at: When it was decided, as the notice's subject has it; numbers of notices may come again.
            now: Unix seconds.
        """
        rows = self._rows(_STANDING, {"chat": chat_id, "notice": notice_id, "at": at, "now": now})
        return [EndRow(*row) for row in rows]

    async def take_reminders(self, chat_id: int, notice_id: int, at: float, ends: Sequence[EndRow]) -> list[EndRow]:
        """Let a late notice tell further stages, as far as no other one does; returns those that it has now."""

        def take(connection: Connection) -> list[EndRow]:
            return [end for end in ends if _take(connection, chat_id, notice_id, at, end)]

        return await self._write(take)

    async def purge_reminders(self, before: float) -> int:
        """Forget what was told of, and put off for, ends before that time (unix seconds)."""

        def purge(connection: Connection) -> int:
            gone = connection.execute("DELETE FROM reminders WHERE ends_at < ?", (before,)).rowcount
            return gone + connection.execute("DELETE FROM snoozes WHERE ends_at < ?", (before,)).rowcount

        return await self._write(purge)


def _hold(connection: Connection, held: HeldRound, now: float) -> bool:
    row = held.row
    if held.next_at is None:
        # Granted again meanwhile, it stays, to be worked out afresh.
        connection.execute(
            "DELETE FROM rounds WHERE chat_id = ?1 AND NOT EXISTS (SELECT 1 FROM grants WHERE chat_id = ?1)",
            (row.chat_id,),
        )
        return False
    # What has changed since it was read stays: settings set it to be worked out afresh.
    connection.execute(
        "UPDATE rounds SET done_at = coalesce(:done, done_at), "
        "next_at = CASE WHEN next_at = :was THEN :next ELSE next_at END, "
        "sooner_at = CASE WHEN sooner_at IS :sooner_was THEN :sooner ELSE sooner_at END WHERE chat_id = :chat",
        {
            "done": now if held.whole or row.done_at is None else None,
            "was": row.next_at,
            "next": held.next_at,
            "sooner_was": row.sooner_at,
            "sooner": held.sooner_at,
            "chat": row.chat_id,
        },
    )
    fresh = [end for end in held.ends if _is_fresh(connection, row.chat_id, end, now)]
    if fresh:
        _note(connection, row.chat_id, fresh, _notice(connection, row.chat_id, now), now)
    _note(connection, row.chat_id, held.passed_over, _NONE, now)
    return bool(fresh)


def _notice(connection: Connection, chat_id: int, now: float) -> int:
    """Return the notice that tells it: one for all that a chat is told of at once, in however many portions."""
    same = connection.execute(
        "SELECT id FROM notices WHERE chat_id = ? AND kind = ? AND subject = ?"
        " AND delivered_at IS NULL AND given_up_at IS NULL AND claim_owner IS NULL",
        (chat_id, _KIND, canonical({"at": now})),
    ).fetchone()
    if same is None:
        insert_notice(connection, chat_id, _KIND, {"at": now}, now=now)
        same = connection.execute("SELECT last_insert_rowid()").fetchone()
    notice_id: int = same[0]
    return notice_id


def _note(connection: Connection, chat_id: int, ends: Sequence[EndRow], notice_id: int, at: float) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO reminders (chat_id, account_id, guid, snapshot, ends_at, stage, notice_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(*_key(chat_id, end), notice_id, at) for end in ends],
    )


def _is_fresh(connection: Connection, chat_id: int, end: EndRow, now: float) -> bool:
    """Tell whether nobody told it: once more, for another process may be at the same round."""
    woke = (
        end.woken
        and connection.execute(
            "DELETE FROM snoozes WHERE chat_id = ? AND account_id = ? AND guid = ? AND ends_at = ? AND until_at <= ?",
            (chat_id, end.account_id, end.guid, end.ends_at, now),
        ).rowcount
    )
    told = connection.execute(f"SELECT 1 FROM reminders WHERE {_SAME}", _key(chat_id, end)).fetchone()
    return bool(woke) or told is None


def _take(connection: Connection, chat_id: int, notice_id: int, at: float, end: EndRow) -> bool:
    connection.execute(
        "INSERT OR IGNORE INTO reminders (chat_id, account_id, guid, snapshot, ends_at, stage, notice_id, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*_key(chat_id, end), notice_id, at),
    )
    mine = connection.execute(
        f"SELECT 1 FROM reminders WHERE {_SAME} AND notice_id = ? AND at = ?", (*_key(chat_id, end), notice_id, at)
    )
    return mine.fetchone() is not None


def _key(chat_id: int, end: EndRow) -> tuple[object, ...]:
    return chat_id, end.account_id, end.guid, end.snapshot, end.ends_at, end.stage
