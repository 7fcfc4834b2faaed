from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import AlreadyUsedError, NotFoundError, Pressed, Spend, Store, StoreError, announcement_key
from tests.store.conftest import KEY, add_account

if TYPE_CHECKING:
    from pathlib import Path

    from store import AutoRenewalRow, RenewalAttemptRow
    from tests.store.conftest import Wall, World

END = 1_801_000_000.0
PRICE = Decimal("29.90")


async def turned_on(world: World, **values: Any) -> AutoRenewalRow:
    return await world.store.set_auto_renewal(
        **{
            "account_id": world.account_id,
            "guid": "g1",
            "identity_id": world.identity_id,
            "chat_id": 100,
            "thread_id": 7,
            "user_id": 100,
            "language": "en",
            "address": "203.0.113.5",
            "months": 3,
            "lead_days": 3,
            "budget": Decimal("300.00"),
            "price": PRICE,
            **values,
        }
    )


async def announced(world: World, row: AutoRenewalRow, *, price: Decimal | None = PRICE) -> RenewalAttemptRow:
    assert await world.store.announce_renewal(row.id, ends_at=END, due_at=END - 9, price=price, pays="credit")
    found = world.store.open_renewal_attempt(row.id)
    assert found is not None
    return found


def events(world: World) -> list[tuple[int, object]]:
    rows = world.store.due_notices(9e9)
    return [(each.chat_id, each.subject["event"]) for each in rows if each.kind == "auto-renewal"]


def audited(world: World, kind: str) -> int:
    return int(world.store._rows("SELECT count(*) FROM audit WHERE kind = ?", (kind,))[0][0])


async def test_one_is_active_per_server_and_a_new_one_takes_its_place(world: World) -> None:
    first = await turned_on(world)
    assert (first.months, first.lead_days, first.budget, first.price) == (3, 3, Decimal("300.00"), PRICE)
    assert world.store.auto_renewal(world.account_id, "g1") == first
    attempt = await announced(world, first)
    second = await turned_on(world, months=1, budget=None, price=None)
    assert world.store.auto_renewal(world.account_id, "g1") == second
    assert (second.budget, second.price) == (None, None)
    old = world.store.auto_renewal_by_id(first.id)
    assert old is not None
    assert (old.stopped_how, old.stopped_by) == ("replaced", 100)
    ended = world.store.renewal_attempt(attempt.id)
    assert ended is not None
    assert (ended.state, ended.why) == ("void", "stopped")
    assert world.store.auto_renewals([world.account_id]) == [second]
    assert (audited(world, "auto-renewal-on"), audited(world, "auto-renewal-off")) == (2, 1)
    assert world.store.verify_audit().problems == []


async def test_at_once_from_two_processes_one_is_active(world: World, path: Path, wall: Wall) -> None:
    async with await Store.open(path, [KEY], now=wall) as other:
        await asyncio.gather(*(turned_on(each) for each in (world, replace(world, store=other)) for _ in range(4)))
    assert len(world.store.auto_renewals([world.account_id])) == 1


async def test_the_identity_must_be_of_the_account_and_not_erased(world: World) -> None:
    other = await add_account(world.store, "other")
    with pytest.raises(NotFoundError):
        await turned_on(world, account_id=other)
    await world.store.erase_identity(world.identity_id)
    with pytest.raises(NotFoundError):
        await turned_on(world)
    with pytest.raises(StoreError):
        await turned_on(world, months=0)


async def test_what_is_due(world: World, wall: Wall) -> None:
    row = await turned_on(world)
    assert [each.id for each in world.store.due_auto_renewals(wall(), limit=9)] == [row.id]
    await world.store.put_off_auto_renewal(row.id, wall() + 60)
    assert world.store.due_auto_renewals(wall() + 59, limit=9) == []
    assert len(world.store.due_auto_renewals(wall() + 60, limit=9)) == 1
    await world.store.stop_auto_renewal(row.id, "off", stopped_by=100, stopped_in=100)
    assert world.store.due_auto_renewals(wall() + 99, limit=9) == []
    plan = world.store._rows(
        "EXPLAIN QUERY PLAN SELECT * FROM auto_renewals WHERE stopped_at IS NULL AND next_at <= 1 ORDER BY next_at, id"
    )
    assert "auto_renewals_due" in str(plan)


