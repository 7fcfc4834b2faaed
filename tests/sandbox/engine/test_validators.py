from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.engine.caller import GOOD_PASSWORD, PERSON, encoded

if TYPE_CHECKING:
    from sandbox.engine import ServerState, StandInEngine
    from tests.sandbox.engine.caller import Caller, Clock


async def check(engine: StandInEngine, caller: Caller, form: dict[str, str], words: str, violation: str) -> None:
    assert await caller.send(form) == {"code": 1, "message": words, "data": []}
    assert engine.violations == [violation]
    assert engine.effects == []


@pytest.mark.parametrize(
    ("changed", "words", "violation"),
    [
        ({"module": "vps"}, "module参数错误", "getzones: module is not 'server'"),
        ({"action": "getzone"}, "接口不存在", "getzone: no such action"),
        ({"userid": "77"}, "会员不存在", "getzones: userid is not a member"),
        ({"userid": "me"}, "会员不存在", "getzones: userid is not a member"),
        ({"time": "1772337600.5"}, "time参数错误", "getzones: time is not in whole unix seconds"),
        ({"time": "1772337299"}, "请求已过期", "getzones: time is -301 s off"),
        ({"time": "1772337901"}, "请求已过期", "getzones: time is +301 s off"),
        ({"sign": "0" * 32}, "签名错误", "getzones: sign does not match"),
        ({"vtime": "20260228"}, "vtime参数错误", "getzones: vtime is not today's date in Asia/Shanghai"),
        ({"dataType": "xml"}, "dataType参数错误", "getzones: dataType is not 'json'"),
        ({"version": "6.0.1"}, "version参数错误", "getzones: version is not '9.9.9'"),
        ({"system_type": "x"}, "system_type参数错误", "getzones: system_type is not 'zkeys_web'"),
        ({"taskid": "t1"}, "taskid参数错误", "getzones: taskid is not a whole number"),
        ({"auth_name": "张三"}, "参数错误", "getzones: personal data on a sync action: auth_name"),
        ({"guid": "1"}, "参数错误", "getzones: not a parameter: guid"),
    ],
)
async def test_what_every_request_must_be(
    engine: StandInEngine, caller: Caller, changed: dict[str, str], words: str, violation: str
) -> None:
    await check(engine, caller, caller.form("getzones") | changed, words, violation)


@pytest.mark.parametrize("name", ["time", "sign", "taskid", "vtime", "dataType", "version", "system_type"])
async def test_no_common_parameter_may_be_missing(engine: StandInEngine, caller: Caller, name: str) -> None:
    form = caller.form("getzones")
    del form[name]
    assert (await caller.send(form))["code"] == 1
    assert len(engine.violations) == 1


async def test_an_upper_case_signature_is_wrong(engine: StandInEngine, caller: Caller) -> None:
    form = caller.form("getzones")
    form["sign"] = form["sign"].upper()
    await check(engine, caller, form, "签名错误", "getzones: sign does not match")


async def test_a_known_signature_is_accepted(engine: StandInEngine, caller: Caller) -> None:
    engine.members[1001].key = "abc"
    # md5("serverzkeys.api@2019getzones1001abc1772337600"), by coreutils' md5sum.
    form = caller.form("getzones") | {"sign": "0fb08dba48fa7071299a38a50d5ce828"}
    assert (await caller.send(form))["code"] == 0


async def test_another_edition_signs_with_another_salt(engine: StandInEngine, caller: Caller) -> None:
    engine.add_member(1002, "other", salt="zkeys.intl")
    caller.userid, caller.key, caller.salt = 1002, "other", "zkeys.intl"
    assert await caller.data("getzones") == {"zones": []}


async def test_either_date_will_do_around_midnight(engine: StandInEngine, caller: Caller, clock: Clock) -> None:
    clock.forward(12 * 3600 - 60)
    caller.vtime = "20260302"
    await caller.data("getzones")
    clock.forward(120)
    caller.vtime = "20260301"
    await caller.data("getzones")
    assert engine.violations == []


@pytest.mark.parametrize("name", ["auth_name", "auth_mobile", "auth_idnum", "auth_from_ip", "auth_client_user_id"])
async def test_business_actions_need_each_piece_of_personal_data(
    engine: StandInEngine, caller: Caller, server: ServerState, name: str
) -> None:
    form = caller.form("stop", guid=server.guid) | {name: ""}
    await check(engine, caller, form, f"缺少实名信息：{name}", f"stop: missing personal data: {name}")


async def test_the_last_login_address_is_an_address(engine: StandInEngine, caller: Caller, server: ServerState) -> None:
    form = caller.form("stop", guid=server.guid) | {"auth_from_ip": "home"}
    await check(engine, caller, form, "auth_from_ip参数错误", "stop: auth_from_ip is not an IP address")


async def test_the_bank_card_is_optional(caller: Caller, server: ServerState) -> None:
    await caller.data("stop", guid=server.guid, auth_bank_account="6222020000000000000")


async def test_a_sync_action_with_all_personal_data_names_all_of_it(engine: StandInEngine, caller: Caller) -> None:
    form = caller.form("getzones") | PERSON
    violation = (
        "getzones: personal data on a sync action: "
        "auth_client_user_id, auth_from_ip, auth_idnum, auth_mobile, auth_name"
    )
    await check(engine, caller, form, "参数错误", violation)


async def test_a_parameter_that_is_missing_is_named(engine: StandInEngine, caller: Caller) -> None:
    await check(engine, caller, caller.form("getserver"), "缺少参数：guid", "getserver: missing: guid")


