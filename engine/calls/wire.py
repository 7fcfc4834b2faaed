"""Values as the engine wants them in a form, checked before anything is sent."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from engine.models.php import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LONGEST_ORDER_NUMBER = 20
"""Characters (vendor's document, ``clientOrderNo``)."""


def encoded(password: str) -> str:
    """Spell a password: base64 of its UTF-8."""
    return b64encode(password.encode()).decode("ascii")


def disks(sizes: Iterable[int]) -> str:
    """Spell data disks in their order, GB."""
    return ",".join(map(str, sizes))


def clock(moment: datetime) -> str:
    """Spell a time in Asia/Shanghai.

    Raises:
        ValueError: If the time has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def order_number(number: str) -> str:
    """Check an order number.

    Raises:
        ValueError: If it is empty or longer than the engine allows.
    """
    if not 1 <= len(number) <= LONGEST_ORDER_NUMBER:
        raise ValueError(f"an order number has 1 to {LONGEST_ORDER_NUMBER} characters")
    return number


def period(*, days: int | None, months: int | None) -> dict[str, str]:
    """Spell the period that a snapshot is kept for.

    Raises:
        ValueError: Unless exactly one of the two is given, and positive.
    """
    given = {name: value for name, value in (("days", days), ("months", months)) if value is not None}
    if len(given) != 1 or min(given.values()) < 1:
        raise ValueError("a period is either days or months")
    return {name: str(value) for name, value in given.items()}
