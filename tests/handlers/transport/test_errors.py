from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from telegram.error import NetworkError, RetryAfter, TimedOut

from handlers.transport.errors import ConnectTimedOut, NotConnected, SenderClosed, retry_seconds

if TYPE_CHECKING:
    import pytest


def test_what_was_not_sent_is_told_apart() -> None:
    assert issubclass(NotConnected, NetworkError)
    assert issubclass(SenderClosed, NotConnected)
    assert issubclass(ConnectTimedOut, NotConnected)
    assert issubclass(ConnectTimedOut, TimedOut)
    assert not issubclass(TimedOut, NotConnected)
    assert str(ConnectTimedOut("no time")) == "no time"


def test_retry_after_is_read_in_both_of_its_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    assert retry_seconds(RetryAfter(7)) == 7.0
    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert retry_seconds(RetryAfter(7)) == 7.0
