"""How near an end is, in steps that are the same in every list, picture and notice."""

from __future__ import annotations

from enum import StrEnum

_DAY = 86400.0


class Urgency(StrEnum):
    """The steps, the most urgent first; what is over comes before all."""

    OVER = "over"
    DAYS_3 = "3-days"
    DAYS_7 = "7-days"
    DAYS_14 = "14-days"
    LATER = "later"


SIGNS = {
    Urgency.OVER: "⚫",
    Urgency.DAYS_3: "🔴",
    Urgency.DAYS_7: "🟠",
    Urgency.DAYS_14: "🟡",
    Urgency.LATER: "🟢",
}
_BELOW = ((3 * _DAY, Urgency.DAYS_3), (7 * _DAY, Urgency.DAYS_7), (14 * _DAY, Urgency.DAYS_14))


def urgency(remaining: float) -> Urgency:
    """Return how urgent it is with so many seconds left; none left, or less, is over."""
    if remaining <= 0:
        return Urgency.OVER
    return next((each for below, each in _BELOW if remaining < below), Urgency.LATER)
