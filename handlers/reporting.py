"""How an operation's course reaches its chat: one message that edits itself, and a new one at the end.

A new message because edits do not notify; only one, because no send can be taken back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from telegram.error import BadRequest, TelegramError, TimedOut

from handlers.outgoing import ChatGoneError
from handlers.screens import open_server
from handlers.transport.errors import NotConnected
from operations.members import name_of
from texts import texts_for
from texts.operations import ended as ended_text
from texts.operations import status as status_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.outgoing import Button, Outgoing
    from operations.services import Services
    from store import CachedServer, OperationRow
    from texts import Texts

log = structlog.get_logger(__name__)

# A group may be written to 20 times a minute, by everything in it together.
_GROUP_EDIT_INTERVAL = 10.0
# Often enough to see that it goes on, seldom enough to leave room for answers when many operations run.
_PRIVATE_EDIT_INTERVAL = 4.0


class ChatReporter:
    """Implements `operations.services.Reporter` over Telegram."""

    def __init__(self, outgoing: Outgoing, services: Services) -> None:
        self._outgoing = outgoing
        self._services = services
        self._shown: dict[int, str] = {}
        self._edited_at: dict[int, float] = {}
        self._edits: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, OperationRow] = {}
        self._texts: dict[int, str] = {}
        self._timed_out: set[int] = set()

    async def progress(self, operation: OperationRow) -> None:
        """Bring the status message up to date in the background; while one edit is on its way, the newest waits."""
        taskid = operation.taskid
        if operation.ended_at is not None:
            return
        if taskid in self._edits:
            self._waiting[taskid] = operation
            return
        now = self._services.clock.now()
        state_changed = self._shown.get(taskid) != operation.state
        pause = _GROUP_EDIT_INTERVAL if operation.chat_id < 0 else _PRIVATE_EDIT_INTERVAL
        if not state_changed and now - self._edited_at.get(taskid, 0) < pause:
            return
        self._begin_edit(operation, now)

    def _begin_edit(self, operation: OperationRow, now: float) -> None:
        taskid = operation.taskid
        self._shown[taskid] = operation.state
        self._edited_at[taskid] = now
        task = asyncio.create_task(self._edit(operation), name=f"status-{taskid}")
        self._edits[taskid] = task
        task.add_done_callback(lambda done: self._edited(taskid, done))

    def _edited(self, taskid: int, task: asyncio.Task[None]) -> None:
        del self._edits[taskid]
        newest = self._waiting.pop(taskid, None)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            log.error("status_edit_broken", taskid=taskid, exc_info=error)
        elif newest is not None and newest.state != self._shown.get(taskid):
            # The next report may be long in coming, and what is shown is not the truth any more.
            self._begin_edit(newest, self._services.clock.now())

    async def ended(self, operation: OperationRow) -> bool:
        """Bring the status message to its end and say how it ended in a new one; False: try again later."""
        taskid = operation.taskid
        self._waiting.pop(taskid, None)
        if (edit := self._edits.get(taskid)) is not None:
            await asyncio.gather(edit, return_exceptions=True)
        try:
            await self._edit(operation)
            await self._announce(operation)
        except ChatGoneError:
            log.info("end_undeliverable", taskid=taskid)
        except NotConnected as error:
            # Before TimedOut, which connecting too late is as well: this has surely not arrived.
            log.warning("end_not_told_yet", taskid=taskid, error=type(error).__name__)
            return False
        except TimedOut:
            # It may have arrived. Said twice is better than never, said a third time is not.
            if taskid not in self._timed_out:
                self._timed_out.add(taskid)
                return False
        except BadRequest as error:
            # Not to be had by asking again: the bot may not write there, or the topic is closed.
            log.warning("end_refused", taskid=taskid, error=error.message)
        except TelegramError as error:
            log.warning("end_not_told_yet", taskid=taskid, error=type(error).__name__)
            return False
        self._forget(taskid)
        return True

    def _forget(self, taskid: int) -> None:
        self._shown.pop(taskid, None)
        self._edited_at.pop(taskid, None)
        self._texts.pop(taskid, None)
        self._timed_out.discard(taskid)

    async def _edit(self, operation: OperationRow) -> None:
        # The message's id may have come after the row was read.
        current = self._services.store.operation(operation.taskid)
        if current is None or current.status_message_id is None:
            return
        t, server, label, address = self._about(operation)
        text = status_text(
            t,
            operation,
            label=label,
            address=address,
            now=self._services.clock.now(),
            timezone=self._timezone(operation),
            settled_by=(operation.accepted_at or operation.created_at) + self._services.timing.settle,
        )
        if self._texts.get(operation.taskid) == text:
            return
        try:
            await self._outgoing.edit(
                current.chat_id, current.status_message_id, text, _ways(t, server), priority="interactive"
            )
        except (TelegramError, ChatGoneError) as error:
            # The next edit, or the message at the end, says the same and more.
            log.info("status_edit_failed", taskid=operation.taskid, error=type(error).__name__)
        else:
            self._texts[operation.taskid] = text

    async def _announce(self, operation: OperationRow) -> None:
        t, server, label, address = self._about(operation)
        store = self._services.store
        text = ended_text(
            t,
            operation,
            label=label,
            address=address,
            person=name_of(self._services, operation.user_id) if operation.chat_id < 0 else None,
            contact=self._services.contact,
        )
        # Read afresh: the group may have become a supergroup meanwhile.
        current = store.operation(operation.taskid) or operation
        await self._outgoing.send(current.chat_id, text, _ways(t, server), thread_id=operation.thread_id, repeat=False)

    def _about(self, operation: OperationRow) -> tuple[Texts, CachedServer | None, str, str]:
        store = self._services.store
        rows = [row for row in store.server_by_guid(operation.guid or "") if row.account_id == operation.account_id]
        server = rows[0] if rows else None
        address = (server.share_ip or server.ip) if server is not None else ""
        alias = next(
            (
                row.alias
                for row in store.aliases(operation.chat_id)
                if (row.account_id, row.guid) == (operation.account_id, operation.guid)
            ),
            None,
        )
        label = alias or address or operation.guid or ""
        return texts_for(operation.language), server, label, address

    def _timezone(self, operation: OperationRow) -> str:
        chat = self._services.store.chat(operation.chat_id)
        return chat.timezone if chat is not None else "Asia/Shanghai"


def _ways(t: Texts, server: CachedServer | None) -> Sequence[Sequence[Button]]:
    return [[open_server(t, server.id)]] if server is not None else []
