from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from operations.kinds.parameters import (
    Downgrade,
    Install,
    MakePolicy,
    MakePort,
    MakeSnapshot,
    NamedSnapshot,
    NoParams,
    Params,
    Password,
    Purchase,
    RemovePolicy,
    RemovePort,
    Renew,
    RenewSnapshot,
    Resize,
)

PASSWORD = "Geheim-1!"
END = datetime(2027, 2, 28, 2, 0, tzinfo=UTC)
SIZES: dict[str, Any] = {"cpu": 2, "memory": 4, "harddisks": (50, 10), "bandwidth": 5, "defense": 0}
POLICY: dict[str, Any] = {
    "weight": 7,
    "name": "web",
    "direction": "Inbound",
    "protocol": "tcp",
    "operation": "Allow",
}
ALL: list[Params] = [
    NoParams(),
    Renew(months=3, end_time=END),
    Resize(**SIZES, password=PASSWORD),
    Downgrade(cpu=1, memory=1, bandwidth=1, defense=0),
    Purchase(line_guid="l", system_guid="s", months=1, num=2, **SIZES, password=PASSWORD),
    MakeSnapshot(days=3),
    RenewSnapshot(name="a", months=1),
    NamedSnapshot(name="a"),
    Install(system_guid="s", password=PASSWORD),
    Password(password=PASSWORD),
    MakePort(remark="", local_port=80),
    RemovePort(port_guid="p"),
    MakePolicy(**POLICY, remote_ip="10.0.0.0/8", local_port="5-15"),
    RemovePolicy(policy_guid="q"),
]


@pytest.mark.parametrize("params", ALL, ids=lambda each: type(each).__name__)
def test_they_are_read_back_as_they_were_kept(params: Params) -> None:
    assert type(params).model_validate_json(params.model_dump_json()) == params


@pytest.mark.parametrize("params", ALL, ids=lambda each: type(each).__name__)
def test_no_password_is_shown(params: Params) -> None:
    assert PASSWORD not in repr(params)
    assert PASSWORD not in str(params)
    assert PASSWORD not in str(params.asked())


def test_what_was_asked_for_is_told_without_what_is_absent() -> None:
    assert Renew(months=3, end_time=END).asked() == {"months": 3, "end_time": "2027-02-28T02:00:00Z"}
    assert Resize(**SIZES, password=PASSWORD).asked() == SIZES | {"harddisks": [50, 10]}
    assert MakePolicy(**POLICY).asked() == POLICY
    assert MakeSnapshot(days=3).asked() == {"days": 3}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (NoParams, {"months": 1}),
        (Renew, {"months": 0}),
        (Renew, {"months": 1, "end_time": "2027-02-28T02:00:00"}),
        (Resize, SIZES | {"password": ""}),
        (Resize, SIZES | {"password": PASSWORD, "cpu": 0}),
        (Resize, SIZES | {"password": PASSWORD, "harddisks": (0,)}),
        (MakeSnapshot, {}),
        (MakeSnapshot, {"days": 1, "months": 1}),
        (MakeSnapshot, {"days": 0}),
        (RenewSnapshot, {"name": "", "days": 1}),
        (MakePort, {"remark": "", "local_port": 0}),
        (MakePort, {"remark": "", "local_port": 65536}),
        (MakePort, {"remark": "", "local_port": 80, "port_type": 3}),
        (MakePolicy, POLICY | {"remote_ip": "10.0.0.0/33"}),
        (MakePolicy, POLICY | {"local_port": "http"}),
        (MakePolicy, POLICY | {"local_port": "15-5"}),
        (MakePolicy, POLICY | {"local_port": "1-65536"}),
        (MakePolicy, POLICY | {"protocol": "custom"}),
    ],
)
def test_what_the_engine_could_not_be_asked_is_no_parameter(model: type[Params], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(values)
    assert PASSWORD not in str(refused.value)


def test_the_same_wish_has_another_password_and_another_reading() -> None:
    assert Renew(months=3).same_wish(Renew(months=3, end_time=END))
    assert not Renew(months=3).same_wish(Renew(months=1))
    assert Resize(**SIZES, password="a").same_wish(Resize(**SIZES, password="b"))
    assert not Resize(**SIZES, password="a").same_wish(Resize(**SIZES | {"cpu": 4}, password="a"))
    assert not MakeSnapshot(days=1).same_wish(RenewSnapshot(name="a", days=1))


def test_a_renewal_is_complete_with_its_end_time() -> None:
    assert not Renew(months=1).complete
    assert Renew(months=1, end_time=END).complete
    assert NoParams().complete


@pytest.mark.parametrize(
    ("params", "limits"),
    [
        (NoParams(), {}),
        (Renew(months=3), {"months": 3}),
        (Resize(**SIZES, password=PASSWORD), SIZES),
        (MakeSnapshot(days=3), {"days": 3, "months": None}),
        (RenewSnapshot(name="a", months=1), {"name": "a", "days": None, "months": 1}),
        (NamedSnapshot(name="a"), {"name": "a"}),
        (RemovePort(port_guid="p"), {"port_guid": "p"}),
        (MakePolicy(**POLICY), {"weight": 7}),
        (RemovePolicy(policy_guid="q"), {"policy_guid": "q"}),
        (Password(password=PASSWORD), {}),
    ],
)
def test_what_a_line_limits(params: Params, limits: dict[str, Any]) -> None:
    assert params.limits() == limits


def test_who_asks_for_a_system() -> None:
    assert [type(each).__name__ for each in ALL if each.wanted_system is not None] == ["Purchase", "Install"]
