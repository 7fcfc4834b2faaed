"""Ends: which of a chat's servers and snapshots are at which stage before or after their end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.base import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.vocabulary import Stage


@dataclass(frozen=True, slots=True)
class Window:
    """The ends that are at one stage: from then until before then, unix seconds."""

    stage: Stage
    from_at: float
    until_at: float


@dataclass(frozen=True, slots=True)
class EndRow:
    """The end of a server, or of one of its snapshots, at a stage.

    Attributes:
        account_id: The account.
        guid: The server.
        snapshot: The snapshot's name; empty where it is the server itself that ends.
        ends_at: When, unix seconds.
        stage: At which stage.
        woken: Whether it was put off until now, and is to be told once more.
    """

    account_id: int
    guid: str
    snapshot: str
    ends_at: float
    stage: Stage
    woken: bool = False


ALIVE = "servers.dead = 0 AND servers.gone_at IS NULL"
# The servers of a chat's audience: those assigned to its identities, and where one has all servers those that nobody
# has. Both ways lead through an index to those alone that end in time, so what they cost is not how many there are.
_FOUND = f"""
    SELECT servers.account_id, servers.guid, '' AS snapshot, servers.ends_at
      FROM grants
      JOIN assignments ON assignments.identity_id = grants.identity_id
      JOIN servers INDEXED BY servers_ends_of
        ON servers.account_id = assignments.account_id AND servers.guid = assignments.guid
     WHERE grants.chat_id = :chat AND servers.ends_at >= :first AND servers.ends_at < :last AND {ALIVE}
    UNION ALL
    SELECT servers.account_id, servers.guid, '', servers.ends_at
      FROM (SELECT DISTINCT identities.account_id FROM grants JOIN identities ON identities.id = grants.identity_id
             WHERE grants.chat_id = :chat AND identities.all_servers AND identities.erased_at IS NULL) AS mine
      CROSS JOIN servers INDEXED BY servers_ends_in ON servers.account_id = mine.account_id
     WHERE servers.ends_at >= :first AND servers.ends_at < :last AND {ALIVE}
       AND NOT EXISTS (SELECT 1 FROM assignments
                        WHERE assignments.account_id = servers.account_id AND assignments.guid = servers.guid)
    UNION ALL
    SELECT snapshots.account_id, snapshots.guid, snapshots.name, snapshots.ends_at
      FROM grants
      JOIN assignments ON assignments.identity_id = grants.identity_id
      CROSS JOIN snapshots ON snapshots.account_id = assignments.account_id AND snapshots.guid = assignments.guid
      CROSS JOIN servers ON servers.account_id = snapshots.account_id AND servers.guid = snapshots.guid AND {ALIVE}
     WHERE grants.chat_id = :chat AND snapshots.ends_at >= :first AND snapshots.ends_at < :last
    UNION ALL
    SELECT snapshots.account_id, snapshots.guid, snapshots.name, snapshots.ends_at
      FROM (SELECT DISTINCT identities.account_id FROM grants JOIN identities ON identities.id = grants.identity_id
             WHERE grants.chat_id = :chat AND identities.all_servers AND identities.erased_at IS NULL) AS mine
      CROSS JOIN snapshots ON +snapshots.account_id = mine.account_id
      CROSS JOIN servers ON servers.account_id = snapshots.account_id AND servers.guid = snapshots.guid AND {ALIVE}
     WHERE snapshots.ends_at >= :first AND snapshots.ends_at < :last
       AND NOT EXISTS (SELECT 1 FROM assignments
                        WHERE assignments.account_id = snapshots.account_id AND assignments.guid = snapshots.guid)
"""
_SAME_SNOOZE = (
    "snoozes.chat_id = :chat AND snoozes.account_id = {0}.account_id AND snoozes.guid = {0}.guid"
    " AND snoozes.ends_at = {0}.ends_at"
)
MUTED = (
    "EXISTS (SELECT 1 FROM mutes WHERE mutes.chat_id = :chat AND mutes.account_id = {0}.account_id"
    " AND mutes.guid = {0}.guid AND (mutes.until IS NULL OR mutes.until > :now))"
)
PUT_OFF = (
    "({0}.snapshot = '' AND {0}.stage <> 'expired' AND"
    f" EXISTS (SELECT 1 FROM snoozes WHERE {_SAME_SNOOZE} AND snoozes.until_at > :now))"
)
_DUE = f"""
    WITH staged AS (
        SELECT found.*, value ->> 0 AS stage
          FROM ({_FOUND}) AS found JOIN json_each(:windows) ON ends_at >= (value ->> 1) AND ends_at < (value ->> 2)
    ), sorted AS (
        SELECT staged.*,
            (snapshot = '' AND stage <> 'expired' AND EXISTS
                (SELECT 1 FROM snoozes WHERE {_SAME_SNOOZE.format("staged")} AND snoozes.until_at <= :now)) AS woken
          FROM staged
    )
    SELECT account_id, guid, snapshot, ends_at, stage, woken FROM sorted
     WHERE (woken OR NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.chat_id = :chat
             AND reminders.account_id = sorted.account_id AND reminders.guid = sorted.guid
             AND reminders.snapshot = sorted.snapshot AND reminders.ends_at = sorted.ends_at
             AND reminders.stage = sorted.stage))
       AND NOT {MUTED.format("sorted")} AND NOT {PUT_OFF.format("sorted")}
"""


class Ends(Base):
    """What ends when, of all that a chat is told of."""

    def due_ends(self, chat_id: int, windows: Sequence[Window], now: float, *, limit: int = 1000) -> list[EndRow]:
        """The ends in these windows that the chat was not told of at that stage, mutes and snoozes left out.

        Args:
            chat_id: The chat.
            windows: By stage; no moment is in two of them.
            now: Unix seconds.
            limit: So many at most.
        """
        if not windows:
            return []
        # A bound limit would have SQLite plan anew each time: ten times the work.
        rows = self._rows(
            f"{_DUE} LIMIT {int(limit)}",
            {
                "chat": chat_id,
                "now": now,
                "first": min(window.from_at for window in windows),
                "last": max(window.until_at for window in windows),
                "windows": json.dumps([[window.stage, window.from_at, window.until_at] for window in windows]),
            },
        )
        return [
            EndRow(account_id, guid, snapshot, ends_at, stage, woken=bool(woken))
            for account_id, guid, snapshot, ends_at, stage, woken in rows
        ]