async def test_a_get_is_refused(engine: StandInEngine, caller: Caller) -> None:
    async with caller.session.get(f"{caller.url}/api") as response:
        assert (await response.json())["message"] == "请求方式错误"
    assert engine.violations == ["no action: sent with GET instead of POST"]


async def test_json_is_refused(engine: StandInEngine, caller: Caller) -> None:
    async with caller.session.post(f"{caller.url}/api", json=caller.form("getzones")) as response:
        assert (await response.json())["message"] == "请求格式错误"
    violation = "content type 'application/json' instead of 'application/x-www-form-urlencoded'"
    assert engine.violations == [f"no action: {violation}"]


async def test_parameters_in_the_address_are_refused(engine: StandInEngine, caller: Caller) -> None:
    form = caller.form("getzones")
    async with caller.session.post(f"{caller.url}/api?userid=1001", data=form) as response:
        assert (await response.json())["code"] == 1
    assert engine.violations == ["getzones: parameters in the address: userid"]


async def test_a_repeated_parameter_is_refused(engine: StandInEngine, caller: Caller) -> None:
    pairs = [*caller.form("getzones").items(), ("taskid", "13")]
    async with caller.session.post(f"{caller.url}/api", data=pairs) as response:
        assert (await response.json())["code"] == 1
    assert engine.violations == ["getzones: sent more than once: taskid"]


@pytest.mark.parametrize("period", [{}, {"days": "7", "months": "1"}])
async def test_a_snapshot_is_paid_by_days_or_by_months(
    engine: StandInEngine, caller: Caller, server: ServerState, period: dict[str, str]
) -> None:
    form = caller.form("createsnapshot", guid=server.guid, agent_order_no="1") | period
    await check(engine, caller, form, "days与months二选一", "createsnapshot: not exactly one of days or months")


@pytest.mark.parametrize(
    ("action", "name", "value"),
    [
        ("stop", "guid", "170000"),
        ("setpsw", "password", "plain text!"),
        ("setpsw", "password", encoded("x")[:-1]),
        ("renew", "client_end_time", "2026-05-01"),
        ("renew", "clientOrderNo", "1" * 21),
        ("renew", "months", "-1"),
        ("createsnapshot", "agent_order_no", "a b"),
        ("upgrade", "harddisks", "10,"),
        ("create_port", "local_port", "65536"),
        ("create_port", "local_port", "0"),
        ("create_port", "port_type", "3"),
        ("create_port", "form", "from"),
        ("delete_port", "port_guid", "1032"),
        ("add_hardpolicy", "protocol", "custom"),
        ("add_hardpolicy", "direction", "inbound"),
        ("add_hardpolicy", "operation", "Drop"),
        ("add_hardpolicy", "remote_ip", "300.1.1.1"),
        ("add_hardpolicy", "local_port", "15-5"),
        ("add_hardpolicy", "local_port", "70000"),
        ("create_new", "clientPrice", "NaN"),
    ],
)
async def test_malformed_parameters_are_named(
    *, engine: StandInEngine, caller: Caller, server: ServerState, action: str, name: str, value: str
) -> None:
    sizes = {"cpu": "2", "memory": "4", "bandwidth": "5", "defense": "5"}
    own: dict[str, dict[str, str]] = {
        "stop": {},
        "setpsw": {},
        "renew": {"months": "1", "client_end_time": "2026-05-01 00:00:00", "clientOrderNo": "1"},
        "createsnapshot": {"agent_order_no": "1", "days": "1"},
        "upgrade": sizes | {"harddisks": "50", "clientOrderNo": "1", "password": encoded(GOOD_PASSWORD)},
        "create_port": {
            "remark": "网站",
            "local_port": "80",
            "service_type": "1",
            "form": "default",
            "port_type": "1",
        },
        "delete_port": {"service_type": "1", "form": "default"},
        "add_hardpolicy": {
            "weight": "1",
            "name": "n",
            "direction": "Both",
            "protocol": "tcp",
            "operation": "Deny",
        },
        "create_new": sizes
        | {"lineid": server.line_guid, "harddisks": "50", "systemID": server.system_guid, "months": "1", "num": "1"}
        | {"clientUserID": "7", "clientOrderNo": "1"},
    }
    guid = {} if action == "create_new" else {"guid": server.guid}
    form = caller.form(action, **guid, **own[action]) | {name: value}
    await check(engine, caller, form, f"{name}参数错误", f"{action}: malformed: {name}")


async def test_a_password_must_fit_the_line(engine: StandInEngine, caller: Caller) -> None:
    baidu = engine.add_line(resources_type=2)
    server = engine.add_server(1001, line_guid=baidu.guid)
    form = caller.form("setpsw", guid=server.guid, password=encoded("Abcdefgh12"))
    await check(engine, caller, form, "密码不符合规则", "setpsw: the password breaks the rules of the line")


async def test_violations_never_repeat_what_was_sent(
    engine: StandInEngine, caller: Caller, server: ServerState
) -> None:
    secret = encoded("short")
    await caller.send(caller.form("setpsw", guid=server.guid, password=secret) | {"extra": "440524188001010014"})
    await caller.send(caller.form("setpsw", guid=server.guid, password=secret))
    told = repr((engine.violations, engine.requests))
    assert len(engine.violations) == 2
    assert secret not in told
    assert "440524188001010014" not in told
    assert "张三" not in told
