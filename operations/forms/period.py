"""Periods that a snapshot can be paid for: days or months, written "7d" and "1m"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine import snapshot_price
from engine.offers import period_refusal
from operations.errors import BadAnswerError
from operations.forms.form import Choice
from operations.pricing import marked_up

if TYPE_CHECKING:
    from decimal import Decimal

    from operations.forms.form import Filling

_WRITTEN = re.compile(r"([0-9]{1,3})\s*(d|day|days|天|日|m|month|months|个月|月)?")
_AT_THE_END = re.compile(rf"\s(?=\S)({_WRITTEN.pattern}|[0-9]\S*)$", re.IGNORECASE)
_DAYS = frozenset({None, "d", "day", "days", "天", "日"})
# Where the line does not list its days.
USUAL_DAYS = (1, 7, 30)
USUAL_MONTHS = (1, 3, 6, 12)


def parse(word: str) -> tuple[int | None, int | None]:
    """Return days and months, of which one is None.

    Raises:
        BadAnswerError: it is no period.
    """
    match = _WRITTEN.fullmatch(word.strip().casefold())
    if match is None or int(match[1]) == 0:
        raise BadAnswerError("period", word=word)
    number = int(match[1])
    return (number, None) if match[2] in _DAYS else (None, number)


def split(words: str) -> tuple[str, str]:
    """Take a period off the end of what was typed: "before update 1 m" → "before update" and "1 m".

    The first word is never taken for a period; without one behind it the second part is empty. A last word that
    begins with a digit is meant as a period, so that a wrong one is told as such.
    """
    words = words.strip()
    match = _AT_THE_END.search(words)
    return (words, "") if match is None else (words[: match.start()].rstrip(), match[1])


def written(days: int | None, months: int | None) -> str:
    """Return a period as an answer keeps it."""
    return f"{days}d" if days is not None else f"{months}m"


def choices(filling: Filling) -> list[Choice]:
    """Return the periods that the line sells, with what each costs."""
    line = filling.line
    days = tuple(line.snap_open_days or USUAL_DAYS) if line is not None else USUAL_DAYS
    offered = [(each, None) for each in sorted(set(days))]
    months = sorted(set(line.months or USUAL_MONTHS)) if line is not None else list(USUAL_MONTHS)
    # A line lists a dozen; any of them can be typed.
    usual = [each for each in months if each in USUAL_MONTHS] or months
    offered_months = [(None, each) for each in usual]
    return [
        Choice(
            value=written(day, month),
            key="choice-days" if day is not None else "choice-months",
            facts={"count": day if day is not None else month or 0},
            price=_price(filling, day, month),
        )
        for day, month in (*offered, *offered_months)
        if period_refusal(line, days=day, months=month) is None
    ]


def take(filling: Filling, word: str) -> str:
    """Return a typed period as an answer keeps it.

    Raises:
        BadAnswerError: it is none, or the line does not sell it.
    """
    days, months = parse(word)
    if period_refusal(filling.line, days=days, months=months) is not None:
        raise BadAnswerError("period-not-sold", word=word)
    return written(days, months)


def _price(filling: Filling, days: int | None, months: int | None) -> Decimal | None:
    known, line = filling.known, filling.line
    if known is None or line is None:
        return None
    system = filling.services.catalogue.of(known.account_id).systems.get(known.server.system_guid)
    if system is None:
        return None
    listed = snapshot_price(
        line,
        harddisks=known.server.harddisks,
        system_harddisk=system.system_harddisk,
        days=days,
        months=months,
    )
    return marked_up(filling.services, known.identity_id, listed)
