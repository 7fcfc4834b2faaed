"""How an operation's course reaches its chat: one message that edits itself, and a new one at the end.

A new message because edits do not notify; only one, because no send can be taken back. Operations of one batch share
both.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, TelegramError, TimedOut

from handlers.outgoing import ChatGoneError
from handlers.screens import back_to_list, open_server
from handlers.statuses import Statuses, key_of
from handlers.transport.errors import NotConnected
from operations.members import name_of
from texts import texts_for
from texts.batches import batch_ended, batch_status
from texts.operations import ended as ended_text
from texts.operations import status as status_text
from texts.receipts import credit_low

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.outgoing import Button, Outgoing
    from operations.services import Services
    from store import CachedServer, OperationRow

    Rows = Sequence[OperationRow]

log = structlog.get_logger(__name__)


class ChatReporter:
    """Implements `operations.services.Reporter` over Telegram."""

    def __init__(self, outgoing: Outgoing, services: Services) -> None:
        self._outgoing = outgoing
        self._services = services
        self._statuses = Statuses(self._edit, services.clock)
        self._texts: dict[str, str] = {}
        self._timed_out: set[str] = set()

    async def progress(self, operation: OperationRow) -> None:
        """Bring the status message up to date in the background; while one edit is on its way, the newest waits."""
        rows = self._together(operation)
        if any(row.ended_at is None for row in rows):
            self._statuses.follow(rows)

    async def ended(self, operation: OperationRow) -> bool:
        """Bring the status message to its end and say how it ended in a new one; False: try again later."""
        key, taskid, rows = key_of(operation), operation.taskid, self._together(operation)
        await self._statuses.at_rest(key)
        try:
            await self._edit(rows)
            await self._announce(rows)
        except ChatGoneError:
            log.info("end_undeliverable", taskid=taskid)
        except NotConnected as error:
            # Before TimedOut, which connecting too late is as well: this has surely not arrived.
            log.warning("end_not_told_yet", taskid=taskid, error=type(error).__name__)
            return False
        except TimedOut:
            # It may have arrived. Said twice is better than never, said a third time is not.
            if key not in self._timed_out:
                self._timed_out.add(key)
                return False
        except BadRequest as error:
            # Not to be had by asking again: the bot may not write there, or the topic is closed.
            log.warning("end_refused", taskid=taskid, error=error.message)
        except TelegramError as error:
            log.warning("end_not_told_yet", taskid=taskid, error=type(error).__name__)
            return False
        self._statuses.forget(key)
        self._texts.pop(key, None)
        self._timed_out.discard(key)
        return True

    def _together(self, operation: OperationRow) -> Rows:
        """Return the operations that share the messages, in their order."""
        if operation.batch is None:
            return (operation,)
        rows = self._services.store.batch_operations(operation.batch)
        return tuple(operation if row.taskid == operation.taskid else row for row in rows) or (operation,)

    async def _edit(self, rows: Rows) -> None:
        first, key = rows[0], key_of(rows[0])
        # The message's id may have come after the row was read.
        current = self._services.store.operation(first.taskid)
        if current is None or current.status_message_id is None:
            return
        text = self._status(rows)
        if self._texts.get(key) == text:
            return
        try:
            await self._outgoing.edit(
                current.chat_id, current.status_message_id, text, self._ways(rows), priority="interactive"
            )
        except (TelegramError, ChatGoneError) as error:
            # The next edit, or the message at the end, says the same and more.
            log.info("status_edit_failed", taskid=first.taskid, error=type(error).__name__)
        else:
            self._texts[key] = text

    def _status(self, rows: Rows) -> str:
        first, t = rows[0], texts_for(rows[0].language)
        if len(rows) > 1:
            return batch_status(t, rows, self._labels(rows))
        server = self._server(first)
        return status_text(
            t,
            first,
            label=self._label(first, server),
            address=_address(server),
            now=self._services.clock.now(),
            timezone=self._timezone(first),
            settled_by=(first.accepted_at or first.created_at) + self._services.timing.settle,
        )

    async def _announce(self, rows: Rows) -> None:
        first = rows[0]
        # Read afresh: the group may have become a supergroup meanwhile.
        current = self._services.store.operation(first.taskid) or first
        await self._outgoing.send(
            current.chat_id, self._end(rows), self._ways(rows), thread_id=first.thread_id, repeat=False
        )

    def _end(self, rows: Rows) -> str:
        first, t = rows[0], texts_for(rows[0].language)
        person = name_of(self._services, first.user_id) if first.chat_id < 0 else None
        contact, timezone = self._services.contact, self._timezone(first)
        left = self._credit_left(rows)
        if len(rows) > 1:
            notes = [credit_low(t, left)] if left is not None else []
            labels = self._labels(rows)
            return batch_ended(t, rows, labels, person=person, contact=contact, timezone=timezone, notes=notes)
        server = self._server(first)
        return ended_text(
            t,
            first,
            label=self._label(first, server),
            address=_address(server),
            person=person,
            contact=contact,
            timezone=timezone,
            credit_left=left,
        )

    def _credit_left(self, rows: Rows) -> Decimal | None:
        """Return the prepaid credit that is left, where it does not cover the same once more."""
        if rows[0].funding != "credit":
            return None
        available = self._services.store.credit(rows[0].identity_id).available
        again = sum((row.price for row in rows if row.price is not None), start=Decimal(0))
        return available if available < again else None

    def _server(self, operation: OperationRow) -> CachedServer | None:
        found = self._services.store.server_by_guid(operation.guid or "")
        return next((row for row in found if row.account_id == operation.account_id), None)

    def _label(self, operation: OperationRow, server: CachedServer | None) -> str:
        """Return what the chat calls the server, or where that is not known any more, its guid."""
        about = (operation.account_id, operation.guid)
        aliases = self._services.store.aliases(operation.chat_id)
        alias = next((row.alias for row in aliases if (row.account_id, row.guid) == about), None)
        return alias or _address(server) or operation.guid or ""

    def _labels(self, rows: Rows) -> dict[int, str]:
        return {row.taskid: self._label(row, self._server(row)) for row in rows}

    def _timezone(self, operation: OperationRow) -> str:
        chat = self._services.store.chat(operation.chat_id)
        return chat.timezone if chat is not None else "Asia/Shanghai"

    def _ways(self, rows: Rows) -> Sequence[Sequence[Button]]:
        t = texts_for(rows[0].language)
        if len(rows) > 1:
            return [[back_to_list(t)]]
        server = self._server(rows[0])
        return [[open_server(t, server.id)]] if server is not None else []


def _address(server: CachedServer | None) -> str:
    return (server.share_ip or server.ip) if server is not None else ""
