from __future__ import annotations

import math

import pytest

from handlers.transport.limits import Limits, Pulse, Unlimited, Window, pace_of_all, pace_of_chat


def test_the_defaults_are_telegrams() -> None:
    limits = Limits()
    assert (limits.per_second, limits.private_per_second, limits.group_per_minute) == (30, 1, 20)


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_second": 0},
        {"private_burst": 0.5},
        {"group_per_minute": 0},
        {"private_per_second": 0},
        {"interactive_reserve": 30},
        {"interactive_reserve": -1},
        {"group_reserve": 20},
    ],
)
def test_limits_that_let_nothing_through_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must l"):
        Limits(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("chat", "kind"), [(7, Pulse), (-7, Window), ("@channel", Window), (None, Unlimited)])
def test_a_chats_kind_decides_its_pace(chat: int | str | None, kind: type) -> None:
    assert type(pace_of_chat(chat, Limits())) is kind
    assert type(pace_of_chat(chat, Limits.none())) is Unlimited


def test_without_limits_there_is_no_window() -> None:
    assert type(pace_of_all(Limits())) is Window
    unlimited = pace_of_all(Limits.none())
    unlimited.take(5.0, cost=1)
    assert unlimited.free_at(cost=1, bulk=True) == -math.inf
    assert unlimited.fresh_at() == -math.inf


def test_bulk_leaves_the_reserve() -> None:
    window = Window(capacity=4, period=10.0, reserve=2)
    window.take(1.0, cost=1)
    window.take(2.0, cost=1)
    assert window.free_at(cost=1, bulk=True) == 11.0
    assert window.free_at(cost=2, bulk=False) == -math.inf
    assert window.free_at(cost=3, bulk=False) == 11.0


def test_what_never_fits_goes_when_the_window_is_empty() -> None:
    window = Window(capacity=4, period=10.0, reserve=0)
    window.take(1.0, cost=1)
    window.take(3.0, cost=1)
    assert window.free_at(cost=100, bulk=False) == 13.0
    window.take(13.0, cost=100)
    assert window.free_at(cost=1, bulk=False) == 23.0
    assert window.fresh_at() == 23.0


def test_bulk_leaves_the_last_of_a_burst() -> None:
    pulse = Pulse(rate=1.0, burst=3)
    pulse.take(10.0, cost=1)
    pulse.take(10.0, cost=1)
    assert pulse.free_at(cost=1, bulk=False) == 10.0
    assert pulse.free_at(cost=1, bulk=True) == 11.0
    assert pulse.fresh_at() == 12.0


def test_bulk_is_not_shut_out_where_there_is_no_burst() -> None:
    pulse = Pulse(rate=2.0, burst=1)
    pulse.take(10.0, cost=1)
    assert pulse.free_at(cost=1, bulk=True) == pulse.free_at(cost=1, bulk=False) == 10.5
