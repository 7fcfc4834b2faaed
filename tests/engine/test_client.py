"""The exact wire form of each of the 28 actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine import ACTIONS, Customer, Direction, Engine, Kind, Protocol, Verdict, sign
from tests.engine.cases import CASES, Call, G

if TYPE_CHECKING:
    from tests.engine.peer import Peer

COMMON = {
    "module": "server",
    "userid": "1001",
    "time": "1471331587",
    "dataType": "json",
    "version": "9.9.9",
    "system_type": "zkeys_web",
    "vtime": "20160816",
}
AUTH = {
    "auth_name": "张三",
    "auth_mobile": "13111111111",
    "auth_idnum": "11010519491231002X",
    "auth_from_ip": "192.0.2.7",
    "auth_client_user_id": "42",
}


def test_every_action_has_its_case() -> None:
    assert sorted(case[0] for case in CASES) == sorted(ACTIONS)


@pytest.mark.parametrize(("action", "call", "own"), CASES, ids=[case[0] for case in CASES])
async def test_wire_form(
    *, action: str, call: Call, own: dict[str, str], engine: Engine, peer: Peer, customer: Customer
) -> None:
    await call(engine, {"customer": customer, "taskid": 77})

    (form,) = peer.forms
    taskid = form.pop("taskid")
    business = ACTIONS[action].kind is Kind.BUSINESS
    if business:
        assert taskid == "77"
    signature = sign(action=action, userid=1001, key="made-up-key", time=1471331587, salt="zkeys.api@2019")
    assert form == COMMON | {"action": action, "sign": signature} | own | (AUTH if business else {})
    (request,) = peer.requests
    assert (request.method, request.path) == ("POST", "/api")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_reads_take_a_fresh_throw_away_number(engine: Engine, peer: Peer, customer: Customer) -> None:
    await engine.getzones()
    await engine.listsnapshot(G, customer=customer)
    await engine.getvncurl(G, customer=customer)
    numbers = [int(form["taskid"]) for form in peer.forms]
    assert len(set(numbers)) == 3
    assert all(2**30 <= number < 2**31 for number in numbers)


async def test_the_bank_card_goes_along_where_there_is_one(engine: Engine, peer: Peer) -> None:
    customer = Customer(
        name="张三", mobile="1", idnum="1", from_ip="192.0.2.7", client_user_id="42", bank_account="4111"
    )
    await engine.start(G, customer=customer, taskid=1)
    assert peer.forms[0]["auth_bank_account"] == "4111"


async def test_what_is_optional_stays_out(engine: Engine, peer: Peer, customer: Customer) -> None:
    await engine.add_hardpolicy(
        G,
        weight=1,
        name="n",
        direction=Direction.BOTH,
        protocol=Protocol.ICMP,
        operation=Verdict.DENY,
        customer=customer,
        taskid=1,
    )
    assert "remote_ip" not in peer.forms[0]
    assert "local_port" not in peer.forms[0]
