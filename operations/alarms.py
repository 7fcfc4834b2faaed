"""Alarms: which chats are told of trouble with a server, of what, and that it is over.

What was told stands in the store beside the notice that tells it, so that nothing is told twice, whoever looks and
however often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from operations.servers import seen_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from operations.servers import KnownServer
    from operations.services import Services
    from store import ConditionRow, NoticeRow, ToldRow

# Seconds for which a condition that is over is kept: until everybody who may still be told of it has been.
KEPT = 7 * 86400.0
# Seconds for which nobody may have looked before a trouble is news to anybody: it may long be over.
BELIEVED = 86400.0
LINES = 20
"""The most conditions that one message names; how many more there are is said."""
# Of these for what is over, if there is that much, however much is not.
_LINES_OVER = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A condition as one chat is told of it.

    Attributes:
        condition: what is or was wrong, and when.
        known: the server as the chat sees it.
        news: whether the chat hears of the trouble itself for the first time; with what is over: that it ever was.
    """

    condition: ConditionRow
    known: KnownServer
    news: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """What one message tells.

    Attributes:
        troubles: what is wrong.
        more_troubles: how much more is.
        over: what is over.
        more_over: how much more is.
    """

    troubles: tuple[Told, ...]
    more_troubles: int
    over: tuple[Told, ...]
    more_over: int

    @property
    def servers(self) -> list[KnownServer]:
        """The servers that are named, each once, in their order."""
        return list({each.known.row_id: each.known for each in (*self.troubles, *self.over)}.values())


async def tell(services: Services) -> int:
    """Keep for the chats what they are to be told of trouble and of its end; return how much that was."""
    store = services.store
    now = services.clock.now()
    untold = store.untold_conditions(now, seen_since=now - BELIEVED)
    ended_in = store.chats_of_ended_alarms()
    if not untold and not ended_in:
        return 0
    return await store.tell_conditions(untold, ended_in)


async def at_delivery(services: Services, notice: NoticeRow) -> Alarm | None:
    """Return what a notice has to tell now; None where nothing of it is true, or for this chat, any more."""
    rows = await services.store.open_alarm(notice.id, services.clock.now())
    troubles = [row for row in rows if not row.over]
    over = [row for row in rows if row.over]
    room = LINES - min(len(over), _LINES_OVER)
    named = _named(services, notice.chat_id, troubles[:room])
    ended = _named(services, notice.chat_id, over[: LINES - len(named)])
    if not named and not ended:
        return None
    return Alarm(named, len(troubles) - len(named), ended, len(over) - len(ended))


def _named(services: Services, chat_id: int, rows: Sequence[ToldRow]) -> tuple[Told, ...]:
    found = ((row, seen_by(services, chat_id, row.condition.account_id, row.condition.guid)) for row in rows)
    return tuple(Told(row.condition, known, row.trouble) for row, known in found if known is not None)
