from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from engine import ActStatus, OrderStatus, RunStatus, Server, ServerPage, SnapStatus
from tests.engine.peer import SAMPLES

SINGLE = SAMPLES["getserver"]["data"]
LISTED = SAMPLES["getservers"]["data"]["servers"]["0"]


def read(**fields: Any) -> Server:
    return Server.model_validate_json(json.dumps({"guid": "1"} | fields))


def test_the_vendors_single_server() -> None:
    server = Server.model_validate_json(json.dumps(SINGLE))
    assert (server.guid, server.ip, server.local_ip) == ("1708217536092719", "11.23.35.3", "10.23.35.3")
    assert (server.cpu, server.memory, server.harddisks) == (1, 1, (10,))
    assert (server.bandwidth, server.in_bandwidth, server.defense) == (1, 10, 10)
    assert server.buy_time == datetime(2021, 8, 16, 3, 6, 30, tzinfo=UTC)
    assert server.end_time == datetime(2021, 9, 16, 3, 6, 30, tzinfo=UTC)
    assert server.order_status is OrderStatus.NORMAL
    assert server.run_status is RunStatus.RUNNING
    assert server.act_status is ActStatus.IDLE
    assert server.snap_status is SnapStatus.IDLE
    assert (server.black_hole, server.blocked, server.sync_status) == (False, False, 1)
    assert (server.id, server.api_lock_status) == (None, None)
    assert (server.line_guid, server.system_guid) == ("1652433150648938", "1693649208369344")
    assert (server.share_type, server.need_reset_vnc, server.vnc_port) == (0, False, 59003)
    assert (server.address, server.login_address) == ("11.23.35.3", "11.23.35.3:80")
    assert [(port.local_port, port.public_port, port.remark) for port in server.ports] == [(22, 10031, "远程登陆端口")]
    assert not server.is_dead
    assert not server.is_windows


def test_the_vendors_listed_server() -> None:
    server = Server.model_validate_json(json.dumps(LISTED))
    assert (server.id, server.api_lock_status, server.api_lock_reason) == ("9406", 0, None)
    assert (server.black_hole, server.sync_status) == (None, None)
    assert server.system_guid == "1656209674537609"
    assert server.order_status is OrderStatus.DELETED
    assert server.is_dead
    assert server.is_windows
    assert [(policy.weight, policy.direction, policy.is_preset) for policy in server.policies] == [
        (7, "Outbound", True)
    ]
    assert (server.address, server.login_address) == ("198.168.0.57", "198.168.0.57:7798")


def test_the_vendors_page() -> None:
    page = ServerPage.model_validate_json(json.dumps(SAMPLES["getservers"]["data"]))
    assert (page.pages, page.items, page.broken) == (1, 338, 0)
    assert [server.guid for server in page.servers] == ["1703155535615617"]


def test_one_broken_row_hides_none_of_the_others() -> None:
    page = ServerPage.model_validate({"items": "3", "servers": [{"guid": 1}, {"ip": "192.0.2.1"}, {"guid": "3"}]})
    assert [server.guid for server in page.servers] == ["1", "3"]
    assert page.broken == 1


@pytest.mark.parametrize("data", [[], {"servers": []}, {"servers": {}}])
def test_an_empty_page(data: Any) -> None:
    assert ServerPage.model_validate_json(json.dumps(data)).servers == ()


@pytest.mark.parametrize("data", [{"items": 3}, {"servers": "?"}, "?"])
def test_what_is_no_page(data: Any) -> None:
    with pytest.raises(ValidationError):
        ServerPage.model_validate_json(json.dumps(data))


def test_only_the_guid_is_needed_and_nothing_else_made_up() -> None:
    server = read(guid=1708217536092719, memory="", cpu=None, harddisks=None, orderStatus="", actStatus=[])
    assert server.guid == "1708217536092719"
    told = server.model_dump(exclude={"guid"})
    assert {key: value for key, value in told.items() if value not in (None, "", ())} == {}
    with pytest.raises(ValidationError):
        Server.model_validate({"guid": ""})


@pytest.mark.parametrize("value", [42, "42"])
def test_unknown_statuses_stay_numbers(value: Any) -> None:
    server = read(orderStatus=value, runStatus=value, actStatus=value, snapStatus=value)
    for status in (server.order_status, server.run_status, server.act_status, server.snap_status):
        assert status == 42
        assert type(status) is int


@pytest.mark.parametrize(("value", "dead"), [(-2, True), (-1, True), (0, False), (1, False), (3, False), (4, True)])
def test_dead(value: int, dead: bool) -> None:
    assert read(orderStatus=value).is_dead is dead


@pytest.mark.parametrize(
    ("fields", "address", "login_address"),
    [
        ({"ip": "192.0.2.1"}, "192.0.2.1", "192.0.2.1"),
        ({"ip": "192.0.2.1", "login_port": "22"}, "192.0.2.1", "192.0.2.1:22"),
        ({"ip": "10.0.0.1", "share_ip": "", "login_port": "0"}, "10.0.0.1", "10.0.0.1"),
        ({"ip": "10.0.0.1", "share_ip": "x.example", "login_port": "22"}, "x.example", "x.example:22"),
        ({"ip": "10.0.0.1", "share_ip": "x.example:8888", "login_port": "22"}, "x.example", "x.example:8888"),
        ({"ip": "2001:db8::1", "login_port": "22"}, "2001:db8::1", "[2001:db8::1]:22"),
        ({"ip": "", "share_ip": "[2001:db8::1]:8888"}, "2001:db8::1", "[2001:db8::1]:8888"),
        ({"ip": "", "share_ip": "[2001:db8::1]", "login_port": 22}, "2001:db8::1", "[2001:db8::1]:22"),
        ({}, "", ""),
    ],
)
def test_addresses(fields: dict[str, Any], address: str, login_address: str) -> None:
    server = read(**fields)
    assert (server.address, server.login_address) == (address, login_address)


@pytest.mark.parametrize(("login", "windows"), [("administrator", True), ("Administrator", True), ("root", False)])
def test_windows(login: str, windows: bool) -> None:
    assert read(loginName=login).is_windows is windows


@pytest.mark.parametrize("key", ["back_system_guid", "system_back_guid"])
def test_the_same_under_different_names(key: str) -> None:
    assert read(**{key: "7"}).back_system_guid == "7"


@pytest.mark.parametrize("key", ["cdn_cname_domain", "cdn_name_domain"])
def test_the_cdn_name_too(key: str) -> None:
    assert read(**{key: "x.example"}).cdn_cname_domain == "x.example"


@pytest.mark.parametrize("row", [SINGLE, LISTED])
def test_a_cache_can_keep_it(row: Any) -> None:
    server = Server.model_validate_json(json.dumps(row))
    assert Server.model_validate_json(server.model_dump_json()) == server


def test_secrets_stay_out_of_the_repr() -> None:
    assert "dial-me" not in repr(read(pppoe_account="dial-me"))