async def test_one_attempt_is_open_and_each_has_a_key_of_its_own(world: World) -> None:
    row = await turned_on(world)
    first = await announced(world, row)
    assert first.dedupe_key == f"auto-renew:{world.account_id}:g1:{int(END)}:1"
    assert (first.state, first.price, first.pays, first.told_at) == ("announced", PRICE, "credit", None)
    assert not await world.store.announce_renewal(row.id, ends_at=END, due_at=0, price=None, pays="own")
    notice = world.store.notice_by_key(announcement_key(first))
    assert notice is not None
    assert (notice.chat_id, notice.thread_id, notice.subject["revision"]) == (100, 7, 1)

    assert await world.store.fail_renewal_attempt(first.id, "credit_low", retry_at=END - 5)
    assert not await world.store.fail_renewal_attempt(first.id, "credit_low", retry_at=END - 5)
    second = world.store.open_renewal_attempt(row.id)
    assert second is not None
    assert (second.attempt, second.due_at, second.price) == (2, END - 5, PRICE)
    # Turned off and on again, the number goes on: the old keys may have been used.
    again = await turned_on(world)
    third = await announced(world, again)
    assert third.attempt == 3
    assert [each.state for each in world.store.renewal_attempts(row.id, END)] == ["failed", "void"]
    assert events(world) == [(100, "announced"), (100, "failed"), (100, "announced")]


async def test_announced_again_it_has_not_been_told_yet(world: World) -> None:
    row = await turned_on(world)
    attempt = await announced(world, row)
    await world.store.set_renewal_told(attempt, told_at=5, due_at=6)
    told = world.store.renewal_attempt(attempt.id)
    assert told is not None
    assert (told.told_at, told.due_at) == (5, 6)
    assert await world.store.announce_renewal_again(told, due_at=9, price=Decimal(40), pays="open")
    # A second process that saw the same is too late, and so is a word about the old announcement.
    assert not await world.store.announce_renewal_again(told, due_at=9, price=Decimal(40), pays="open")
    await world.store.set_renewal_told(told, told_at=7, due_at=8)
    now = world.store.renewal_attempt(attempt.id)
    assert now is not None
    assert (now.revision, now.told_at, now.due_at, now.price, now.pays) == (2, None, 9, Decimal(40), "open")
    assert world.store.notice_by_key(announcement_key(now)) is not None


async def test_three_failures_stop_it_and_everybody_is_told(world: World) -> None:
    await world.store.set_staff(-900, world.account_id, on=True)
    row = await turned_on(world)
    attempt = await announced(world, row)
    await world.store.fail_renewal_attempt(attempt.id, "credit_low", retry_at=None)
    stopped = world.store.auto_renewal_by_id(row.id)
    assert stopped is not None
    assert stopped.stopped_how == "failures"
    assert events(world)[1:] == [(100, "stopped"), (-900, "staff")]


async def test_an_attempt_of_which_something_came_cannot_fail(world: World) -> None:
    row = await turned_on(world)
    attempt = await announced(world, row)
    operation = await world.store.create_operation(**world.operation(dedupe_key=attempt.dedupe_key, action="renew"))
    assert not await world.store.fail_renewal_attempt(attempt.id, "credit_low", retry_at=END)
    await world.store._change("UPDATE operations SET state = 'failed', ended_at = 1", ())
    assert world.store.operation(operation.taskid) is not None
    assert await world.store.fail_renewal_attempt(attempt.id, "operation:refused", retry_at=END)


async def press(world: World, key: str, price: Decimal | None = PRICE) -> None:
    nonce = await world.nonce(dedupe_key=key, price=price, paid=True)
    confirmation = world.store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    spend = Spend(world.identity_id, "approval")
    await world.store.confirm([Pressed(confirmation.id, before=None)], language="en", spend=spend)


