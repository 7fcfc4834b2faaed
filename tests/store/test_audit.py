from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import Pressed, Spend
from store.audit import canonical
from tests.store.test_operations import end

if TYPE_CHECKING:
    from store import Store
    from tests.store.conftest import World


def entries(store: Store) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, json.loads(data)) for kind, data in store._rows("SELECT kind, data FROM audit ORDER BY id")]


async def test_what_was_allowed_is_on_record(world: World) -> None:
    await world.nonce(asked='{"months":3}', list_price=Decimal("26.58"), batch="b", params='{"password":"hunter2"}')
    (row,) = await world.store.confirm(
        [Pressed(1, before="{}", order_no="A1")], language="en", spend=Spend(world.identity_id, "approval")
    )
    assert entries(world.store) == [
        (
            "confirmed",
            {
                "taskid": row.taskid,
                "user": 100,
                "chat": 100,
                "account": world.account_id,
                "identity": world.identity_id,
                "guid": "g1",
                "action": "renew",
                "asked": {"months": 3},
                "price": "29.90",
                "fen": 2990,
                "list_price": "26.58",
                "order_no": "A1",
                "funding": "approval",
                "batch": "b",
                "approval": None,
                "dedupe_key": None,
                "digest": hashlib.sha256(b"{}").hexdigest(),
            },
        )
    ]


async def test_what_came_of_it_is_on_record(world: World) -> None:
    store = world.store
    row = await store.create_operation(**world.operation())
    await store.claim(row.taskid, owner="a", lease_seconds=9, now=0, from_states=["confirmed"])
    await store.move(row.taskid, owner="a", from_state="confirmed", to_state="sending")
    await store.move(
        row.taskid,
        owner="a",
        from_state="sending",
        to_state="needs-human",
        outcome="no_trace",
        engine_words="系统繁忙",
        after='{"run":1}',
        evidence='{"reads":3}',
    )
    await store.settle(row.taskid, "done", "seen in the panel", decided_by=4, decided_chat=-9)
    digest = hashlib.sha256(b'{"run":1}').hexdigest()
    assert entries(store)[1:] == [
        (
            "ended",
            {
                "taskid": row.taskid,
                "state": "needs-human",
                "outcome": "no_trace",
                "evidence": {"reads": 3},
                "digest": digest,
                "engine_words": "系统繁忙",
            },
        ),
        (
            "settled",
            {
                "taskid": row.taskid,
                "state": "done",
                "note": "seen in the panel",
                "decided_by": 4,
                "decided_chat": -9,
            },
        ),
    ]


async def test_money_and_approvals_are_on_record(world: World) -> None:
    store = world.store
    await store.set_staff(-9, world.account_id, on=True)
    await store.add_top_up(world.identity_id, Decimal("12.5"), "cash")
    for number in (1, 2, 3):
        await world.nonce(guid=f"g{number}", asked='{"months":3}')
    asking: dict[str, Any] = {"expires_at": 2e9, "language": "en", "message_id": None}
    decision = {"decided_by": 4, "decided_chat": -9}
    owners = await store.ask_approval([1], needs="owner", **asking)
    passed = await store.pass_on(owners.id, decided_by=7, decided_chat=100, expires_at=2e9)
    await store.approve(passed.id, presses=[Pressed(1, before=None)], language="en", spend=None, **decision)
    declined = await store.ask_approval([2], needs="staff", **asking)
    await store.end_approval(declined.id, "declined", **decision)
    expired = await store.ask_approval([3], needs="staff", **asking)
    await store.end_approval(expired.id, "expired")

    about = {"account": world.account_id, "identity": world.identity_id, "chat": 100, "user": 100}
    found = entries(store)
    assert found[0] == (
        "top-up",
        {"top_up": 1, "identity": world.identity_id, "amount": "12.50", "fen": 1250, "note": "cash"},
    )
    assert found[1] == (
        "approval-asked",
        {
            **about,
            "approval": 1,
            "needs": "owner",
            "wanted": [{"action": "renew", "guid": "g1", "price": "29.90", "asked": {"months": 3}}],
        },
    )
    assert found[2] == (
        "approval-approved",
        {**about, "approval": 1, "needs": "owner", "decided_by": 7, "decided_chat": 100},
    )
    assert [(kind, data["approval"], data.get("decided_by")) for kind, data in found[3:]] == [
        ("approval-asked", 2, None),
        ("approval-approved", 2, 4),
        ("confirmed", 2, None),
        ("approval-asked", 3, None),
        ("approval-declined", 3, 4),
        ("approval-asked", 4, None),
        ("approval-expired", 4, None),
    ]
    assert store.verify_audit().problems == []


async def test_what_does_not_happen_leaves_no_entry(world: World) -> None:
    row = await world.store.create_operation(**world.operation())
    with pytest.raises(ValueError, match="Expecting value"):
        await world.store.create_operation(**world.operation(guid="g2", asked="nonsense"))
    assert len(world.store.operations()) == 1
    await end(world, row.taskid)
    assert [kind for kind, _ in entries(world.store)] == ["confirmed", "ended"]


def test_json_has_one_spelling() -> None:
    assert canonical({"b": 1, "a": "阿", "c": [1.5, None]}) == '{"a":"阿","b":1,"c":[1.5,null]}'
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(float("nan"))
