from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from operations.pending import approvals_of, unsettled_of, view_approval, view_settlement
from operations.sights import Sight
from sandbox.engine import Fault
from tests.operations.conftest import ALICE, BOB, STRANGER, TEAM
from tests.operations.rows import operation, sight_of

if TYPE_CHECKING:
    from operations.services import Services
    from store import ApprovalNeeds, ApprovalRow, OperationRow
    from tests.operations.conftest import World

END = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)


async def asked(
    world: World,
    *nicknames: str,
    needs: ApprovalNeeds = "staff",
    price: str | None = "72.00",
    action: str = "renew",
    chat_id: int = ALICE,
) -> ApprovalRow:
    """Have alice ask for renewals that wait for a yes; bob's chat is the staff's."""
    services = world.services
    await world.store.set_staff(BOB, world.account_id, on=True)
    now = world.clock.now()
    ids = []
    for nickname in nicknames or ("web-1",):
        nonce = await world.store.add_confirmation(
            chat_id=chat_id,
            thread_id=None,
            user_id=ALICE,
            action=action,
            account_id=world.account_id,
            guid=world.made.servers[nickname],
            identity_id=world.identities["alice"],
            params="{}",
            price=None if price is None else Decimal(price),
            list_price=None if price is None else Decimal("60.00"),
            asked=json.dumps({"months": 3, "end_time": LATER.isoformat()}),
            paid=True,
            grave=True,
            shown=json.dumps({"end": [END.isoformat()], "address": ["198.51.100.7", None]}),
            expires_at=now + 120,
        )
        row = services.store.confirmation_by_nonce(nonce)
        assert row is not None
        ids.append(row.id)
    return await world.store.ask_approval(ids, needs=needs, expires_at=now + 86400, language="en", message_id=7)


async def unclear(world: World, **new: object) -> OperationRow:
    guid = world.made.servers["web-1"]
    values: dict[str, object] = {
        "account_id": world.account_id,
        "identity_id": world.identities["alice"],
        "guid": guid,
        "chat_id": ALICE,
        "user_id": ALICE,
        "order_no": "A1",
        "outcome": "moved_elsewhere",
        "before": sight_of(world.services, guid, end_time=END),
        "after": sight_of(world.services, guid, end_time=LATER),
    }
    return await operation(world.services, "needs-human", **values | new)


async def policy(services: Services, world: World, spending: str) -> None:
    await services.store._change(
        "UPDATE identities SET spending = ?, revision = revision + 1 WHERE id = ?",
        (spending, world.identities["alice"]),
    )


async def test_an_approval_says_who_wants_what_at_which_price_and_why(world: World) -> None:
    await world.store.keep_person(ALICE, "Alice", "en")
    await world.store.set_alias(ALICE, world.account_id, world.made.servers["web-1"], "shop")
    view = view_approval(world.services, await asked(world), for_staff=True)

    assert (view.customer, view.person, view.decider, view.why) == ("alice", "Alice", None, "policy")
    (wanted,) = view.wanted
    assert (wanted.action, wanted.label, wanted.address) == ("renew", "shop", world.server("web-1").ip)
    assert (wanted.price, wanted.list_price, wanted.paid) == (Decimal("72.00"), Decimal("60.00"), True)
    assert (wanted.asked["months"], wanted.end_before, wanted.end_after) == (3, END, LATER)


async def test_who_does_not_have_the_server_any_more_reads_the_address_that_was_shown(world: World) -> None:
    row = await asked(world)
    now = world.server("web-1").ip
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])
    (theirs,) = view_approval(world.services, row, for_staff=False).wanted
    assert (theirs.label, theirs.address) == ("198.51.100.7", "198.51.100.7")
    (staffs,) = view_approval(world.services, row, for_staff=True).wanted
    assert (staffs.label, staffs.address) == (now, now)


async def test_why_somebody_else_is_needed(world: World) -> None:
    assert view_approval(world.services, await asked(world, needs="owner"), for_staff=True).why == "second_owner"
    assert view_approval(world.services, await asked(world, price=None), for_staff=True).why == "unknown_price"
    await policy(world.services, world, "open")
    assert view_approval(world.services, await asked(world), for_staff=True).why == "limit"


