from __future__ import annotations

import pytest

from operations.auto_renewal.times import (
    DAY,
    HOUR,
    MINUTE,
    announced_at,
    due_at,
    may_be_announced_again,
    retry_at,
    untold_due_at,
)

END = 1_000 * DAY


@pytest.mark.parametrize("lead", [1, 3, 7])
def test_told_in_time_it_is_paid_so_many_days_before_the_end(lead: int) -> None:
    told = announced_at(END, lead)
    assert told == END - (lead + 2) * DAY
    assert due_at(END, lead, told) == END - lead * DAY
    # Told earlier than needed, it is not paid earlier.
    assert due_at(END, lead, told - 5 * DAY) == END - lead * DAY


@pytest.mark.parametrize(
    ("told_before", "paid_before"),
    [
        # Told late: 48 hours all the same.
        (4 * DAY, 2 * DAY),
        (3 * DAY, 1 * DAY),
        # No time for that: six hours before the end.
        (50 * HOUR, 6 * HOUR),
        (24 * HOUR, 6 * HOUR),
        (7 * HOUR, 6 * HOUR),
        # Not even for that: an hour's warning.
        (6.5 * HOUR, 5.5 * HOUR),
        (3 * HOUR, 2 * HOUR),
        # The end lies within the hour: ten minutes before it, or at once.
        (1 * HOUR, 10 * MINUTE),
        (15 * MINUTE, 10 * MINUTE),
        (10 * MINUTE, 10 * MINUTE),
        (5 * MINUTE, 5 * MINUTE),
        # It is over: an hour's warning.
        (0, -1 * HOUR),
        (-2 * DAY, -2 * DAY - HOUR),
    ],
)
def test_told_late(told_before: float, paid_before: float) -> None:
    assert due_at(END, 3, END - told_before) == END - paid_before


def test_what_nobody_could_be_told_of_waits_until_six_hours_before_the_end() -> None:
    assert untold_due_at(END, 7, END - 9 * DAY) == END - 6 * HOUR
    assert untold_due_at(END, 1, END - 2 * HOUR) == END - HOUR
    assert untold_due_at(END, 1, END + DAY) == END + DAY + HOUR


def test_another_notice_needs_48_hours_and_the_six_at_the_end() -> None:
    assert may_be_announced_again(END, END - 54 * HOUR)
    assert not may_be_announced_again(END, END - 54 * HOUR + 1)


def test_pauses_between_attempts_keep_clear_of_the_end() -> None:
    at = END - 3 * DAY
    assert retry_at(END, at, 1, sure=True) == at + HOUR
    assert retry_at(END, at, 2, sure=True) == at + 6 * HOUR
    # What may have been executed after all is waited for a day.
    assert retry_at(END, at, 1, sure=False) == at + DAY
    # Near the end the pause gives way, but never to nothing.
    assert retry_at(END, END - 5 * HOUR, 2, sure=True) == END - HOUR
    assert retry_at(END, END - 30 * MINUTE, 1, sure=True) == END - 20 * MINUTE
    assert retry_at(END, END - 10 * HOUR, 1, sure=False) == END - HOUR
    assert retry_at(END, END - 20 * HOUR, 1, sure=False) == END - HOUR
    assert retry_at(END, END - 3 * HOUR, 1, sure=False) == END + 3 * HOUR
    # After the end there is nothing to keep clear of.
    assert retry_at(END, END + HOUR, 2, sure=True) == END + 7 * HOUR
