"""Aliases: a chat's own names for servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base
from store.chats import ensure_chat
from store.records import AliasRow

if TYPE_CHECKING:
    from sqlite3 import Connection


class Aliases(Base):
    """The subject `aliases`. `Servers.server_by_alias` looks one up."""

    async def set_alias(self, chat_id: int, account_id: int, guid: str, alias: str) -> None:
        """Name a server in a chat. A name that another server had (in any case of letters) moves to this one."""
        folded = alias.casefold()

        def change(connection: Connection) -> None:
            ensure_chat(connection, chat_id)
            connection.execute(
                "DELETE FROM aliases WHERE chat_id = ? AND (folded = ? OR (account_id = ? AND guid = ?))",
                (chat_id, folded, account_id, guid),
            )
            connection.execute(
                "INSERT INTO aliases (chat_id, account_id, guid, alias, folded) VALUES (?, ?, ?, ?, ?)",
                (chat_id, account_id, guid, alias, folded),
            )

        await self._write(change)

    async def drop_alias(self, chat_id: int, account_id: int, guid: str) -> bool:
        """Forget a server's name in a chat; whether it had one."""
        return bool(
            await self._change(
                "DELETE FROM aliases WHERE chat_id = ? AND account_id = ? AND guid = ?", (chat_id, account_id, guid)
            )
        )

    def aliases(self, chat_id: int) -> list[AliasRow]:
        """The names that a chat gave."""
        rows = self._rows(
            "SELECT chat_id, account_id, guid, alias FROM aliases WHERE chat_id = ? ORDER BY folded", (chat_id,)
        )
        return [AliasRow(*row) for row in rows]
