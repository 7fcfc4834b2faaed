from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine import Line, Recommendation
from engine.models.line import LineList
from tests.engine.peer import SAMPLES

SAMPLE = SAMPLES["getlines"]["data"]["lines"][0]


def read(**fields: object) -> Line:
    return Line.model_validate_json(json.dumps(SAMPLE | fields))


def test_the_vendors_line() -> None:
    (line,) = LineList.model_validate_json(json.dumps(SAMPLES["getlines"]["data"])).lines
    assert (line.guid, line.zone_guid) == ("1628966421344185", "1625139389577044")
    assert (line.name, line.description, line.line_type) == ("Hyper-V线路2-150", "190宿主机", "local")
    assert (line.buy_status, line.upgrade_status, line.renew_status) == (True, True, True)
    assert (line.harddisk_min_num, line.harddisk_max_num, line.harddisk_step) == (1, 5, 10)
    assert (line.bandwidth_min_size, line.bandwidth_max_size, line.bandwidth_free_size) == (30, 300, 0)
    assert (line.bandwidth5_price, line.bandwidth6_price) == (Decimal(6), Decimal(9))
    assert line.defense_sizes == (5, 10, 20, 30, 50, 100, 200, 300)
    assert line.months == (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36)
    assert (line.snap_price_buy_day, line.snap_price_buy_month) == (Decimal("-1.00"), Decimal("1.00"))
    assert (line.snap_open_max, line.snap_open_days, line.life_time) == (0, (), None)
    assert (line.vnc_status, line.win_linux_switch, line.resources_type) == (False, True, 0)
    assert line.append_ip_price == Decimal("1.11")
    assert len(line.cores) == 12
    assert (line.cores[0].cpu, line.cores[0].ram, line.cores[0].price) == (1, 1, Decimal(95))
    assert line.cores[0].recommend_content == Recommendation(harddisk=10, bandwidth=10, defense=10)


def test_the_misspelt_function_is_the_one_meant() -> None:
    assert "revertsnapshot" in (read().functions or ())
    assert "revertssnapshot" not in (read().functions or ())
    assert read(functions=None).functions is None
    assert read(functions="").functions == frozenset()


@pytest.mark.parametrize("key", ["descript", "description"])
def test_the_description_under_either_name(key: str) -> None:
    assert Line.model_validate({"guid": "1", key: "words"}).description == "words"


def test_recommendations_that_cannot_be_read_are_empty() -> None:
    row = {"cpu": 1, "ram": 1, "recommend_content": "{"}
    assert read(core_price_data=[row]).cores[0].recommend_content == Recommendation()
    row = {"cpu": 1, "ram": 1, "recommend_content": {"harddisk": "20"}}
    assert read(core_price_data={"0": row}).cores[0].recommend_content == Recommendation(harddisk=20)


def test_cores_without_their_numbers_are_left_out() -> None:
    rows = [{"cpu": "", "ram": "1", "price": 5}, {"cpu": "2", "ram": "4", "price": "5.50"}]
    (core,) = read(core_price_data=rows).cores
    assert (core.cpu, core.ram, core.price, core.windows_price) == (2, 4, Decimal("5.50"), None)


def test_finding_a_core() -> None:
    line = read()
    found = line.core(8, 4)
    assert found is not None
    assert found.price == Decimal(21)
    assert line.core(16, 32) is None


def test_contradicting_cores_are_not_found() -> None:
    rows = [{"cpu": 1, "ram": 1, "price": 5}, {"cpu": 1, "ram": 1, "price": 6}]
    assert read(core_price_data=rows).core(1, 1) is None
    assert read(core_price_data=[rows[0], rows[0]]).core(1, 1) is not None


def test_a_cache_can_keep_it() -> None:
    line = read()
    assert Line.model_validate_json(line.model_dump_json()) == line
