"""Notices: messages to chats that are not answers, kept until they are delivered. `notice_delivery` moves them on."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from store.audit import canonical
from store.base import Base, Row
from store.ledger import NoticeRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

_NAMES = tuple(field.name for field in fields(NoticeRow))
NOTICE_COLUMNS = ", ".join(_NAMES)
WAITING = "delivered_at IS NULL AND given_up_at IS NULL"
# Somebody waits for these: they do not stand behind thousands of reminders.
URGENT = frozenset({"approval", "approval-ended", "needs-human", "secret"})


class Notices(Base):
    """The subject `notices`."""

    async def add_notice(
        self,
        chat_id: int,
        kind: str,
        subject: Mapping[str, Any],
        *,
        dedupe_key: str | None = None,
        thread_id: int | None = None,
        next_at: float | None = None,
    ) -> bool:
        """Keep what a chat is to be told.

        Args:
            chat_id: The chat.
            kind: What it is about.
            subject: Ids, as JSON values; never personal data.
            dedupe_key: Whatever carries the same one is told once.
            thread_id: The topic, where there is one.
            next_at: Not before this time (unix seconds); None: at once.

        Returns:
            False if the key was there already.
        """
        now = self._now()
        return await self._write(
            lambda connection: insert_notice(
                connection,
                chat_id,
                kind,
                subject,
                dedupe_key=dedupe_key,
                thread_id=thread_id,
                next_at=next_at,
                now=now,
            )
        )

    async def add_staff_notices(
        self, account_id: int, kind: str, subject: Mapping[str, Any], *, dedupe_key: str
    ) -> int:
        """Keep what each staff chat of an account is to be told; see `add_notice`.

        Args:
            account_id: The account.
            kind: What it is about.
            subject: Ids.
            dedupe_key: Each chat's key is this one, a colon and its id.

        Returns:
            How many are new.
        """
        now = self._now()
        return await self._write(
            lambda connection: insert_staff_notices(
                connection, account_id, kind, subject, dedupe_key=dedupe_key, now=now
            )
        )

    def due_notices(self, now: float, *, limit: int = 100) -> list[NoticeRow]:
        """What is to be delivered and nobody is at, the oldest first; chats out of reach included."""
        return self._notices(
            f"{WAITING} AND next_at <= ?1 AND (claim_owner IS NULL OR claim_until <= ?1) ORDER BY id LIMIT ?2",
            (now, limit),
        )

    def count_notices(self) -> int:
        """How many are not delivered yet; those for later and for chats out of reach included."""
        row = self._row(f"SELECT count(*) FROM notices WHERE {WAITING}")
        return 0 if row is None else int(row[0])

    def notice(self, notice_id: int) -> NoticeRow | None:
        """One notice, None if it is not there (any more)."""
        return next(iter(self._notices("id = ?", (notice_id,))), None)

    def notices_about(self, kind: str, subject: Mapping[str, Any]) -> list[NoticeRow]:
        """The delivered notices of a kind with exactly this subject: the messages to edit when it has changed."""
        return self._notices(
            "kind = ? AND subject = ? AND delivered_at IS NOT NULL ORDER BY id", (kind, canonical(subject))
        )

    def notice_by_key(self, dedupe_key: str) -> NoticeRow | None:
        """The notice with a deduplication key; None: never kept, or delivered and purged since."""
        return next(iter(self._notices("dedupe_key = ?", (dedupe_key,))), None)

    def _notices(self, where: str, parameters: tuple[Any, ...]) -> list[NoticeRow]:
        return [
            read_notice(row) for row in self._rows(f"SELECT {NOTICE_COLUMNS} FROM notices WHERE {where}", parameters)
        ]


def insert_notice(
    connection: Connection,
    chat_id: int,
    kind: str,
    subject: Mapping[str, Any],
    *,
    now: float,
    dedupe_key: str | None = None,
    thread_id: int | None = None,
    next_at: float | None = None,
) -> bool:
    """Keep a notice inside a transaction; see `Notices.add_notice`."""
    return bool(
        connection.execute(
            "INSERT INTO notices (chat_id, thread_id, kind, subject, dedupe_key, created_at, next_at, urgent) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING",
            (
                *(chat_id, thread_id, kind, canonical(subject), dedupe_key, now, now if next_at is None else next_at),
                kind in URGENT,
            ),
        ).rowcount
    )


def insert_staff_notices(
    connection: Connection, account_id: int, kind: str, subject: Mapping[str, Any], *, dedupe_key: str, now: float
) -> int:
    """Keep a notice for each staff chat inside a transaction; see `Notices.add_staff_notices`."""
    chats = connection.execute(
        "SELECT chat_id FROM staff WHERE account_id = ? ORDER BY chat_id", (account_id,)
    ).fetchall()
    return sum(
        insert_notice(connection, chat_id, kind, subject, dedupe_key=f"{dedupe_key}:{chat_id}", now=now)
        for (chat_id,) in chats
    )


def read_notice(row: Row) -> NoticeRow:
    """The record of a row with `NOTICE_COLUMNS`."""
    values = dict(zip(_NAMES, row, strict=True))
    values["subject"] = json.loads(values["subject"])
    values["urgent"] = bool(values["urgent"])
    return NoticeRow(**values)
