"""What can go wrong between the bot and Telegram, beyond python-telegram-bot's own classes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from telegram.error import NetworkError, TimedOut

if TYPE_CHECKING:
    from telegram.error import RetryAfter


class NotConnected(NetworkError):  # noqa: N818 - named as python-telegram-bot's TimedOut is
    """Nothing of the request was sent, so that sending it again cannot do anything twice."""

    __slots__ = ()


class ConnectTimedOut(NotConnected, TimedOut):
    """No connection in time: none was free in the pool, or none could be opened. Nothing was sent."""

    __slots__ = ()


class SenderClosed(NotConnected):
    """The sender was shut down before this message's turn came. Nothing was sent."""

    __slots__ = ()


class CutOff(NetworkError):  # noqa: N818 - as above
    """The connection broke, or was broken off, before the answer came: nobody knows whether the request arrived."""

    __slots__ = ()


class IntakeError(Exception):
    """Updates cannot be taken in, and trying again would not help."""


class TwoPollersError(IntakeError):
    """Another program takes the same bot's updates."""


def retry_seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds.

    python-telegram-bot gives a timedelta where `PTB_TIMEDELTA` is set (this package sets it) and else an int.
    """
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
