from __future__ import annotations

from typing import Any

import pytest

from engine import Reason, refusal
from tests.engine.fine import CHANGES, READS, line, server


@pytest.mark.parametrize("action", CHANGES)
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"orderStatus": "-2"}, Reason.SERVER_DEAD),
        ({"orderStatus": "-1"}, Reason.SERVER_DEAD),
        ({"orderStatus": "4"}, Reason.SERVER_DEAD),
        ({"orderStatus": "0"}, Reason.SERVER_OPENING),
        ({"orderStatus": "2"}, Reason.SERVER_TRANSFERRING),
        ({"orderStatus": "9"}, Reason.ORDER_STATUS_UNKNOWN),
        ({"actStatus": "8"}, Reason.SERVER_REINSTALLING),
        ({"actStatus": "3"}, Reason.SERVER_BUSY),
        ({"actStatus": "11"}, Reason.SERVER_BUSY),
        ({"actStatus": "99"}, Reason.ACT_STATUS_UNKNOWN),
        ({"actStatus": "-99"}, Reason.ACT_STATUS_UNKNOWN),
        ({"snapStatus": "1"}, Reason.SNAPSHOT_BUSY),
        ({"snapStatus": "9"}, Reason.SNAP_STATUS_UNKNOWN),
        # The most telling first.
        ({"orderStatus": "-2", "actStatus": "3", "runStatus": "-2"}, Reason.SERVER_DEAD),
        ({"orderStatus": "2", "actStatus": "3", "runStatus": "-2"}, Reason.SERVER_TRANSFERRING),
        ({"actStatus": "3", "snapStatus": "1"}, Reason.SERVER_BUSY),
    ],
)
def test_what_bars_every_change(action: str, changed: dict[str, Any], reason: Reason) -> None:
    assert refusal(action, server(action, **changed)) is reason


@pytest.mark.parametrize("action", CHANGES)
def test_expiry_bars_all_but_renewal_and_refund(action: str) -> None:
    expired = server(action, orderStatus="3", runStatus="-2")
    expected = None if action in {"renew", "refund"} else Reason.SERVER_EXPIRED
    assert refusal(action, expired) is expected


@pytest.mark.parametrize("action", CHANGES)
def test_an_earlier_failure_bars_only_what_the_vendor_says(action: str) -> None:
    expected = Reason.LAST_ACTION_FAILED if action == "setvnc" else None
    assert refusal(action, server(action, actStatus="-4")) is expected


@pytest.mark.parametrize("action", sorted(READS))
def test_reads_need_no_idle_server(action: str) -> None:
    busy = server(orderStatus="3", actStatus="8", snapStatus="2", runStatus="-2")
    assert refusal(action, busy, line=line()) is None
    assert refusal(action, server(orderStatus="-1")) is Reason.SERVER_DEAD


@pytest.mark.parametrize(
    ("action", "run", "reason"),
    [
        ("start", "1", Reason.SERVER_RUNNING),
        ("start", "-1", None),
        *[(action, "-1", Reason.SERVER_OFF) for action in ("stop", "stop_h", "restart", "restart_h")],
        *[
            (action, run, reason)
            for action in ("start", "stop", "stop_h", "restart", "restart_h", "setvnc")
            for run, reason in (("-2", Reason.SERVER_LOCKED), ("7", Reason.RUN_STATUS_UNKNOWN))
        ],
        ("setvnc", "-1", None),
        ("setpsw", "-1", None),
        ("renew", "-2", None),
    ],
)
def test_power(action: str, run: str, reason: Reason | None) -> None:
    assert refusal(action, server(runStatus=run)) is reason


def test_a_locked_server_is_called_locked_even_while_busy() -> None:
    assert refusal("start", server(runStatus="-2", actStatus="3")) is Reason.SERVER_LOCKED