async def test_the_transaction_that_spends_asks_whether_it_stands(world: World) -> None:
    row = await turned_on(world)
    attempt = await announced(world, row)
    key = attempt.dedupe_key
    with pytest.raises(AlreadyUsedError):
        await press(world, "auto-renew:1:g1:1:1")
    # Dearer than announced, or unknown.
    for price in (Decimal("29.91"), None):
        with pytest.raises(AlreadyUsedError):
            await press(world, key, price)
    await world.store.stop_auto_renewal(row.id, "off", stopped_by=100, stopped_in=100)
    with pytest.raises(AlreadyUsedError):
        await press(world, key)
    nonce = await world.nonce(dedupe_key=key)
    confirmation = world.store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    await world.store.set_staff(-900, world.account_id, on=True)
    with pytest.raises(AlreadyUsedError):
        await world.store.ask_approval([confirmation.id], needs="staff", expires_at=9e9, language="en", message_id=None)
    assert world.store.operations() == []
    assert world.store.open_approvals() == []
    # Another key, which is no auto-renewal's, is none of its business.
    await press(world, "other:1")


@pytest.mark.parametrize("state", ["void", "declined"])
async def test_what_an_ended_attempt_waited_for_is_void(world: World, state: Any) -> None:
    await world.store.set_staff(-900, world.account_id, on=True)
    row = await turned_on(world)
    attempt = await announced(world, row)
    nonce = await world.nonce(dedupe_key=attempt.dedupe_key)
    confirmation = world.store.confirmation_by_nonce(nonce)
    assert confirmation is not None
    approval = await world.store.ask_approval(
        [confirmation.id], needs="staff", expires_at=9e9, language="en", message_id=None
    )
    assert not await world.store.fail_renewal_attempt(attempt.id, "approval:expired", retry_at=END)
    assert not await world.store.end_renewal_attempt(attempt.id, "asked", "terms")
    assert await world.store.end_renewal_attempt(attempt.id, state, "why")
    assert not await world.store.end_renewal_attempt(attempt.id, state, "why")
    ended = world.store.approval(approval.id)
    assert ended is not None
    assert ended.ended_how == "void"
    assert ((100, state) in events(world)) == (state != "void")


@pytest.mark.parametrize("how", ["assignment", "unassigned", "erased", "grant", "role"])
async def test_what_takes_its_ground_away_stops_it_in_the_same_transaction(world: World, how: str) -> None:
    other = await world.identity("li")
    await world.store.assign(world.account_id, "g1", world.identity_id)
    await world.store.grant(-5, world.identity_id)
    for user_id in (100, 200):
        await world.store.set_member(-5, user_id, "owner")
    row = await turned_on(world, chat_id=-5)
    attempt = await announced(world, row)
    match how:
        case "assignment":
            await world.store.assign(world.account_id, "g1", other.id)
        case "unassigned":
            await world.store.unassign(world.account_id, "g1")
        case "erased":
            await world.store.erase_identity(world.identity_id)
        case "grant":
            assert await world.store.revoke(-5, world.identity_id)
        case _:
            await world.store.set_member(-5, 100, "operator")
    stopped = world.store.auto_renewal_by_id(row.id)
    assert stopped is not None
    assert stopped.stopped_how == ("assignment" if how == "unassigned" else how)
    assert world.store.open_renewal_attempt(row.id) is None
    assert (-5, "stopped") in events(world)
    with pytest.raises(AlreadyUsedError):
        await press(world, attempt.dedupe_key)


async def test_what_leaves_its_ground_leaves_it_alone(world: World) -> None:
    every = await world.identity("all", all_servers=True)
    await world.store.assign(world.account_id, "g1", world.identity_id)
    await world.store.grant(100, every.id)
    row = await turned_on(world)
    # The same owner again, another person's role, another server, another chat, and one of two ways to reach it.
    await world.store.assign(world.account_id, "g1", world.identity_id)
    await world.store.set_member(100, 100, "viewer")
    await world.store.set_member(-5, 100, "viewer")
    await world.store.assign(world.account_id, "g2", every.id)
    await world.store.unassign(world.account_id, "g2")
    await world.store.revoke(101, world.identity_id)
    await world.store.revoke(100, world.identity_id)
    assert world.store.auto_renewal(world.account_id, "g1") == row
    await world.store.revoke(100, every.id)
    assert world.store.auto_renewal(world.account_id, "g1") is None


