"""What is ticked in a message's own keyboard.

Telegram hands the pressed message's keyboard over with every press, as the bot made it: it is the one place to keep a
choice that no client can forge and no restart forgets. Only which button was pressed comes from the client.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import callback_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.updates import InlineKeyboard

SERVER = "sel"
MONTHS = "sem"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selection screen shows and what of it is ticked.

    Attributes:
        shown: the servers' row ids, in order.
        ticked: those of them that are chosen.
        months: for how long.
    """

    shown: tuple[int, ...]
    ticked: frozenset[int] = frozenset()
    months: int | None = None

    def toggled(self, row: int) -> Selection:
        """Return it with one server's tick changed; a server that is not shown changes nothing."""
        return replace(self, ticked=self.ticked ^ {row}) if row in self.shown else self

    def with_ticks(self, rows: Iterable[int]) -> Selection:
        """Return it with these ticked as well, as far as they are shown."""
        return replace(self, ticked=self.ticked | (frozenset(rows) & frozenset(self.shown)))

    def for_months(self, months: int) -> Selection:
        """Return it with another number of months."""
        return replace(self, months=months)


def tick(verb: str, number: int, *, ticked: bool) -> str:
    """Return the data of a button that can be ticked: `verb:<number>:<0|1>`."""
    return callback_data.pack(verb, number, int(ticked))


def read(keyboard: InlineKeyboard | None, *, verb: str = SERVER) -> Selection:
    """Return the selection that a keyboard shows; an empty one where there is none. `verb` is that of its servers."""
    shown: list[int] = []
    ticked: set[int] = set()
    months: int | None = None
    for data in keyboard.data if keyboard is not None else ():
        found, rest = callback_data.unpack(data)
        first, _, state = rest.partition(callback_data.SEPARATOR)
        number = callback_data.number(first)
        if number is None:
            continue
        if found == verb:
            shown.append(number)
            if state == "1":
                ticked.add(number)
        elif found == MONTHS and state == "1":
            months = number
    return Selection(tuple(shown), frozenset(ticked), months)
