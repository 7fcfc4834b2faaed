"""One chat's outgoing messages whose turn has not come."""

from __future__ import annotations

import asyncio
import contextvars
import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handlers.transport.endpoints import edited_message, message_count, replaces
from handlers.transport.priority import Kept, is_bulk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from handlers.transport.limits import Pace
    from handlers.transport.priority import Priority

    Call = Callable[[], Coroutine[Any, Any, Any]]


@dataclass(slots=True, eq=False, kw_only=True)
class Waiting:
    """A message that waits.

    Attributes:
        call: makes the request.
        endpoint: the Bot API's method.
        edits: the message that it edits, or none.
        cost: how many messages it counts for.
        bulk: whether it goes after everything interactive.
        before: awaited once, when its turn has come; see `Kept`.
        kept: whether its caller tries it again.
        callers: who awaits the outcome; more than one where an edit took the place of others.
        context: the context variables of the caller, for what is logged on the way.
        floods: how often Telegram asked to wait.
        disconnects: how often no connection came about.
    """

    call: Call
    endpoint: str
    edits: int | str | None
    cost: int
    bulk: bool
    before: Callable[[], Awaitable[None]] | None = None
    kept: bool = False
    callers: list[asyncio.Future[Any]] = field(default_factory=list)
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    floods: int = 0
    disconnects: int = 0

    @classmethod
    def of(cls, call: Call, *, endpoint: str, data: Mapping[str, Any], priority: Priority | None) -> Waiting:
        """The entry for a call of a method with these parameters, with one caller."""
        return cls(
            call=call,
            endpoint=endpoint,
            edits=edited_message(endpoint, data),
            cost=message_count(data),
            bulk=is_bulk(priority),
            before=priority.before if isinstance(priority, Kept) else None,
            kept=isinstance(priority, Kept),
            callers=[asyncio.get_running_loop().create_future()],
        )

    @property
    def abandoned(self) -> bool:
        """Whether nobody awaits it any more."""
        return all(caller.done() for caller in self.callers)

    def succeed(self, result: Any) -> None:
        """Give every caller the result."""
        for caller in self.callers:
            if not caller.done():
                caller.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Give every caller the error."""
        for caller in self.callers:
            if not caller.done():
                caller.set_exception(error)


class ChatQueue:
    """What waits for one chat, interactive before bulk, each in the order it came.

    One message of a chat is under way at a time: two at once over two connections could arrive in either order.

    Attributes:
        key: what tells the chat from others: its id or name, or `inline:` and an inline message's id.
        chat_id: the chat's id or name; none for an inline message.
        pace: the chat's limit.
        held_until: Telegram's RetryAfter, or the pause after a failed connection.
        in_flight: whether a message is under way.
        place: changes whenever the chat is given a new place among the chats; older places are void.
        listed: whether it is in the list of chats that may be forgotten.
    """

    __slots__ = (
        "_bulk",
        "_edits",
        "_interactive",
        "chat_id",
        "held_until",
        "in_flight",
        "key",
        "listed",
        "pace",
        "place",
    )

    def __init__(self, key: int | str, *, chat_id: int | str | None, pace: Pace) -> None:
        self.key = key
        self.chat_id = chat_id
        self.pace = pace
        self.held_until = -math.inf
        self.in_flight = False
        self.place = 0
        self.listed = False
        self._interactive: deque[Waiting] = deque()
        self._bulk: deque[Waiting] = deque()
        self._edits: dict[int | str, Waiting] = {}  # the latest waiting edit of each message

    def head(self) -> Waiting | None:
        """Whose turn is next; what nobody awaits any more is thrown away on the way."""
        for lane in (self._interactive, self._bulk):
            while lane:
                if not lane[0].abandoned:
                    return lane[0]
                self._forget_edit(lane.popleft())
        return None

    def free_at(self, *, cost: int, bulk: bool) -> float:
        """The earliest time for this chat's next message."""
        return max(self.held_until, self.pace.free_at(cost=cost, bulk=bulk))

    def fresh_at(self) -> float:
        """From when on nothing would be lost by forgetting the chat, if nothing waits."""
        return max(self.held_until, self.pace.fresh_at())

    def push(self, new: Waiting) -> bool:
        """Queue a message, or let it take the place of a waiting edit that it makes pointless.

        Returns:
            Whether the head has changed.
        """
        head = self.head()
        old = self._edits.get(new.edits) if new.edits is not None else None
        if old is not None and not old.abandoned and replaces(new.endpoint, old.endpoint):
            if new.bulk or not old.bulk:
                old.call, old.endpoint, old.context, old.floods = new.call, new.endpoint, new.context, 0
                old.callers.extend(new.callers)
                return False
            self._bulk.remove(old)
            new.callers = old.callers + new.callers
        (self._bulk if new.bulk else self._interactive).append(new)
        if new.edits is not None:
            self._edits[new.edits] = new
        return self.head() is not head

    def push_back(self, again: Waiting) -> None:
        """Queue a message that was under way and must be sent again: before all others of its kind.

        An edit that has been overtaken by a newer one meanwhile is not sent again; its callers get the newer's outcome.
        """
        if again.edits is not None:
            newer = self._edits.get(again.edits)
            if newer is None or newer.abandoned:
                self._edits[again.edits] = again
            elif replaces(newer.endpoint, again.endpoint):
                newer.callers = again.callers + newer.callers
                if newer.bulk and not again.bulk:
                    self._bulk.remove(newer)
                    newer.bulk = False
                    self._interactive.appendleft(newer)
                return
        (self._bulk if again.bulk else self._interactive).appendleft(again)

    def pop(self) -> Waiting:
        """Take the head, which there must be."""
        waiting = (self._interactive or self._bulk).popleft()
        self._forget_edit(waiting)
        return waiting

    def clear(self, *, interactive: bool) -> list[Waiting]:
        """Take out all that is bulk, and all that is interactive too if asked."""
        lanes = (self._interactive, self._bulk) if interactive else (self._bulk,)
        out = [waiting for lane in lanes for waiting in lane]
        for lane in lanes:
            lane.clear()
        for waiting in out:
            self._forget_edit(waiting)
        return out

    def _forget_edit(self, waiting: Waiting) -> None:
        if waiting.edits is not None and self._edits.get(waiting.edits) is waiting:
            del self._edits[waiting.edits]
