"""Mutes: servers of which a chat wants to hear nothing, for a time or for good."""

from __future__ import annotations

from dataclasses import dataclass

from store.base import Base


@dataclass(frozen=True, slots=True)
class MuteRow:
    """A server of which a chat is told nothing until then (unix seconds); None: until it says otherwise."""

    account_id: int
    guid: str
    until: float | None


def mute_of(of: str, chat: str, now: str) -> str:
    """SQL: the mute of a server in a chat that is not over.

    Args:
        of: A table or an alias with account_id and guid.
        chat: The chat's id.
        now: Unix seconds.
    """
    return (
        f"SELECT 1 FROM mutes WHERE mutes.chat_id = {chat} AND mutes.account_id = {of}.account_id "
        f"AND mutes.guid = {of}.guid AND (mutes.until IS NULL OR mutes.until > {now})"
    )


class Mutes(Base):
    """The subject `mutes`."""

    async def mute(self, chat_id: int, account_id: int, guid: str, *, until: float | None = None) -> None:
        """Tell a chat nothing of a server any more; said again, the newer time counts."""
        await self._change(
            "INSERT OR REPLACE INTO mutes (chat_id, account_id, guid, until) VALUES (?, ?, ?, ?)",
            (chat_id, account_id, guid, until),
        )

    async def unmute(self, chat_id: int, account_id: int, guid: str) -> bool:
        """Tell it again; False if it was not muted."""
        return bool(
            await self._change(
                "DELETE FROM mutes WHERE chat_id = ? AND account_id = ? AND guid = ?", (chat_id, account_id, guid)
            )
        )

    def mutes(self, chat_id: int, now: float) -> list[MuteRow]:
        """What a chat has muted and is not over."""
        rows = self._rows(
            "SELECT account_id, guid, until FROM mutes WHERE chat_id = ? AND (until IS NULL OR until > ?) "
            "ORDER BY account_id, guid",
            (chat_id, now),
        )
        return [MuteRow(*row) for row in rows]

    def is_muted(self, chat_id: int, account_id: int, guid: str, now: float) -> bool:
        """Whether a chat wants to hear nothing of a server now."""
        return (
            self._row(
                f"WITH server(account_id, guid) AS (VALUES (?1, ?2)) SELECT 1 FROM server "
                f"WHERE EXISTS ({mute_of('server', '?3', '?4')})",
                (account_id, guid, chat_id, now),
            )
            is not None
        )

    async def purge_mutes(self, before: float) -> int:
        """Delete the mutes that were over by then; how many."""
        return await self._change("DELETE FROM mutes WHERE until < ?", (before,))
