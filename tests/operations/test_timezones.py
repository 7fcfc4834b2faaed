from __future__ import annotations

import pytest

from operations.errors import BadAnswerError
from operations.timezones import TIMEZONES, timezone


def test_those_on_buttons_are_time_zones() -> None:
    assert [timezone(name) for name in TIMEZONES] == list(TIMEZONES)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        (" Europe/Berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("los angeles", "America/Los_Angeles"),
        ("北京", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"),
        ("utc", "UTC"),
    ],
)
def test_time_zones(words: str, name: str) -> None:
    assert timezone(words) == name


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("shangai", "Asia/Shanghai"),
        ("nowhere at all", None),
        ("", None),
    ],
)
def test_what_is_no_time_zone_comes_with_what_it_is_like(words: str, near: str | None) -> None:
    with pytest.raises(BadAnswerError) as caught:
        timezone(words)
    assert caught.value.problem == ("timezone" if near is None else "timezone-near")
    assert caught.value.facts.get("near") == near
