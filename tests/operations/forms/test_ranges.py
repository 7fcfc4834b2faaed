from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.errors import BadAnswerError
from operations.forms import ranges


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0", 0),
        ("20", 20),
        (" 20 ", 20),
        ("+20", 20),
        ("20G", 20),
        ("20 GB", 20),
        ("20gb", 20),
        ("20 M", 20),
        ("20Mbit/s", 20),
        ("20 mbit/s", 20),
        ("007", 7),
        ("999999", 999_999),
    ],
)
def test_a_typed_number(word: str, number: int) -> None:
    assert ranges.number(word) == number


@pytest.mark.parametrize(
    "word",
    ["", " ", "-5", "1.5", "1,5", "x", "GB", "+", "++5", "5+5", "1000000", "²", "٢٠", "２０", "20 TB", "<b>5</b>"],
)
def test_what_is_no_number(word: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        ranges.number(word)
    assert (caught.value.problem, caught.value.facts) == ("number", {"word": word})


def numbers(least: int, most: int | None, present: int | None, *also: int, step: int = 1) -> list[int]:
    found = ranges.choices(
        lambda size: size % step == 0, least=least, most=most, present=present, key="choice-gb", also=also
    )
    return [int(choice.value) for choice in found]


def test_each_is_a_number_with_its_unit() -> None:
    (choice,) = ranges.choices(lambda _: True, least=3, most=3, present=None, key="choice-gb")
    assert (choice.value, choice.key, choice.facts, choice.name, choice.price) == (
        *("3", "choice-gb", {"count": "3"}, None, None),
    )


def test_what_the_line_sells_within_limits() -> None:
    assert numbers(1, 20, None) == [1, 2, 3, 5, 8, 10, 15, 20]
    assert numbers(0, 50, None, step=10) == [0, 10, 20, 30, 40, 50]
    assert numbers(7, 7, None) == [7]
    assert numbers(21, 29, None, step=10) == []


def test_the_largest_is_there_where_it_is_sold() -> None:
    assert numbers(1, 12, None) == [1, 2, 3, 5, 8, 10, 12]
    assert numbers(1, 12, None, step=5) == [5, 10]


def test_the_present_one_is_there_even_if_it_is_not_sold() -> None:
    assert numbers(0, 30, 25, step=10) == [0, 10, 20, 25, 30]
    assert numbers(50, 40, 25) == [25]


def test_the_lines_own_numbers_where_they_are_sold() -> None:
    assert numbers(10, 30, None, 12, 14, 33, step=2) == [10, 12, 14, 20, 30]


def test_many_are_thinned_evenly_with_both_ends_and_the_present_one() -> None:
    assert numbers(0, None, None) == [0, 2, 5, 10, 20, 40, 100, 200, 500, 1000, 2000, 10_000]
    assert numbers(0, None, 7) == [0, 2, 5, 7, 10, 20, 40, 80, 150, 300, 1000, 2000, 10_000]


@given(
    st.integers(0, 12_000), st.none() | st.integers(0, 12_000), st.none() | st.integers(0, 12_000), st.integers(1, 60)
)
def test_whatever_is_sold(least: int, most: int | None, present: int | None, step: int) -> None:
    found = numbers(least, most, present, step=step)
    assert found == sorted(set(found))
    assert len(found) <= 13
    assert present is None or present in found
    for each in found:
        assert each == present or (each >= least and each % step == 0 and (most is None or each <= most))
