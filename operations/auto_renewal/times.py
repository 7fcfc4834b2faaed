"""When an auto-renewal announces, pays and tries again. All times are UNIX seconds, pure arithmetic.

The chat is told `NOTICE` before anything is paid. Where the end is too near for that, the latest is `LAST` before the
end, and `WARNING` stays between being told and paying; of an end that is over, too. Only where the end lies within the
warning it is shortened: a server that is off at midnight is worse than a short warning.
"""

from __future__ import annotations

MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0

NOTICE = 48 * HOUR
"""Between the announcement and the payment."""
LAST = 6 * HOUR
"""So long before the end it is paid at the latest, however short the notice."""
WARNING = HOUR
"""At least so much lies between the announcement and the payment, unless the end comes first."""
MARGIN = 10 * MINUTE
"""What an order needs to be done before the end."""
PAUSES = (HOUR, 6 * HOUR)
"""After the first attempt that failed, and after the second."""
LONG_PAUSE = DAY
"""After an attempt of which no trace could be read: an engine that executes late has done so by then."""
MOST_FAILURES = 3


def announced_at(end: float, lead_days: int) -> float:
    """Return when the renewal of a server is to be announced."""
    return end - lead_days * DAY - NOTICE


def due_at(end: float, lead_days: int, told_at: float) -> float:
    """Return when it is carried out, for a chat that has been told at that time."""
    due = max(end - lead_days * DAY, min(told_at + NOTICE, end - LAST))
    return max(due, _warned(end, told_at))


def untold_due_at(end: float, lead_days: int, announced: float) -> float:
    """Return when it is carried out while the announcement has not reached the chat: as late as it may be."""
    return max(end - lead_days * DAY, end - LAST, _warned(end, announced))


def _warned(end: float, told_at: float) -> float:
    warned = told_at + WARNING
    if told_at >= end or warned <= end - MARGIN:
        return warned
    return max(told_at, end - MARGIN)


def may_be_announced_again(end: float, now: float) -> bool:
    """Tell whether there is time for another whole notice."""
    return now + NOTICE <= end - LAST


def retry_at(end: float, failed_at: float, failures: int, *, sure: bool) -> float:
    """Return when the next attempt is carried out: after a pause, but before the end where that can be.

    Args:
        end: the server's.
        failed_at: when the last attempt ended.
        failures: how many have failed by now.
        sure: False where it only could not be read that anything happened.
    """
    pause, least = (PAUSES[min(failures, len(PAUSES)) - 1], MARGIN) if sure else (LONG_PAUSE, PAUSES[-1])
    at, latest = failed_at + pause, end - HOUR
    if failed_at < end and at > latest:
        return max(failed_at + least, min(at, latest))
    return at