async def test_who_decided_is_named(world: World) -> None:
    await world.store.keep_person(BOB, "Bob", "zh")
    row = await asked(world)
    await world.store.end_approval(row.id, "declined", decided_by=BOB, decided_chat=BOB)
    ended = world.store.approval(row.id)
    assert ended is not None
    assert view_approval(world.services, ended, for_staff=True).decider == "Bob"


async def test_what_waits_for_a_staff_chat(world: World) -> None:
    staff = await asked(world)
    await asked(world, "web-2", needs="owner")
    row = await unclear(world)
    actor = world.actor(BOB)

    assert [each.id for each in approvals_of(world.services, actor)] == [staff.id]
    assert [each.taskid for each in unsettled_of(world.services, actor)] == [row.taskid]
    assert approvals_of(world.services, world.actor(ALICE)) == []
    assert unsettled_of(world.services, world.actor(ALICE)) == []

    world.clock.advance(86400)
    assert approvals_of(world.services, actor) == []


async def test_what_waits_for_a_second_owner(world: World) -> None:
    for owner in (ALICE, BOB):
        await world.store.set_member(TEAM, owner, "owner")
    await world.store.set_member(TEAM, STRANGER, "operator")
    row = await asked(world, needs="owner", chat_id=TEAM)
    await asked(world, "web-2")

    assert [each.id for each in approvals_of(world.services, world.actor(BOB, TEAM))] == [row.id]
    assert approvals_of(world.services, world.actor(ALICE, TEAM)) == [], "it does not wait for who asked"
    assert approvals_of(world.services, world.actor(STRANGER, TEAM)) == []
    assert approvals_of(world.services, world.actor(ALICE)) == []


async def test_a_settlement_shows_the_engine_as_it_is_now(world: World) -> None:
    await world.store.keep_person(ALICE, "Alice", "en")
    view = await view_settlement(world.services, await unclear(world))

    assert (view.customer, view.person, view.label) == ("alice", "Alice", world.server("web-1").ip)
    assert view.before is not None
    assert view.before.server is not None
    assert view.before.server.end_time == END
    assert view.now is not None
    assert view.now.server is not None
    assert view.now.server.end_time not in {END, LATER}
    assert view.read_at == world.clock.now()
    assert view.candidates == ()


async def test_where_the_engine_cannot_be_read_the_last_reading_is_shown(world: World) -> None:
    row = await unclear(world)
    world.clock.advance(600)
    world.engine.fail_next(Fault.STATUS(502), action="getserver", times=9)
    view = await view_settlement(world.services, row)
    assert view.now is not None
    assert view.now.server is not None
    assert (view.now.server.end_time, view.read_at) == (LATER, row.ended_at)

    never = await unclear(world, after=None, order_no="A2", guid=world.made.servers["web-2"])
    view = await view_settlement(world.services, never, read=False)
    assert (view.now, view.read_at) == (None, None)


async def test_the_customer_may_be_erased_by_then(world: World) -> None:
    row = await unclear(world)
    await world.store.erase_identity(world.identities["alice"])
    view = await view_settlement(world.services, row)
    assert view.read_at == row.ended_at


async def test_an_unanswered_purchase_lists_what_it_may_have_brought(world: World) -> None:
    model = world.services.store.server_by_guid(world.made.servers["web-1"])[0]
    server = Sight.from_json(model.data).server
    assert server is not None
    params = {
        "line_guid": server.line_guid,
        "cpu": server.cpu,
        "memory": server.memory,
        "harddisks": server.harddisks,
        "bandwidth": server.bandwidth,
        "defense": server.defense,
        "system_guid": server.system_guid,
        "password": "Secret-1",
        "months": 1,
    }
    world.clock.advance(600)
    row = await unclear(
        world, action="create_new", guid=None, params=json.dumps(params), before=None, after=None, outcome="candidates"
    )
    bought = server.model_copy(
        update={"guid": "new-guid-1", "buy_time": datetime.fromtimestamp(row.created_at + 5, UTC)}
    )
    await world.store.touch_server(
        world.account_id,
        guid="new-guid-1",
        ip="198.51.100.9",
        share_ip=None,
        dead=False,
        data=bought.model_dump_json(),
        read_at=world.clock.now(),
    )
    view = await view_settlement(world.services, row)
    assert (view.label, view.address) == ("", "")
    assert [each.guid for each in view.candidates] == ["new-guid-1"]
