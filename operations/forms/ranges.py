"""Sizes as answers: what a line sells of disks, bandwidth and defense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.errors import BadAnswerError
from operations.forms.form import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Offered as buttons where a line sells a range; any other number of it may be typed.
LADDER = (0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 80, 100, 150, 200, 300, 500, 800, 1000, 1500, 2000, 5000, 10000)
_MOST = 12
_LONGEST = 6


def number(word: str) -> int:
    """Return a typed whole number; a unit behind it is no harm.

    Raises:
        BadAnswerError: it is none.
    """
    digits = word.strip().casefold().removesuffix("mbit/s").rstrip("gbm ").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST):
        raise BadAnswerError("number", word=word)
    return int(digits)


def choices(
    sold: Callable[[int], bool],
    *,
    least: int,
    most: int | None,
    present: int | None,
    key: str,
    also: Iterable[int] = (),
) -> list[Choice]:
    """Return a ladder of numbers that are sold within limits, with the present one among them.

    Args:
        sold: whether the line sells a number.
        least: the smallest of interest.
        most: the largest, None without limit.
        present: what there is now; always offered.
        key: the text of a choice, with `$count`.
        also: further numbers of interest, like the line's own minimum.
    """
    wanted = {each for each in (*LADDER, *also) if each >= least and (most is None or each <= most) and sold(each)}
    if most is not None and most >= least and sold(most):
        wanted.add(most)
    ordered = sorted(wanted | ({present} if present is not None else set()))
    if len(ordered) > _MOST:
        # Evenly thinned, both ends and the present one stay.
        kept = {ordered[round(place * (len(ordered) - 1) / (_MOST - 1))] for place in range(_MOST)}
        ordered = [each for each in ordered if each in kept or each == present]
    return [Choice(value=str(each), key=key, facts={"count": str(each)}) for each in ordered]
