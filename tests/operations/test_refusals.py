from __future__ import annotations

import pytest

from operations.refusals import MEANINGS, meaning


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("余额不足", "balance"),
        ("Sign error", "settings"),
        ("请求已过期", "settings"),
        ("业务已过期", "expired"),
        ("天知道", None),
    ],
)
def test_what_the_engine_most_likely_means(words: str, name: str | None) -> None:
    assert meaning(words) == name


def test_every_part_is_reached_by_itself_or_by_one_before_it() -> None:
    assert {meaning(part) for part, _ in MEANINGS} == {name for _, name in MEANINGS}
