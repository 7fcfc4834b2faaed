from __future__ import annotations

import pytest

from operations.errors import BadAnswerError
from operations.forms import period


@pytest.mark.parametrize(
    ("word", "days", "months"),
    [
        ("7d", 7, None),
        ("7", 7, None),
        (" 7 Days ", 7, None),
        ("7天", 7, None),
        ("7日", 7, None),
        ("1m", None, 1),
        ("12 months", None, 12),
        ("3个月", None, 3),
        ("3月", None, 3),
    ],
)
def test_what_is_read_as_a_period(word: str, days: int | None, months: int | None) -> None:
    assert period.parse(word) == (days, months)


@pytest.mark.parametrize("word", ["", "0d", "-1d", "d", "7w", "1000d", "1.5m", "7d7d", "\uff17d", "<b>", "💥"])
def test_what_is_none(word: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        period.parse(word)
    assert caught.value.problem == "period"


@pytest.mark.parametrize(
    ("words", "name", "length"),
    [
        ("twqag 7d", "twqag", "7d"),
        ("twqag", "twqag", ""),
        ("", "", ""),
        ("7d", "7d", ""),
        ("before the update 1 m", "before the update", "1 m"),
        ("before the update", "before the update", ""),
        ("升级前 3个月", "升级前", "3个月"),
        ("twqag  7D ", "twqag", "7D"),
        ("twqag 99y", "twqag", "99y"),
        ("a 2 7d", "a 2", "7d"),
    ],
)
def test_a_period_at_the_end_is_taken_off(words: str, name: str, length: str) -> None:
    assert period.split(words) == (name, length)


def test_an_answer_is_kept_as_it_can_be_read_again() -> None:
    assert period.parse(period.written(7, None)) == (7, None)
    assert period.parse(period.written(None, 3)) == (None, 3)
