from __future__ import annotations

import pytest

from texts.urgency import SIGNS, Urgency, urgency

DAY = 86400.0


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Urgency.OVER),
        (0, Urgency.OVER),
        (0.001, Urgency.DAYS_3),
        (2.999, Urgency.DAYS_3),
        (3, Urgency.DAYS_7),
        (7, Urgency.DAYS_14),
        (14, Urgency.LATER),
        (9999, Urgency.LATER),
    ],
)
def test_the_steps(days: float, expected: Urgency) -> None:
    assert urgency(days * DAY) is expected


def test_each_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Urgency)
    assert len(set(SIGNS.values())) == len(SIGNS)
