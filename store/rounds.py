"""Rounds: when each chat is told next of what ends, and how far ends were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.base import Base

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A chat's next round; times are unix seconds.

    Attributes:
        chat_id: A chat that acts as somebody.
        next_at: When it is reminded of all that ends; 0: to be worked out afresh.
        sooner_at: When it is told before that of what is over; None: there is nothing.
        done_at: When its last whole round was, or when the first was worked out; None: not yet.
    """

    chat_id: int
    next_at: float
    sooner_at: float | None
    done_at: float | None


@dataclass(frozen=True, slots=True)
class ExpiryMark:
    """How far an account's ends were looked at; times are unix seconds.

    Attributes:
        account_id: The account.
        listed_at: When its list was read last; None: never.
        told_until: What ended until then was seen to; None: nothing was.
    """

    account_id: int
    listed_at: float | None
    told_until: float | None


class Rounds(Base):
    """The subjects `rounds` and `expiry_marks`. Rows of chats come by themselves with their grants."""

    def due_rounds(self, now: float, *, limit: int) -> list[RoundRow]:
        """The chats whose round is due, the longest due first."""
        rows = self._rows(
            "SELECT chat_id, next_at, sooner_at, done_at FROM rounds WHERE due_at <= ? ORDER BY due_at "
            f"LIMIT {int(limit)}",
            (now,),
        )
        return [RoundRow(*row) for row in rows]

    def round(self, chat_id: int) -> RoundRow | None:
        """A chat's round; None for one that acts as nobody."""
        row = self._row("SELECT chat_id, next_at, sooner_at, done_at FROM rounds WHERE chat_id = ?", (chat_id,))
        return None if row is None else RoundRow(*row)

    def expiry_marks(self) -> list[ExpiryMark]:
        """How far each account's ends were looked at."""
        rows = self._rows(
            "SELECT accounts.id, listed_at, told_until FROM accounts LEFT JOIN sync_states"
            " ON sync_states.account_id = accounts.id LEFT JOIN expiry_marks ON expiry_marks.account_id = accounts.id"
        )
        return [ExpiryMark(*row) for row in rows]

    def chats_of_ended(self, account_id: int, after: float, until: float) -> list[int]:
        """The chats that are told of servers or snapshots which ended after then and until then; see `audience`."""
        rows = self._rows(
            "WITH ended AS ("
            " SELECT guid FROM servers INDEXED BY servers_ends_in WHERE account_id = ?1 AND ends_at > ?2"
            "  AND ends_at <= ?3 AND dead = 0 AND gone_at IS NULL"
            " UNION SELECT guid FROM snapshots WHERE ends_at > ?2 AND ends_at <= ?3 AND account_id = ?1) "
            "SELECT grants.chat_id FROM ended CROSS JOIN assignments ON assignments.account_id = ?1"
            "  AND assignments.guid = ended.guid JOIN grants ON grants.identity_id = assignments.identity_id "
            "UNION SELECT grants.chat_id FROM grants JOIN identities ON identities.id = grants.identity_id"
            " WHERE identities.account_id = ?1 AND identities.all_servers AND identities.erased_at IS NULL"
            "  AND EXISTS (SELECT 1 FROM ended WHERE NOT EXISTS"
            "   (SELECT 1 FROM assignments WHERE account_id = ?1 AND assignments.guid = ended.guid))",
            (account_id, after, until),
        )
        return [chat_id for (chat_id,) in rows]

    async def hasten_rounds(self, marks: Mapping[int, float], sooner: Mapping[int, float]) -> None:
        """Note until when each account's ends were looked at, and which chats are to be told of it when."""

        def hasten(connection: Connection) -> None:
            connection.executemany(
                "UPDATE rounds SET sooner_at = min(coalesce(sooner_at, ?2), ?2) WHERE chat_id = ?1",
                list(sooner.items()),
            )
            connection.executemany(
                "INSERT INTO expiry_marks (account_id, told_until) VALUES (?1, ?2) "
                "ON CONFLICT (account_id) DO UPDATE SET told_until = max(told_until, ?2)",
                list(marks.items()),
            )

        await self._write(hasten)
