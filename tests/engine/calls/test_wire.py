from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.calls.wire import clock, disks, encoded, order_number, period


def test_spelling() -> None:
    assert encoded("www.njaoyun.com") == "d3d3Lm5qYW95dW4uY29t"
    assert encoded("密") == "5a+G"
    assert disks([10, 20]) == "10,20"
    assert disks([]) == ""
    assert order_number("x" * 20) == "x" * 20
    assert period(days=7, months=None) == {"days": "7"}
    assert period(days=None, months=12) == {"months": "12"}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2021, 9, 11, 6, 35, 34, tzinfo=UTC), "2021-09-11 14:35:34"),
        (datetime(2021, 12, 31, 18, 0, tzinfo=UTC), "2022-01-01 02:00:00"),
        (datetime(2021, 9, 11, 6, 0, tzinfo=timezone(timedelta(hours=-8))), "2021-09-11 22:00:00"),
    ],
)
def test_times_are_the_engines_clock(moment: datetime, expected: str) -> None:
    assert clock(moment) == expected
