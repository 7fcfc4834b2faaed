"""The engine's clock on the wire: naive strings that mean Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 86_400.0
_FORMAT = "%Y-%m-%d %H:%M:%S"


def written(at: float) -> str:
    """`YYYY-MM-DD HH:MM:SS` of a unix time."""
    return datetime.fromtimestamp(at, ZONE).strftime(_FORMAT)


def parsed(text: str) -> float:
    """The unix time of a naive string.

    Raises:
        ValueError: the text is not of the form `YYYY-MM-DD HH:MM:SS`.
    """
    return datetime.strptime(text, _FORMAT).replace(tzinfo=ZONE).timestamp()


def date_of(at: float) -> str:
    """The date as `vtime` wants it: `YYYYMMDD`."""
    return datetime.fromtimestamp(at, ZONE).strftime("%Y%m%d")


def months_later(at: float, months: int) -> float:
    """The same clock time whole calendar months later; the month's last day where the day does not exist."""
    return (datetime.fromtimestamp(at, ZONE) + relativedelta(months=months)).timestamp()
