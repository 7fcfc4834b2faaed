from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.engine import Dialect, StandInEngine
from tests.sandbox.engine.caller import KEY, NOON, Caller

ROW = {"guid": "1700000000000001", "cpu": "1", "current": 0, "price": 95, "snap_price_buy_day": "-1.00", "name": "5"}


def data(dialect: Dialect, answer: dict[str, object]) -> Any:
    return json.loads(dialect.written({"code": 0, "message": "success", "data": answer}))["data"]


def test_text_is_escaped_as_php_does() -> None:
    assert Dialect().written({"message": "签名/错误"}) == '{"message":"\\u7b7e\\u540d\\/\\u9519\\u8bef"}'


def test_numbers_as_strings() -> None:
    strings = {"cpu": "1", "current": "0", "price": "95.00", "snap_price_buy_day": "-1.00"}
    assert data(Dialect(numbers="strings"), ROW) == ROW | strings


def test_numbers_as_numbers() -> None:
    ints = {"cpu": 1, "current": 0, "price": 95, "snap_price_buy_day": -1}
    assert data(Dialect(numbers="ints"), ROW) == ROW | ints
    assert data(Dialect(numbers="ints"), {"price": "12.50"}) == {"price": 12.5}


def test_numbers_as_sampled_beside_another_habit() -> None:
    assert data(Dialect(absent="null"), ROW) == ROW
    assert data(Dialect(numbers="ints"), {"a": None, "b": ""}) == {"a": None, "b": ""}


def test_what_only_looks_like_a_number_stays() -> None:
    spoken = data(Dialect(numbers="ints"), {"name": "5", "guid": "1", "months": "1,2", "share_ip": "192.0.2.1"})
    assert spoken == {"name": "5", "guid": "1", "months": "1,2", "share_ip": "192.0.2.1"}


@pytest.mark.parametrize(
    ("absent", "written"),
    [
        ("sampled", {"a": None, "b": ""}),
        ("null", {"a": None, "b": None}),
        ("empty", {"a": "", "b": ""}),
        ("missing", {}),
    ],
)
def test_absent_values(absent: Any, written: dict[str, object]) -> None:
    assert data(Dialect(absent=absent), {"a": None, "b": ""}) == written


@pytest.mark.parametrize(
    ("lists", "servers", "ports"),
    [("sampled", {"0": {}}, [{}]), ("lists", [{}], [{}]), ("objects", {"0": {}}, {"0": {}})],
)
def test_lists_of_rows(lists: Any, servers: object, ports: object) -> None:
    for unknown_keys in (False, True):
        dialect = Dialect(lists=lists, unknown_keys=unknown_keys)
        assert data(dialect, {"pages": 1, "servers": [{}]})["servers"] == servers
        assert data(dialect, {"port": [{}]})["port"] == ports
        # An empty array has one form only.
        assert data(dialect, {"pages": 1, "servers": []})["servers"] == []


def test_nested_json() -> None:
    row = {"boot_menu_contents": {"19": ""}, "ghost_url": {}}
    assert data(Dialect(), {"systems": [row]}) == {"systems": [{"boot_menu_contents": {"19": ""}, "ghost_url": []}]}
    spoken = data(Dialect(nested_as_strings=True), {"systems": [row]})
    assert spoken == {"systems": [{"boot_menu_contents": '{"19": ""}', "ghost_url": []}]}


def test_unknown_keys_come_with_rows() -> None:
    spoken = data(Dialect(unknown_keys=True), {"guid": "1700000000000001"})
    assert spoken == {"guid": "1700000000000001", "zk_since_10_1": {"flags": [], "level": "2"}}


def test_wild_mixes_and_repeats_itself() -> None:
    answers = [data(Dialect.wild(seed), {"rows": [ROW | {"a": None}]}) for seed in (3, 3, 4)]
    assert answers[0] == answers[1]
    assert answers[0] != answers[2]
    dialect = Dialect.wild(1)
    kinds = {type(data(dialect, {"cpu": "1"})["cpu"]) for _ in range(50)}
    absent = [data(dialect, {"a": None}) for _ in range(50)]
    assert kinds == {int, str}
    assert all(form in absent for form in ({}, {"a": None}, {"a": ""}))


async def test_an_engine_that_speaks_wildly_says_the_same(caller: Caller) -> None:
    other = StandInEngine(now=caller.clock, dialect=Dialect.wild(7))
    other.add_member(1001, KEY)
    server = other.add_server(1001, ends_at=NOON)
    caller.url = await other.start()
    async with caller.session.post(f"{caller.url}/api", data=caller.form("getserver", guid=server.guid)) as response:
        assert response.content_type == "text/html"
        row = (await response.json(content_type=None))["data"]
    assert (row["guid"], int(row["orderStatus"]), row["endTime"]) == (server.guid, 3, "2026-03-01 12:00:00")
    assert "zk_since_10_1" in row
    await other.stop()