async def test_stopped_elsewhere_it_is_told_where_it_was_turned_on(world: World) -> None:
    row = await turned_on(world)
    assert await world.store.stop_auto_renewal(row.id, "off", stopped_by=9, stopped_in=-5)
    assert not await world.store.stop_auto_renewal(row.id, "off", stopped_by=9, stopped_in=-5)
    assert events(world) == [(100, "stopped")]
    again = await turned_on(world)
    await world.store.stop_auto_renewal(again.id, "off", stopped_by=100, stopped_in=100)
    assert events(world) == [(100, "stopped")]


async def test_the_budget_counts_this_servers_own_orders_that_have_not_failed(world: World, wall: Wall) -> None:
    prefix = f"auto-renew:{world.account_id}:g1"
    for number, (key, state, at) in enumerate(
        (
            (f"{prefix}:1:1", "done", 0),
            (f"{prefix}:2:1", "needs-human", 0),
            (f"{prefix}:3:1", "failed", 0),
            (f"{prefix}:4:1", "done", -100),
            (f"auto-renew:{world.account_id}:g11:1:1", "done", 0),
            ("another", "done", 0),
        )
    ):
        row = await world.store.create_operation(**world.operation(guid=f"s{number}", dedupe_key=key, price=PRICE))
        await world.store._change(
            "UPDATE operations SET state = ?, ended_at = 1, created_at = created_at + ? WHERE taskid = ?",
            (state, at, row.taskid),
        )
    assert world.store.auto_renewal_spent(world.account_id, "g1", world.identity_id, wall()) == 2 * PRICE
    assert world.store.auto_renewal_spent(world.account_id, "g1", world.identity_id, wall() - 100) == 3 * PRICE
    assert world.store.auto_renewal_spent(world.account_id, "g1", world.identity_id + 1, 0) == 0


async def test_a_group_that_becomes_a_supergroup_takes_it_along(world: World) -> None:
    await world.store.grant(-5, world.identity_id)
    row = await turned_on(world, chat_id=-5)
    await world.store.migrate_chat(-5, -1005)
    moved = world.store.auto_renewal_by_id(row.id)
    assert moved is not None
    assert (moved.chat_id, moved.thread_id) == (-1005, None)


async def test_after_an_untold_attempt_no_more_is_paid_than_at_the_beginning(world: World) -> None:
    row = await turned_on(world)
    attempt = await announced(world, row, price=Decimal(40))
    assert await world.store.fail_renewal_attempt(attempt.id, "credit_low", retry_at=END - 5)
    untold = world.store.open_renewal_attempt(row.id)
    assert untold is not None
    assert untold.price == PRICE
    assert await world.store.announce_renewal_again(untold, due_at=9, price=Decimal(40), pays="credit")
    again = world.store.open_renewal_attempt(row.id)
    assert again is not None
    await world.store.set_renewal_told(again, told_at=5, due_at=6)
    assert await world.store.fail_renewal_attempt(again.id, "credit_low", retry_at=END - 5)
    told = world.store.open_renewal_attempt(row.id)
    assert told is not None
    assert told.price == Decimal(40)


async def test_replaced_from_another_chat_it_is_told_where_it_was_turned_on(world: World) -> None:
    await turned_on(world)
    await turned_on(world, chat_id=-5)
    assert events(world) == [(100, "stopped")]
    await turned_on(world, chat_id=-5)
    assert events(world) == [(100, "stopped")]


@pytest.mark.parametrize("state", ["void", "asked", "declined"])
async def test_the_slower_of_two_processes_ends_nothing_that_was_placed(world: World, state: Any) -> None:
    row = await turned_on(world)
    attempt = await announced(world, row)
    await world.store.create_operation(**world.operation(dedupe_key=attempt.dedupe_key, price=PRICE))
    assert await world.store.end_renewal_attempt(attempt.id, state, "terms") == (state == "declined")
