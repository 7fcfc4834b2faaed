from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox.engine import Core, Line
from sandbox.engine.prices import Sizes, bandwidth_price, month_price
from sandbox.engine.refused import Refused


@pytest.fixture
def line() -> Line:
    """Prices of the vendor's sample line."""
    return Line(
        guid="1628966421344185",
        number=1,
        zone_guid="1625139389577044",
        disk_price=Decimal(10),
        bandwidth_free=0,
        bandwidth_prices=tuple(map(Decimal, (1, 2, 3, 5, 6, 9))),
        defense_free=0,
        cores=[Core(cpu=99, ram=1024, price=Decimal(3000), windows_price=Decimal(2900))],
    )


@pytest.mark.parametrize(("bandwidth", "price"), [(0, 0), (1, 1), (5, 17), (6, 26), (30, 242)])
def test_each_megabit_has_its_price(line: Line, bandwidth: int, price: int) -> None:
    assert bandwidth_price(line, bandwidth) == price


def test_free_bandwidth_takes_the_first_places(line: Line) -> None:
    line.bandwidth_free = 4
    assert bandwidth_price(line, 4) == 0
    assert bandwidth_price(line, 6) == 15


def test_a_month(line: Line) -> None:
    sizes = Sizes(cpu=99, memory=1024, harddisks=(10, 20), bandwidth=5, defense=10)
    assert month_price(line, sizes, windows=False) == 3000 + 300 + 17 + 100
    assert month_price(line, sizes, windows=True) == 2900 + 300 + 17 + 100
    line.defense_free = 20
    assert month_price(line, sizes, windows=False) == 3000 + 300 + 17


def test_cores_that_are_not_sold(line: Line) -> None:
    sizes = Sizes(cpu=1, memory=1, harddisks=(10,), bandwidth=1, defense=0)
    with pytest.raises(Refused, match="该线路不支持此配置"):
        month_price(line, sizes, windows=False)
