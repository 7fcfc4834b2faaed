"""Drafts: forms that a person has begun to fill in. They survive restarts; answers may be secrets: they are sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from store.base import Base

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from store.base import Row

_COLUMNS = (
    "id, chat_id, thread_id, user_id, action, account_id, guid, answers, step, message_id, created_at, updated_at"
)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One form as far as it is filled in.

    Attributes:
        id: its number, as buttons carry it.
        chat_id: where.
        thread_id: the topic, if any.
        user_id: whose.
        action: the form.
        account_id: of the server; None where the form begins without one.
        guid: the server; None likewise.
        answers: step → answer.
        step: the step that its message shows; what the person types is the answer to it.
        message_id: the message that shows it.
        created_at: UNIX time.
        updated_at: UNIX time of the last answer.
    """

    id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    action: str
    account_id: int | None
    guid: str | None
    answers: dict[str, str] = field(repr=False)
    step: str | None
    message_id: int | None
    created_at: float
    updated_at: float


_NAMES = tuple(column.name for column in fields(DraftRow))
_COLUMNS = ", ".join(_NAMES)


class Drafts(Base):
    """The subject `drafts`. One per person, chat, form and server: a new one replaces the old."""

    async def add_draft(
        self,
        *,
        chat_id: int,
        thread_id: int | None,
        user_id: int,
        action: str,
        account_id: int | None,
        guid: str | None,
        answers: Mapping[str, str],
    ) -> int:
        """Begin a form; return its number."""
        now = self._now()

        def add(connection: Connection) -> int:
            _drop(connection, chat_id, user_id, action, account_id, guid)
            cursor = connection.execute(
                "INSERT INTO drafts (chat_id, thread_id, user_id, action, account_id, guid, answers, created_at, "
                "updated_at) VALUES (?, ?, ?, ?, ?, ?, x'', ?, ?)",
                (chat_id, thread_id, user_id, action, account_id, guid, now, now),
            )
            draft_id = int(cursor.lastrowid or 0)
            sealed = self._sealed_answers(draft_id, answers)
            connection.execute("UPDATE drafts SET answers = ? WHERE id = ?", (sealed, draft_id))
            return draft_id

        return await self._write(add)

    def draft(self, draft_id: int) -> DraftRow | None:
        """One draft, None where it is over."""
        return next(iter(self._drafts("id = ?", (draft_id,))), None)

    def drafts_of(self, chat_id: int, user_id: int) -> list[DraftRow]:
        """What a person has begun in a chat, the last touched first."""
        return self._drafts("chat_id = ? AND user_id = ? ORDER BY updated_at DESC, id DESC", (chat_id, user_id))

    async def set_answers(self, draft_id: int, answers: Mapping[str, str]) -> bool:
        """Keep the answers so far; False where the draft is over."""
        sealed = self._sealed_answers(draft_id, answers)
        sql = "UPDATE drafts SET answers = ?, updated_at = ? WHERE id = ?"
        return bool(await self._change(sql, (sealed, self._now(), draft_id)))

    async def show_draft(self, draft_id: int, *, step: str | None, message_id: int | None) -> None:
        """Remember which message shows which step; None where none waits for a typed answer."""
        sql = "UPDATE drafts SET step = ?, message_id = ?, updated_at = ? WHERE id = ?"
        await self._change(sql, (step, message_id, self._now(), draft_id))

    async def drop_draft(self, draft_id: int) -> bool:
        """Forget a draft; whether there was one."""
        return bool(await self._change("DELETE FROM drafts WHERE id = ?", (draft_id,)))

    async def drop_drafts_about(
        self, *, chat_id: int, user_id: int, action: str, account_id: int | None, guid: str | None
    ) -> None:
        """Forget a person's draft of a form for a server: it has become an operation."""
        await self._write(lambda connection: _drop(connection, chat_id, user_id, action, account_id, guid))

    async def purge_drafts(self, before: float, *, orders_before: float) -> int:
        """Forget the drafts that nobody touched since that time; how many there were.

        Args:
            before: UNIX time, for drafts about a server.
            orders_before: UNIX time, for those without one.
        """
        sql = "DELETE FROM drafts WHERE updated_at < CASE WHEN guid IS NULL THEN ? ELSE ? END"
        return await self._change(sql, (orders_before, before))

    def _drafts(self, where: str, parameters: tuple[Any, ...]) -> list[DraftRow]:
        return [self._read(row) for row in self._rows(f"SELECT {_COLUMNS} FROM drafts WHERE {where}", parameters)]

    def _read(self, row: Row) -> DraftRow:
        values = dict(zip(_NAMES, row, strict=True))
        sealed = self._keyring.open_text(values["answers"], "drafts", values["id"], "answers")
        return DraftRow(**values | {"answers": json.loads(sealed)})

    def _sealed_answers(self, draft_id: int, answers: Mapping[str, str]) -> bytes:
        return self._keyring.seal_text(json.dumps(dict(answers)), "drafts", draft_id, "answers")


def _drop(  # noqa: PLR0917 - the key of a draft
    connection: Connection, chat_id: int, user_id: int, action: str, account_id: int | None, guid: str | None
) -> None:
    connection.execute(
        "DELETE FROM drafts WHERE chat_id = ? AND user_id = ? AND action = ? AND account_id IS ? AND guid IS ?",
        (chat_id, user_id, action, account_id, guid),
    )
