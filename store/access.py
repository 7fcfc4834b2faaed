"""Who may do what where: grants, staff chats, members and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.base import Base, require
from store.chats import ensure_chat
from store.endings import forget_reached, void_where
from store.errors import LastOwnerError
from store.records import AccessRow, GrantRow, MemberRow
from store.renewal_stops import stop_renewals
from store.schedule_rows import leave_schedules

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store.vocabulary import Role

# One statement for every update that comes in.
_ACCESS = """
    SELECT kind, language, timezone,
        (SELECT role FROM members WHERE members.chat_id = chats.chat_id AND user_id = ?2),
        (SELECT group_concat(identity_id) FROM grants WHERE grants.chat_id = chats.chat_id),
        (SELECT group_concat(account_id) FROM staff WHERE staff.chat_id = chats.chat_id),
        (SELECT language FROM people WHERE user_id = ?2)
    FROM chats WHERE chat_id = ?1
"""
# What a chat let be done by itself and no longer reaches: not as whose it is, and not as one with all servers.
_OUT_OF_REACH = """
    chat_id = :chat AND NOT EXISTS (
        SELECT 1 FROM grants JOIN identities ON identities.id = grants.identity_id
        WHERE grants.chat_id = :chat AND (identities.id = {0}.identity_id
            OR (identities.all_servers AND identities.account_id = {0}.account_id)))
"""


class Access(Base):
    """The subjects `grants`, `staff` and `members`."""

    def access(self, chat_id: int, user_id: int) -> AccessRow | None:
        """Everything that decides what a person may do in a chat; None for a chat that was never heard of."""
        row = self._row(_ACCESS, (chat_id, user_id))
        if row is None:
            return None
        kind, language, timezone, role, identities, accounts, person_language = row
        return AccessRow(kind, language, timezone, role, _ids(identities), _ids(accounts), person_language)

    async def grant(self, chat_id: int, identity_id: int) -> None:
        """Let a chat act as an identity; does nothing if it may already.

        Raises:
            NotFoundError: `identity`: unknown or erased.
        """
        now = self._now()
        await self._write(lambda connection: add_grant(connection, chat_id, identity_id, now=now))

    async def revoke(self, chat_id: int, identity_id: int) -> bool:
        """Take a grant away, and void what was open under it.

        Returns:
            Whether there was one.
        """
        now = self._now()

        def remove(connection: Connection) -> bool:
            forget_reached(connection, identity_id, chat_id=chat_id)
            removed = connection.execute(
                "DELETE FROM grants WHERE chat_id = ? AND identity_id = ?", (chat_id, identity_id)
            ).rowcount
            both = {"chat": chat_id, "identity": identity_id}
            void_where(connection, self._keyring, "chat_id = :chat AND identity_id = :identity", both, now=now)
            mine, own = {"chat": chat_id}, _OUT_OF_REACH.format
            stop_renewals(connection, self._keyring, own("auto_renewals"), mine, how="grant", now=now)
            leave_schedules(connection, self._keyring, own("schedule_servers"), mine, now=now)
            connection.execute(
                "DELETE FROM maintenance WHERE chat_id = :chat AND guid IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.chat_id = :chat)",
                mine,
            )
            return bool(removed)

        return await self._write(remove)

    def grants(self, *, chat_id: int | None = None, identity_id: int | None = None) -> list[GrantRow]:
        """All grants; of one chat or one identity if given."""
        # Each way by its own index: this is asked for every chat that is told something.
        given = {"chat_id": chat_id, "identity_id": identity_id}
        known = {name: value for name, value in given.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in known) or "TRUE"
        rows = self._rows(
            f"SELECT chat_id, identity_id, created_at FROM grants WHERE {where} ORDER BY chat_id, identity_id", known
        )
        return [GrantRow(*row) for row in rows]

    async def set_staff(self, chat_id: int, account_id: int, *, on: bool) -> None:
        """Make a chat a staff chat of an account, or no longer.

        Raises:
            NotFoundError: `account`.
        """

        def change(connection: Connection) -> None:
            require(connection, "SELECT 1 FROM accounts WHERE id = ?", (account_id,), "account")
            if on:
                ensure_chat(connection, chat_id)
                connection.execute(
                    "INSERT OR IGNORE INTO staff (chat_id, account_id) VALUES (?, ?)", (chat_id, account_id)
                )
            else:
                connection.execute("DELETE FROM staff WHERE chat_id = ? AND account_id = ?", (chat_id, account_id))

        await self._write(change)

    def staff_chats(self, account_id: int) -> list[int]:
        """The staff chats of an account."""
        return [
            row[0]
            for row in self._rows("SELECT chat_id FROM staff WHERE account_id = ? ORDER BY chat_id", (account_id,))
        ]

    async def set_member(self, chat_id: int, user_id: int, role: Role) -> None:
        """Set a person's role in a chat.

        Raises:
            LastOwnerError: It would take the group's last owner away.
        """
        now = self._now()

        def change(connection: Connection) -> None:
            ensure_chat(connection, chat_id)
            if role != "owner" and _is_last_owner(connection, chat_id, user_id):
                raise LastOwnerError
            add_member(connection, chat_id, user_id, role)
            if role != "owner":
                # In a private chat the person is owner, whatever is entered.
                whose = {"chat": chat_id, "user": user_id}
                where = "chat_id = :chat AND user_id = :user AND chat_id < 0"
                stop_renewals(connection, self._keyring, where, whose, how="role", now=now)

        await self._write(change)

    def members(self, chat_id: int) -> list[MemberRow]:
        """The persons whose role was set in a chat."""
        rows = self._rows("SELECT chat_id, user_id, role FROM members WHERE chat_id = ? ORDER BY user_id", (chat_id,))
        return [MemberRow(*row) for row in rows]


def add_grant(connection: Connection, chat_id: int, identity_id: int, *, now: float) -> None:
    """Add a grant inside a transaction.

    Raises:
        NotFoundError: `identity`: unknown or erased.
    """
    require(connection, "SELECT 1 FROM identities WHERE id = ? AND erased_at IS NULL", (identity_id,), "identity")
    ensure_chat(connection, chat_id)
    connection.execute(
        "INSERT OR IGNORE INTO grants (chat_id, identity_id, created_at) VALUES (?, ?, ?)", (chat_id, identity_id, now)
    )


def add_member(connection: Connection, chat_id: int, user_id: int, role: Role) -> None:
    """Set a role inside a transaction; the chat is known."""
    connection.execute(
        "INSERT INTO members (chat_id, user_id, role) VALUES (?, ?, ?) "
        "ON CONFLICT (chat_id, user_id) DO UPDATE SET role = excluded.role",
        (chat_id, user_id, role),
    )


def _is_last_owner(connection: Connection, chat_id: int, user_id: int) -> bool:
    owners = connection.execute(
        "SELECT user_id FROM members JOIN chats USING (chat_id) "
        "WHERE chat_id = ? AND role = 'owner' AND kind = 'group'",
        (chat_id,),
    ).fetchall()
    return owners == [(user_id,)]


def _ids(text: str | None) -> tuple[int, ...]:
    # SQLite promises no order for group_concat.
    return () if text is None else tuple(sorted(map(int, text.split(","))))
