"""Invites: one-time links that grant a chat an identity."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from store.access import add_grant, add_member
from store.base import Base, require

if TYPE_CHECKING:
    from sqlite3 import Connection

# 32 characters of [A-Za-z0-9_-]; Telegram allows 64 in a deep link.
_TOKEN_BYTES = 24


class Invites(Base):
    """The subject `invites`. Only the hash of a token is stored."""

    async def add_invite(self, identity_id: int, *, expires_at: float) -> str:
        """Make a token for a deep link.

        Raises:
            NotFoundError: `identity`: unknown or erased.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now = self._now()

        def insert(connection: Connection) -> None:
            require(
                connection, "SELECT 1 FROM identities WHERE id = ? AND erased_at IS NULL", (identity_id,), "identity"
            )
            connection.execute(
                "INSERT INTO invites (token_hash, identity_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                (_digest(token), identity_id, now, expires_at),
            )

        await self._write(insert)
        return token

    async def take_invite(self, token: str, *, chat_id: int, user_id: int, now: float) -> int | None:
        """Use a token up: the chat gets the grant, the person becomes an owner there.

        In a group that already acts for somebody only an owner may: an invitation must not make anybody owner of what
        others have. The same person in the same chat again is answered as the first time: a crash may repeat it.

        Returns:
            The identity granted; None if the token is unknown, used or expired, or the group is others'.
        """

        def take(connection: Connection) -> int | None:
            if _others(connection, chat_id, user_id):
                return None
            row = connection.execute(
                "UPDATE invites SET taken_at = coalesce(taken_at, ?1), chat_id = ?2, user_id = ?3 "
                "WHERE token_hash = ?4 AND expires_at > ?1 "
                "AND (taken_at IS NULL OR (chat_id = ?2 AND user_id = ?3)) RETURNING identity_id",
                (now, chat_id, user_id, _digest(token)),
            ).fetchone()
            if row is None:
                return None
            identity_id: int = row[0]
            add_grant(connection, chat_id, identity_id, now=now)
            add_member(connection, chat_id, user_id, "owner")
            return identity_id

        return await self._write(take)


def _others(connection: Connection, chat_id: int, user_id: int) -> bool:
    """Tell whether the chat is a group that acts for somebody, and the person is no owner of it."""
    if chat_id > 0:
        return False
    taken = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM grants WHERE chat_id = ?1) OR EXISTS (SELECT 1 FROM staff WHERE chat_id = ?1)",
        (chat_id,),
    ).fetchone()[0]
    owner = connection.execute(
        "SELECT 1 FROM members WHERE chat_id = ? AND user_id = ? AND role = 'owner'", (chat_id, user_id)
    ).fetchone()
    return bool(taken) and owner is None


def _digest(token: str) -> bytes:
    # 192 random bits: nothing to guess, so a plain hash is enough.
    return hashlib.sha256(token.encode()).digest()
