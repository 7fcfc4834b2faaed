"""Chats: their kind, their settings, and the move of a group that became a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from store.base import Base, set_clause
from store.records import ChatRow

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.vocabulary import ChatKind

_COLUMNS = "chat_id, kind, language, timezone, quiet_hours, blocked_at, menu"

# What goes along when a group becomes a supergroup, and what of it is the old chat's alone.
_MOVED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("operations",), ("thread_id", "status_message_id")),
    (("confirmations", "approvals", "notices", "drafts"), ("thread_id", "message_id")),
    (("auto_renewals", "schedules"), ("thread_id",)),
    (
        (
            "grants",
            "members",
            "aliases",
            "staff",
            "invites",
            "favourites",
            "preferences",
            "mutes",
            "maintenance",
            "digests",
            "told_conditions",
            "rounds",
            "reminders",
            "snoozes",
        ),
        (),
    ),
)


class ChatChanges(TypedDict, total=False):
    """The settings of a chat. None: back to the default (the time zone has no None)."""

    language: str | None
    timezone: str
    quiet_hours: str | None
    menu: str | None


class Chats(Base):
    """The subject `chats`."""

    def chat(self, chat_id: int) -> ChatRow | None:
        """One chat, None if it was never heard of."""
        row = self._row(f"SELECT {_COLUMNS} FROM chats WHERE chat_id = ?", (chat_id,))
        return None if row is None else ChatRow(*row)

    def chats(self) -> list[ChatRow]:
        """All chats."""
        return [ChatRow(*row) for row in self._rows(f"SELECT {_COLUMNS} FROM chats ORDER BY chat_id")]

    async def keep_chat(self, chat_id: int, *, kind: ChatKind) -> None:
        """Remember a chat; writes only if it is new or of another kind."""
        if self._row("SELECT 1 FROM chats WHERE chat_id = ? AND kind = ?", (chat_id, kind)):
            return
        await self._change(
            "INSERT INTO chats (chat_id, kind) VALUES (?, ?) ON CONFLICT (chat_id) DO UPDATE SET kind = excluded.kind",
            (chat_id, kind),
        )

    async def set_chat(self, chat_id: int, **changes: Unpack[ChatChanges]) -> None:
        """Change settings of a chat; a chat that was never heard of is remembered."""
        columns = set_clause(changes, ChatChanges.__annotations__)

        def change(connection: Connection) -> None:
            ensure_chat(connection, chat_id)
            connection.execute(f"UPDATE chats SET {columns} WHERE chat_id = :chat_id", {**changes, "chat_id": chat_id})

        await self._write(change)

    async def mark_blocked(self, chat_id: int) -> None:
        """The bot was blocked or thrown out; keeps the time of the first notice."""
        now = self._now()

        def mark(connection: Connection) -> None:
            ensure_chat(connection, chat_id)
            connection.execute(
                "UPDATE chats SET blocked_at = ? WHERE chat_id = ? AND blocked_at IS NULL", (now, chat_id)
            )

        await self._write(mark)

    async def mark_unblocked(self, chat_id: int) -> bool:
        """The chat can be written to again; writes only if it was blocked, and returns whether it was."""
        if not self._row("SELECT 1 FROM chats WHERE chat_id = ? AND blocked_at IS NOT NULL", (chat_id,)):
            return False
        return bool(await self._change("UPDATE chats SET blocked_at = NULL WHERE chat_id = ?", (chat_id,)))

    async def migrate_chat(self, old: int, new: int) -> None:
        """Move everything of a group to the supergroup that it became. May be told twice.

        Where both know something (the new id may have been heard of before the move), the old group's word counts:
        it is what people had set. Message and topic ids are those of the old chat and are forgotten.
        """

        def move(connection: Connection) -> None:
            if old == new or connection.execute("SELECT 1 FROM chats WHERE chat_id = ?", (old,)).fetchone() is None:
                return
            connection.execute(
                "INSERT INTO chats (chat_id, kind, language, timezone, quiet_hours) "
                "SELECT ?, 'group', language, timezone, quiet_hours FROM chats WHERE chat_id = ? "
                "ON CONFLICT (chat_id) DO UPDATE SET kind = 'group', language = coalesce(excluded.language, language), "
                "timezone = excluded.timezone, quiet_hours = coalesce(excluded.quiet_hours, quiet_hours)",
                (new, old),
            )
            for tables, forgotten in _MOVED:
                forget = "".join(f", {column} = NULL" for column in forgotten)
                for table in tables:
                    connection.execute(
                        f"UPDATE OR REPLACE {table} SET chat_id = ?{forget} WHERE chat_id = ?", (new, old)
                    )
            connection.execute("DELETE FROM chats WHERE chat_id = ?", (old,))

        await self._write(move)


def ensure_chat(connection: Connection, chat_id: int) -> None:
    """Make sure that a row exists: the reseller may name a chat before the bot has heard of it.

    Telegram's ids of groups are negative, those of persons positive.
    """
    connection.execute(
        "INSERT INTO chats (chat_id, kind) VALUES (?, ?) ON CONFLICT (chat_id) DO NOTHING",
        (chat_id, "group" if chat_id < 0 else "private"),
    )
