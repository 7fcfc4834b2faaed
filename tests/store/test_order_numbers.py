from __future__ import annotations

import re

from store import MAX_ORDER_NO, new_order_no


def test_an_order_number_fits_the_engine() -> None:
    assert MAX_ORDER_NO == 20
    assert all(re.fullmatch(r"[0-9A-Z]{20}", new_order_no(now)) for now in (None, 0.0, 1_800_000_000.0, 9e10))


def test_order_numbers_sort_by_time_and_are_no_sequence() -> None:
    now = 1_800_000_000.0
    numbers = [new_order_no(now) for _ in range(200)]
    assert len(set(numbers)) == 200
    assert {number[:9] for number in numbers} == {"0MYWPIWW0"}
    # A counter, or a generator that is seeded with the time, would show in single digits.
    assert all(len({number[digit] for number in numbers}) > 20 for digit in range(9, 20))
    assert max(numbers) < new_order_no(now + 0.002)
