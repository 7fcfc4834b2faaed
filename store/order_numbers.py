"""Order numbers: how an order is known at the engine, whichever of our attempts sends it."""

from __future__ import annotations

import secrets
import string
import time

MAX_ORDER_NO = 20
_DIGITS = string.digits + string.ascii_uppercase
# 36**9 ms reach beyond the year 5000. 11 random digits are 56 bits.
_TIME_DIGITS = 9
_RANDOM_DIGITS = MAX_ORDER_NO - _TIME_DIGITS


def new_order_no(now: float | None = None) -> str:
    """An order number: the time and 56 random bits, 20 upper case letters and digits, the most that the engine takes.

    Never a sequence: after a backup was restored, a sequence would give numbers to the engine that it has seen, and
    an engine that knows the number could take a new order for one already paid. The time makes numbers sort by age.

    Args:
        now: Unix seconds; None: the wall clock's.
    """
    milliseconds = int((time.time() if now is None else now) * 1000)
    digits = []
    for _ in range(_TIME_DIGITS):
        milliseconds, digit = divmod(milliseconds, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)) + "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM_DIGITS))
