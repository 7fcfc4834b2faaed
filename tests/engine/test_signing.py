from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine import Account, Customer, sign
from engine.signing import signed_form
from tests.engine.peer import form


@pytest.mark.parametrize(
    ("salt", "action", "userid", "key", "time", "expected"),
    [
        ("zkeys.api@2019", "getzones", 1, "made-up-key", 1471331587, "2c30a74c5cb06bfe0ea6e34f2b689d17"),
        ("zkeys.api@2021", "renew", 1001, "密钥", 1700000000, "14cfbae93d91ac64e60e687bfe5be1f1"),
        ("", "stop_h", 7, "k", 0, "ab9f8ae619b2792a4c959d816f73df8a"),
    ],
)
def test_vectors(*, salt: str, action: str, userid: int, key: str, time: int, expected: str) -> None:
    assert sign(action=action, userid=userid, key=key, time=time, salt=salt) == expected


def test_whole_body_of_a_sync_action() -> None:
    account = Account(name="a", url="http://engine.example", userid=1, key="made-up-key")
    body = signed_form(account, action="getzones", taskid=5, parameters={}, customer=None, now=1471331587.9)
    assert body == (
        b"module=server&action=getzones&userid=1&time=1471331587&sign=2c30a74c5cb06bfe0ea6e34f2b689d17&taskid=5"
        b"&dataType=json&version=9.9.9&system_type=zkeys_web&vtime=20160816"
    )


def test_the_accounts_salt_signs() -> None:
    account = Account(name="a", url="http://engine.example", userid=1001, key="密钥", salt="zkeys.api@2021")
    body = signed_form(account, action="renew", taskid=5, parameters={}, customer=None, now=1700000000)
    assert form(body)["sign"] == "14cfbae93d91ac64e60e687bfe5be1f1"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2022, 3, 3, 15, 59, 59, tzinfo=UTC), "20220303"),
        (datetime(2022, 3, 3, 16, 0, 0, tzinfo=UTC), "20220304"),
    ],
)
def test_vtime_is_the_date_in_shanghai(moment: datetime, expected: str) -> None:
    account = Account(name="a", url="http://engine.example", userid=1, key="k")
    body = signed_form(account, action="x", taskid=1, parameters={}, customer=None, now=moment.timestamp())
    assert form(body)["vtime"] == expected


def test_values_are_quoted_as_utf8() -> None:
    account = Account(name="a", url="http://engine.example", userid=1, key="k")
    body = signed_form(account, action="x", taskid=1, parameters={"remark": "端口 &=+"}, customer=None, now=0)
    assert body.endswith(b"&remark=%E7%AB%AF%E5%8F%A3+%26%3D%2B")


@pytest.mark.parametrize(("card", "expected"), [("4111", "4111"), (None, None), ("", None)])
def test_the_bank_account_goes_out_only_where_given(card: str | None, expected: str | None) -> None:
    account = Account(name="a", url="http://engine.example", userid=1, key="k")
    customer = Customer(
        name="张三", mobile="13111111111", idnum="1", from_ip="192.0.2.7", client_user_id="42", bank_account=card
    )
    body = signed_form(account, action="x", taskid=1, parameters={}, customer=customer, now=0)
    assert form(body).get("auth_bank_account") == expected
