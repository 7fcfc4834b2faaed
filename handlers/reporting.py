"""How an operation's course reaches its chat: one message that edits itself, and a new one at the end.

A new message because edits do not notify; only one, because no send can be taken back. Operations of one batch share
both.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

import structlog
from telegram.error import BadRequest, TelegramError, TimedOut

from handlers import callback_data
from handlers.outgoing import Button, ChatGoneError
from handlers.screens import BELOW, back_to_list, open_server, server_rows
from handlers.secret_messages import show_button
from handlers.statuses import Statuses, key_of
from handlers.transport.errors import NotConnected
from operations import secrets
from operations.members import name_of
from operations.naming import names_of_operation
from operations.servers import seen_by
from store import SCHEDULE_PREFIX
from texts import texts_for
from texts.batches import batch_ended, batch_status
from texts.operations import ended as ended_text
from texts.operations import status as status_text
from texts.receipts import MOST_BOUGHT, bought, credit_low

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.outgoing import Outgoing
    from operations.services import Services
    from store import OperationRow
    from texts import Texts

    Rows = Sequence[OperationRow]

log = structlog.get_logger(__name__)


class _End(TypedDict):
    """What the ends of one and of several are told with."""

    person: str | None
    contact: str
    timezone: str
    informed: bool
    notes: Sequence[str]


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
        if (operation.dedupe_key or "").startswith(SCHEDULE_PREFIX) and operation.outcome != "settled":
            # A schedule's run has one report of its own, for all its servers.
            return True
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
        for row in rows:
            # Delivered by itself, in private: whether this chat could be told makes no difference.
            await secrets.promise(self._services, row)
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
        label, address = self._names(first)
        return status_text(
            t,
            first,
            label=label,
            address=address,
            now=self._services.clock.now(),
            timezone=self._timezone(first),
            settled_by=(first.accepted_at or first.created_at) + self._services.timing.settle,
        )

    async def _announce(self, rows: Rows) -> None:
        first = rows[0]
        await self._outgoing.send(
            self._chat_of(first),
            self._end(rows),
            [*self._shown_again(rows), *self._ways(rows)],
            thread_id=first.thread_id,
            repeat=False,
        )

    def _chat_of(self, operation: OperationRow) -> int:
        """Return the chat as the store has it now: a group may have become a supergroup meanwhile."""
        return (self._services.store.operation(operation.taskid) or operation).chat_id

    def _end(self, rows: Rows) -> str:
        first, t = rows[0], texts_for(rows[0].language)
        more: _End = {
            "person": name_of(self._services, first.user_id) if first.chat_id < 0 else None,
            "contact": self._services.contact,
            "timezone": self._timezone(first),
            # Nobody is told where there is no staff chat.
            "informed": bool(self._services.store.staff_chats(first.account_id)),
            "notes": self._notes(rows, t),
        }
        if len(rows) > 1:
            return batch_ended(t, rows, self._labels(rows), **more)
        label, address = self._names(first)
        return ended_text(t, first, label=label, address=address, **more)

    def _notes(self, rows: Rows, t: Texts) -> list[str]:
        """Return that the prepaid credit left does not cover the same once more, where that is so."""
        first = rows[0]
        if first.funding != "credit":
            return []
        available = self._services.store.credit(first.identity_id).available
        again = sum((row.price for row in rows if row.price is not None), start=Decimal(0))
        # How much it is, only owners may know: in a group it is not said.
        return [credit_low(t, available if first.chat_id > 0 else None)] if available < again else []

    def _names(self, operation: OperationRow) -> tuple[str, str]:
        return names_of_operation(self._services, operation, chat_id=self._chat_of(operation))

    def _labels(self, rows: Rows) -> dict[int, str]:
        return {row.taskid: self._names(row)[0] for row in rows}

    def _timezone(self, operation: OperationRow) -> str:
        chat = self._services.store.chat(operation.chat_id)
        return chat.timezone if chat is not None else "Asia/Shanghai"

    def _shown_again(self, rows: Rows) -> Sequence[Sequence[Button]]:
        """Return the button that shows the new password in private, where there is one to show."""
        current = self._services.store.operation(rows[0].taskid)
        if len(rows) > 1 or current is None or secrets.handed_over(self._services, current) is None:
            return []
        return [[show_button(texts_for(current.language), current.taskid, private=current.chat_id > 0)]]

    def _ways(self, rows: Rows) -> Sequence[Sequence[Button]]:
        t = texts_for(rows[0].language)
        if len(rows) > 1:
            return [[back_to_list(t, below=True)]]
        first = rows[0]
        if first.guid is None:
            return self._bought(first, t)
        server = seen_by(self._services, self._chat_of(first), first.account_id, first.guid)
        return [[open_server(t, server.row_id, below=True)]] if server is not None else []

    def _bought(self, row: OperationRow, t: Texts) -> Sequence[Sequence[Button]]:
        """Return the way to each server that was bought, as far as the chat sees it, and to the list."""
        chat_id = self._chat_of(row)
        guids = [server.guid for server in bought(row)[:MOST_BOUGHT]]
        found = (seen_by(self._services, chat_id, row.account_id, guid) for guid in guids)
        buttons = [
            Button(known.label, callback_data.pack(BELOW, "srv", known.row_id)) for known in found if known is not None
        ]
        return [*server_rows(buttons), [back_to_list(t, below=True)]] if buttons else []
