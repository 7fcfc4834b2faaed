from __future__ import annotations

from typing import Any

import pytest

from engine import Line, Reason, System, Zone, refusal_to_buy
from tests.engine.peer import SAMPLES

ROW = SAMPLES["getlines"]["data"]["lines"][0]
ORDER: dict[str, Any] = {
    "cpu": 2,
    "memory": 2,
    "harddisks": [10, 20],
    "bandwidth": 30,
    "defense": 5,
    "months": 12,
    "num": 1,
}
SYSTEM: dict[str, Any] = {"guid": "9", "type": "create,install", "lines": [ROW["guid"]], "cpu_limit": 2, "ram_limit": 2}


def refused(
    order: dict[str, Any] | None = None,
    line: dict[str, Any] | None = None,
    system: dict[str, Any] | None = None,
    zone: dict[str, Any] | None = None,
) -> Reason | None:
    return refusal_to_buy(
        Line.model_validate(ROW | (line or {})),
        **ORDER | (order or {}),
        system=System.model_validate(SYSTEM | (system or {})),
        zone=Zone.model_validate({"guid": "1", "max_year": "3"} | (zone or {})),
    )


def test_what_is_offered_may_be_bought() -> None:
    assert refused() is None
    assert refused({"num": 20, "months": 36, "bandwidth": 300, "defense": 300, "harddisks": [1000] * 5}) is None
    assert refusal_to_buy(Line.model_validate(ROW), **ORDER) is None


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ({"num": 21}, Reason.TOO_MANY_SERVERS),
        ({"num": 0}, Reason.TOO_MANY_SERVERS),
        ({"cpu": 16, "memory": 32}, Reason.CORE_NOT_OFFERED),
        ({"cpu": 2, "memory": 4}, Reason.CORE_NOT_OFFERED),
        ({"harddisks": []}, Reason.DISK_COUNT_NOT_OFFERED),
        ({"harddisks": [10] * 6}, Reason.DISK_COUNT_NOT_OFFERED),
        ({"harddisks": [15]}, Reason.DISK_SIZE_NOT_OFFERED),
        ({"harddisks": [10, 1010]}, Reason.DISK_SIZE_NOT_OFFERED),
        ({"harddisks": [0]}, Reason.DISK_SIZE_NOT_OFFERED),
        ({"bandwidth": 29}, Reason.BANDWIDTH_NOT_OFFERED),
        ({"bandwidth": 301}, Reason.BANDWIDTH_NOT_OFFERED),
        ({"defense": 0}, Reason.DEFENSE_NOT_OFFERED),
        ({"defense": 15}, Reason.DEFENSE_NOT_OFFERED),
        ({"months": 10}, Reason.MONTHS_NOT_OFFERED),
        ({"months": 0}, Reason.MONTHS_NOT_OFFERED),
        ({"cpu": 1, "memory": 1}, Reason.SYSTEM_NEEDS_MORE),
    ],
)
def test_what_is_asked_too_much(order: dict[str, Any], reason: Reason) -> None:
    assert refused(order) is reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"line": {"buyStatus": "0"}}, Reason.BUYING_CLOSED),
        ({"system": {"lines": ["other"]}}, Reason.SYSTEM_NOT_OFFERED),
        ({"system": {"lines": []}}, Reason.SYSTEM_NOT_OFFERED),
        ({"system": {"type": "install"}}, Reason.SYSTEM_NOT_OFFERED),
        ({"system": {"ram_limit": "4"}}, Reason.SYSTEM_NEEDS_MORE),
        ({"zone": {"max_year": "1"}, "order": {"months": 24}}, Reason.LONGER_THAN_ZONE_ALLOWS),
        ({"line": {"defense_size": ""}, "order": {"defense": 4}}, Reason.DEFENSE_NOT_OFFERED),
    ],
)
def test_what_stands_against_it(changed: dict[str, Any], reason: Reason) -> None:
    assert refused(**changed) is reason


@pytest.mark.parametrize(
    "changed",
    [
        {"line": dict.fromkeys(ROW.keys() - {"guid"}), "order": {"months": 7, "defense": 1, "harddisks": [1]}},
        {"system": {"lines": None, "type": None, "cpu_limit": "0", "ram_limit": ""}},
        {"zone": {"max_year": None}},
        {"zone": {"max_year": "0"}},
        {"line": {"max_open_num": "0"}, "order": {"num": 99}},
        {"line": {"defense_size": ""}, "order": {"defense": 7}},
        {"line": {"harddiskMinSize": "5"}, "order": {"harddisks": [15, 20]}},
    ],
)
def test_what_is_not_told_refuses_nothing(changed: dict[str, Any]) -> None:
    assert refused(**changed) is None


def test_the_most_telling_reason_comes_first() -> None:
    everything = {"num": 99, "cpu": 1000, "harddisks": [], "bandwidth": 0, "defense": 0, "months": 0}
    assert refused(everything, line={"buyStatus": "0"}) is Reason.BUYING_CLOSED
    assert refused(everything) is Reason.TOO_MANY_SERVERS
