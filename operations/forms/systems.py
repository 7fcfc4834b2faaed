"""Operating systems as answers: first the family, then the system; a typed part of a name searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.offers import system_minimum_refusal, system_refusal
from operations.errors import BadAnswerError
from operations.forms.form import Choice, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine import System
    from operations.forms.form import Filling

    Offered = Callable[[Filling], list[System]]

SEARCH = "🔍 "
"""Before what was typed to search for a system."""


def offered(filling: Filling, use: str, *, line_guid: str, cpu: int | None, memory: int | None) -> list[System]:
    """Return the systems that a line offers for a use and a size, by name.

    Args:
        filling: where the catalogue is.
        use: `create` or `install`.
        line_guid: on which line.
        cpu: cores, where they are known.
        memory: GB, likewise.
    """
    systems = filling.catalogue.systems.values() if filling.catalogue is not None else ()
    unlimited = 10**9
    return sorted(
        (
            system
            for system in systems
            if system_refusal(use, system, line_guid=line_guid) is None
            and system_minimum_refusal(system, cpu=cpu or unlimited, memory=memory or unlimited) is None
        ),
        key=lambda system: (system.family.casefold(), system.name.casefold()),
    )


def system_steps(systems: Offered) -> tuple[Step, Step]:
    """Return the two questions; each answers itself where only one answer is possible.

    What is typed in the place of a family and is none searches the names of the systems; the search is then the
    answer, and the second question offers what it found.
    """

    def families(filling: Filling) -> list[Choice]:
        return [Choice(value=name, name=name) for name in dict.fromkeys(each.family for each in systems(filling))]

    def only_family(filling: Filling) -> str | None:
        found = families(filling)
        return found[0].value if len(found) == 1 else None

    def searched(filling: Filling, word: str) -> str:
        wanted = word.removeprefix(SEARCH).strip()
        if not wanted or not _called(systems(filling), wanted):
            raise BadAnswerError("no-system", word=wanted)
        return f"{SEARCH}{wanted}"

    def found(filling: Filling) -> list[System]:
        family, offered_now = filling.answer("family"), systems(filling)
        if family is not None and family.startswith(SEARCH):
            return _called(offered_now, family.removeprefix(SEARCH))
        return [each for each in offered_now if family in {None, each.family}]

    def of_family(filling: Filling) -> list[Choice]:
        return [Choice(value=each.guid, name=each.name) for each in found(filling)]

    def only_found(filling: Filling) -> str | None:
        matching = found(filling)
        return matching[0].guid if len(matching) == 1 else None

    return (
        Step(name="family", choices=families, take=searched, default=only_family),
        Step(name="system", choices=of_family, default=only_found, columns=1),
    )


def _called(systems: list[System], wanted: str) -> list[System]:
    """Return the systems whose name is, or else contains, what was typed."""
    word = wanted.casefold()
    exactly = [each for each in systems if each.name.casefold() == word]
    return exactly or [each for each in systems if word in each.name.casefold()]
