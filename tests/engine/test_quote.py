from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import (
    SHANGHAI,
    Configuration,
    Line,
    Server,
    add_months,
    client_end_time,
    monthly_price,
    purchase_price,
    recommended,
    server_price,
    snapshot_price,
)
from tests.engine.peer import SAMPLES

ROW = SAMPLES["getlines"]["data"]["lines"][0]
SIZES: dict[str, Any] = {"cpu": 99, "memory": 1024, "harddisks": [10, 20], "bandwidth": 30, "defense": 5}


def line(**changed: Any) -> Line:
    return Line.model_validate(ROW | changed)


# The core 3000 (Windows 2900), 30 GB at 10, 1+2+3+5+6 and 25 further Mbit/s at 9, 5 G at 10.
@pytest.mark.parametrize(("windows", "expected"), [(False, 3592), (True, 3492)])
def test_a_month(windows: bool, expected: int) -> None:
    assert monthly_price(line(), **SIZES, windows=windows) == Decimal(expected)


@pytest.mark.parametrize(
    ("bandwidth", "free", "expected"),
    [
        (0, "0", 0),
        (1, "0", 1),
        (3, "0", 6),
        (5, "0", 17),
        (6, "0", 26),
        (7, "0", 35),
        (7, "2", 32),
        (7, "6", 9),
        (3, "5", 0),
    ],
)
def test_each_further_bit_of_bandwidth_has_its_price(bandwidth: int, free: str, expected: int) -> None:
    priced = line(bandwidth_free_size=free, harddiskPrice=0, defensePrice=0)
    sizes = SIZES | {"cpu": 1, "memory": 1, "bandwidth": bandwidth}
    assert monthly_price(priced, **sizes, windows=False) == Decimal(95 + expected)


@pytest.mark.parametrize(("defense", "free", "expected"), [(5, "5", 0), (4, "5", 0), (10, "5", 50), (5, "0", 50)])
def test_defense_beyond_the_free(defense: int, free: str, expected: int) -> None:
    priced = line(defenseFreeSize=free)
    sizes: dict[str, Any] = {"cpu": 1, "memory": 1, "harddisks": (), "bandwidth": 0, "defense": defense}
    assert monthly_price(priced, **sizes, windows=False) == Decimal(95 + expected)


@pytest.mark.parametrize(
    "changed",
    [
        {"core_price_data": []},
        {"core_price_data": [{"cpu": "99", "ram": "1024", "price": "-1.00"}]},
        {"core_price_data": [{"cpu": "99", "ram": "1024", "windows_price": "5"}]},
        {"harddiskPrice": ""},
        {"harddiskPrice": "-1.00"},
        {"bandwidth3Price": None},
        {"bandwidth6Price": "-1"},
        {"bandwidth_free_size": None},
        {"defensePrice": "?"},
        {"defenseFreeSize": None},
    ],
)
def test_what_is_not_told_or_not_offered_makes_a_price_unknown(changed: dict[str, Any]) -> None:
    assert monthly_price(line(**changed), **SIZES, windows=False) is None


def test_what_is_not_needed_may_be_missing() -> None:
    sizes: dict[str, Any] = {"cpu": 1, "memory": 1, "harddisks": (), "bandwidth": 2, "defense": 0}
    priced = line(harddiskPrice="", bandwidth3Price=None, bandwidth6Price="-1", defensePrice=None)
    assert monthly_price(priced, **sizes, windows=False) == Decimal(98)


def test_money_stays_exact() -> None:
    priced = line(harddiskPrice="0.1", core_price_data=[{"cpu": 1, "ram": 1, "price": "0.10"}])
    sizes: dict[str, Any] = {"cpu": 1, "memory": 1, "harddisks": (1, 1), "bandwidth": 0, "defense": 0}
    assert monthly_price(priced, **sizes, windows=False) == Decimal("0.30")


def test_a_renewal_and_a_purchase() -> None:
    server = Server(
        guid="1", cpu=99, memory=1024, harddisks=(10, 20), bandwidth=30, defense=5, login_name="administrator"
    )
    assert server_price(server, line(), months=12) == Decimal(3492 * 12)
    wanted = Configuration(cpu=99, memory=1024, harddisks=(10, 20), bandwidth=30, defense=5)
    assert purchase_price(line(), wanted, windows=False, months=3, num=2) == Decimal(3592 * 6)
    assert purchase_price(line(core_price_data=[]), wanted, windows=False, months=3, num=2) is None


