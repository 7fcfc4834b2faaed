"""Favourites: the servers that a chat wants to see first."""

from __future__ import annotations

from store.base import Base


class Favourites(Base):
    """The subject `favourites`."""

    async def set_favourite(self, chat_id: int, account_id: int, guid: str, *, on: bool) -> None:
        """Make a server a favourite of a chat, or no longer. May be said twice."""
        sql = (
            "INSERT OR IGNORE INTO favourites (chat_id, account_id, guid) VALUES (?, ?, ?)"
            if on
            else "DELETE FROM favourites WHERE chat_id = ? AND account_id = ? AND guid = ?"
        )
        await self._change(sql, (chat_id, account_id, guid))

    def favourites(self, chat_id: int) -> frozenset[tuple[int, str]]:
        """The favourites of a chat: account and guid of each."""
        rows = self._rows("SELECT account_id, guid FROM favourites WHERE chat_id = ?", (chat_id,))
        return frozenset((account_id, guid) for account_id, guid in rows)