@pytest.mark.parametrize("field", ["cpu", "memory", "harddisks", "bandwidth", "defense"])
def test_a_server_that_is_not_fully_known_has_no_price(field: str) -> None:
    sizes: dict[str, Any] = {"cpu": 1, "memory": 1, "harddisks": (10,), "bandwidth": 1, "defense": 5}
    assert server_price(Server(guid="1", **sizes), line(), months=1) is not None
    assert server_price(Server(guid="1", **sizes | {field: None}), line(), months=1) is None


def test_a_server_of_a_core_no_longer_listed_has_no_price() -> None:
    server = Server(guid="1", cpu=7, memory=7, harddisks=(), bandwidth=1, defense=0)
    assert server_price(server, line(), months=1) is None


def test_a_snapshot_counts_all_disks() -> None:
    assert snapshot_price(line(), harddisks=(10, 20), system_harddisk=30, months=2) == Decimal("120.00")
    daily = line(snap_price_buy_day="0.05")
    assert snapshot_price(daily, harddisks=(), system_harddisk=30, days=7) == Decimal("10.50")


@pytest.mark.parametrize(
    "asked",
    [
        {"harddisks": (10,), "system_harddisk": 30, "days": 7},
        {"harddisks": None, "system_harddisk": 30, "months": 1},
        {"harddisks": (10,), "system_harddisk": None, "months": 1},
        {"harddisks": (10,), "system_harddisk": 30},
        {"harddisks": (10,), "system_harddisk": 30, "days": 1, "months": 1},
    ],
)
def test_a_snapshot_without_a_price(asked: dict[str, Any]) -> None:
    assert snapshot_price(line(), **asked) is None


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2023-01-31 10:00:00", 1, "2023-02-28 10:00:00"),
        ("2024-01-31 10:00:00", 1, "2024-02-29 10:00:00"),
        ("2024-02-29 10:00:00", 12, "2025-02-28 10:00:00"),
        ("2023-12-15 23:59:59", 1, "2024-01-15 23:59:59"),
        ("2021-08-11 14:35:34", 36, "2024-08-11 14:35:34"),
    ],
)
def test_whole_calendar_months(start: str, months: int, expected: str) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    assert add_months(moment, months) == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


def test_months_are_those_of_the_engines_clock() -> None:
    # 31 January 01:00 in Shanghai is still the 30th in UTC.
    moment = datetime(2023, 1, 30, 17, 0, tzinfo=UTC)
    assert add_months(moment, 1) == datetime(2023, 2, 28, 1, 0, tzinfo=SHANGHAI)


def test_when_a_renewed_server_ends() -> None:
    server = Server.model_validate({"guid": "1", "endTime": "2023-01-31 10:00:00"})
    before = datetime(2023, 1, 1, tzinfo=SHANGHAI).timestamp()
    after = datetime(2023, 3, 31, 12, 0, 0, 999_999, tzinfo=SHANGHAI).timestamp()
    assert client_end_time(server, 1, now=before) == datetime(2023, 2, 28, 10, 0, tzinfo=SHANGHAI)
    assert client_end_time(server, 1, now=after) == datetime(2023, 4, 30, 12, 0, tzinfo=SHANGHAI)
    assert client_end_time(Server(guid="1"), 1, now=before) is None


def test_a_recommendation_is_clamped_to_the_line() -> None:
    first, second, *_ = line().cores
    assert recommended(line(), first) == Configuration(cpu=1, memory=1, harddisks=(10,), bandwidth=30, defense=10)
    assert recommended(line(), second).defense == 5


@pytest.mark.parametrize(
    ("content", "changed", "harddisks", "bandwidth", "defense"),
    [
        ({"harddisk": 15}, {}, (20,), 30, 5),
        ({"harddisk": 5000}, {}, (1000,), 30, 5),
        ({"harddisk": 15}, {"harddiskMinSize": "5"}, (15,), 30, 5),
        ({}, {}, (10,), 30, 5),
        ({}, {"harddiskMinNum": "0"}, (), 30, 5),
        ({"harddisk": 40}, {"harddiskMinNum": "2"}, (40, 40), 30, 5),
        ({"bandwidth": 999, "defense": 31}, {}, (10,), 300, 50),
        ({"defense": 999}, {}, (10,), 30, 300),
        ({"defense": 999}, {"defense_size": ""}, (10,), 30, 300),
        ({"defense": 7}, {"defense_size": None}, (10,), 30, 7),
    ],
)
def test_recommendations_beyond_the_limits(
    *,
    content: dict[str, int],
    changed: dict[str, Any],
    harddisks: tuple[int, ...],
    bandwidth: int,
    defense: int,
) -> None:
    offer = line(**changed, core_price_data=[{"cpu": 2, "ram": 4, "recommend_content": content}])
    expected = Configuration(cpu=2, memory=4, harddisks=harddisks, bandwidth=bandwidth, defense=defense)
    assert recommended(offer, offer.cores[0]) == expected
