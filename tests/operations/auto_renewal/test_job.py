from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from operations import approvals, auto_renewal
from operations.auto_renewal import job
from operations.auto_renewal.settings import Choice
from operations.auto_renewal.terms import terms_of
from operations.errors import ApprovalEndedError
from sandbox.engine import Fault
from tests.operations.asking import ask, operation
from tests.operations.auto_renewal.cycle import DAY, HOUR, PRICE, Cycle, cycle_of
from tests.operations.conftest import ALICE, BOB, STAFF, TEAM

if TYPE_CHECKING:
    from tests.operations.conftest import World


DEARER = Decimal("286.00")


def dearer(world: World, factor: int = 2) -> None:
    """Raise the engine's price of a core."""
    cores = world.engine.world.lines[world.made.lines["bgp"]].cores
    cores[:] = [replace(core, price=core.price * factor) for core in cores]


async def test_announced_48_hours_before_renewed_once_and_the_next_end_announced(world: World) -> None:
    cycle = await cycle_of(world, days=6)
    start, end = world.clock.now(), cycle.end
    await cycle.run(4 * DAY, step=HOUR)
    assert cycle.renewed == 1
    told_at, subject = cycle.told[0]
    assert subject["event"] == "announced"
    assert abs(told_at - (start + DAY)) <= HOUR
    (first,) = cycle.attempts
    assert (first.state, first.price, first.pays, first.attempt) == ("done", PRICE, "credit", 1)
    assert first.dedupe_key == f"auto-renew:{world.account_id}:{cycle.guid}:{int(end)}:1"
    (row,) = world.store.operations(guid=cycle.guid)
    assert row.dedupe_key == first.dedupe_key
    assert end - 3 * DAY <= row.created_at <= end - 3 * DAY + 2 * HOUR
    assert row.created_at - told_at >= 47 * HOUR
    assert cycle.end > end + 27 * DAY

    await world.sync()
    await cycle.run(34 * DAY, until=lambda: cycle.renewed == 2, step=DAY / 4)
    await cycle.tick()
    assert [each.state for each in cycle.attempts] == ["done", "done"]
    assert cycle.events == ["announced", "announced"]
    assert world.store.verify_audit().problems == []


async def test_nothing_happens_before_its_time(world: World) -> None:
    cycle = await cycle_of(world, days=6)
    await cycle.run(0.9 * DAY)
    assert (cycle.told, cycle.attempts, cycle.renewed) == ([], [], 0)
    await cycle.run(1.9 * DAY)
    assert cycle.events == ["announced"]
    assert cycle.renewed == 0


async def test_the_stop_button_ends_it_for_good(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(DAY)
    assert cycle.events == ["announced"]
    stopped = await auto_renewal.turn_off(world.services, world.actor(), world.known("web-1"))
    assert stopped.row is not None
    assert stopped.placed is None
    await cycle.run(10 * DAY)
    assert cycle.renewed == 0
    assert [(each.state, each.why) for each in cycle.attempts] == [("void", "stopped")]
    # Who stopped it, in that chat, has seen it.
    assert cycle.events == ["announced"]


async def test_renewed_by_hand_the_announcement_is_void_and_the_next_end_counts(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(DAY)
    await world.run(await operation(world, await ask(world)))
    await cycle.run(8 * DAY)
    assert cycle.renewed == 1
    assert [(each.state, each.why) for each in cycle.attempts] == [("void", "end_moved")]


async def test_too_little_credit_three_times_stops_it_loudly(world: World) -> None:
    cycle = await cycle_of(world, days=5, credit="100")
    await world.staff_chat()
    await cycle.run(5 * DAY, until=lambda: cycle.row is None, step=HOUR)
    assert [(each.attempt, each.state, each.why) for each in cycle.attempts] == [
        (number, "failed", "credit_low") for number in (1, 2, 3)
    ]
    ended = [each.ended_at or 0 for each in cycle.attempts]
    assert HOUR <= ended[1] - ended[0] <= 3 * HOUR
    assert 6 * HOUR <= ended[2] - ended[1] <= 8 * HOUR
    await cycle.tick()
    assert cycle.events == ["announced", "failed", "failed", "stopped"]
    assert [subject["event"] for subject in cycle.staff] == ["staff"]
    await world.store.add_top_up(world.identities["alice"], Decimal(500))
    await cycle.run(3 * DAY)
    assert cycle.renewed == 0


async def test_topped_up_between_two_attempts_it_goes_on(world: World) -> None:
    cycle = await cycle_of(world, days=5, credit="100")
    await cycle.run(5 * DAY, until=lambda: "failed" in cycle.events)
    await world.store.add_top_up(world.identities["alice"], Decimal(500))
    await cycle.run(2 * DAY)
    assert [each.state for each in cycle.attempts] == ["failed", "done"]
    assert cycle.renewed == 1


async def test_a_lost_answer_is_read_and_never_repeated(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    world.engine.fail_next(Fault.CUT_AFTER, action="renew")
    await cycle.run(5 * DAY)
    assert cycle.renewed == 1
    assert [each.state for each in cycle.attempts] == ["done"]


@pytest.mark.parametrize("seconds", [300, 2 * HOUR, 20 * HOUR])
async def test_an_engine_that_executes_late_renews_once(world: World, seconds: float) -> None:
    cycle = await cycle_of(world, days=5)
    world.engine.fail_next(Fault.EXECUTE_LATER(seconds), action="renew")
    await cycle.run(4 * DAY, step=HOUR / 2)
    assert cycle.renewed == 1
    assert cycle.attempts[0].state == ("done" if seconds < 900 else "failed")
    assert all(each.state in {"done", "failed", "void"} for each in cycle.attempts)


async def test_a_persons_renewal_that_may_come_late_is_waited_for(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    world.engine.fail_next(Fault.EXECUTE_LATER(20 * HOUR), action="renew")
    row = await world.run(await operation(world, await ask(world)))
    while row.ended_at is None:
        world.clock.advance(60)
        row = await world.run(row)
    assert row.outcome == "did_not"
    await cycle.run(0.75 * DAY, step=HOUR)
    assert [each.state for each in cycle.attempts][-1] == "announced"
    assert cycle.renewed == 0
    await cycle.run(1.5 * DAY, step=HOUR)
    assert cycle.renewed == 1
    assert [each.why for each in cycle.attempts][-1] == "end_moved"


async def test_a_persons_renewal_that_never_comes_is_waited_for_once(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    row = await world.run(await operation(world, await ask(world)))
    while row.ended_at is None:
        world.clock.advance(60)
        row = await world.run(row)
    await cycle.run(3 * DAY, step=HOUR)
    (attempt,) = cycle.attempts
    new = next(each for each in world.store.operations(guid=cycle.guid) if each.taskid != row.taskid)
    assert attempt.state == "done"
    assert DAY <= new.created_at - row.ended_at <= DAY + HOUR
    assert cycle.renewed == 1


async def test_what_left_no_trace_is_tried_again_after_a_day_under_the_same_number(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    world.engine.fail_next(Fault.CUT_BEFORE, action="renew")
    await cycle.run(5 * DAY)
    first, second = cycle.attempts
    assert (first.state, first.why, second.state) == ("failed", "operation:did_not", "done")
    assert second.due_at - (first.ended_at or 0) == DAY
    old, new = sorted(world.store.operations(guid=cycle.guid), key=lambda row: row.created_at)
    assert old.order_no == new.order_no
    assert cycle.renewed == 1


async def test_an_unknown_outcome_bars_every_further_attempt_until_it_is_settled(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await world.staff_chat()
    world.engine.fail_operation_next("renew", never_ends=True)
    await cycle.run(4 * DAY)
    (row,) = world.store.operations(guid=cycle.guid)
    assert row.state == "needs-human"
    assert [each.state for each in cycle.attempts] == ["placed"]
    await world.store.settle(row.taskid, "done", "seen in the panel")
    await cycle.run(2 * HOUR, step=HOUR)
    assert [each.state for each in cycle.attempts] == ["done"]
    assert len(world.store.operations(guid=cycle.guid)) == 1


async def test_a_refusal_of_the_engine_is_a_failed_attempt(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    world.engine.fail_next(Fault.REFUSE("业务已被锁定"), action="renew")
    await cycle.run(5 * DAY)
    assert [(each.state, each.why) for each in cycle.attempts] == [("failed", "operation:refused"), ("done", None)]
    assert cycle.renewed == 1


async def test_an_engine_out_of_reach_uses_no_attempt_up(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    await world.engine.refuse_connections()
    await cycle.run(6 * HOUR)
    await world.engine.accept_connections()
    await cycle.run(2 * HOUR, step=HOUR)
    assert [(each.attempt, each.state) for each in cycle.attempts] == [(1, "done")]


async def test_what_waits_past_its_time_is_told_once_and_no_longer_counted_on(world: World) -> None:
    await world.staff_chat()
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    assert world.store.renews_itself(world.account_id, cycle.guid, cycle.end)
    await world.engine.refuse_connections()
    await cycle.run(6 * HOUR, step=HOUR / 2)
    assert cycle.events == ["announced", "waiting"]
    assert cycle.told[1][1]["why"] == "engine"
    assert [subject["event"] for subject in cycle.staff] == ["staff-waiting"]
    (attempt,) = cycle.attempts
    assert cycle.told[1][0] - attempt.due_at >= HOUR
    assert not world.store.renews_itself(world.account_id, cycle.guid, cycle.end)
    assert world.store.renews_itself(world.account_id, cycle.guid, cycle.end + DAY)
    await world.engine.accept_connections()
    await cycle.run(2 * HOUR, step=HOUR)
    assert [each.state for each in cycle.attempts] == ["done"]


async def test_what_waits_for_a_persons_decision_is_told_at_once(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    row = await operation(world, await ask(world))
    await world.store._change(
        "UPDATE operations SET state = 'needs-human', outcome = 'unreadable', ended_at = ? WHERE taskid = ?",
        (world.clock.now(), row.taskid),
    )
    await cycle.run(2 * HOUR, until=lambda: "waiting" in cycle.events, step=HOUR / 4)
    assert cycle.told[1][1]["why"] == "human"
    assert cycle.told[1][0] - cycle.attempts[0].due_at < HOUR
    assert cycle.renewed == 0


async def test_another_operation_on_the_server_is_waited_for(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await cycle.run(1.9 * DAY)
    await cycle.deliver()
    proposal = await ask(world)
    row = await operation(world, proposal)
    world.clock.advance(4 * HOUR)
    await job.run(world.services)
    (attempt,) = cycle.attempts
    assert attempt.state == "announced"
    # Too late to be sent by now: nothing came of it.
    assert (await world.run(row)).outcome == "stale"
    await cycle.run(2 * HOUR, step=HOUR)
    assert [each.state for each in cycle.attempts] == ["done"]
    assert cycle.renewed == 1


async def test_under_approval_the_reseller_is_asked_each_time(world: World) -> None:
    staff = await world.staff_chat()
    cycle = await cycle_of(world, days=5, credit=None)
    await cycle.run(3 * DAY, until=lambda: bool(world.store.open_approvals()))
    assert cycle.attempts[0].pays == "approval"
    (approval,) = world.store.open_approvals()
    await approvals.approve(world.services, staff.actor, approval.id)
    await cycle.run(DAY)
    assert [each.state for each in cycle.attempts] == ["done"]
    assert cycle.renewed == 1


async def test_a_no_of_the_reseller_is_a_no_for_this_end(world: World) -> None:
    staff = await world.staff_chat()
    cycle = await cycle_of(world, days=5, credit=None)
    await cycle.run(3 * DAY, until=lambda: bool(world.store.open_approvals()))
    (approval,) = world.store.open_approvals()
    await approvals.decline(world.services, staff.actor, approval.id)
    await cycle.run(2 * DAY)
    assert [(each.state, each.why) for each in cycle.attempts] == [("declined", "declined")]
    assert cycle.events == ["announced", "declined"]
    assert world.store.open_approvals() == []
    assert cycle.row is not None
    assert not world.store.renews_itself(world.account_id, cycle.guid, cycle.end)
    # The next end is another matter.
    await cycle.ends_in(5 * DAY)
    await cycle.run(DAY)
    assert cycle.events[-1] == "announced"


async def test_approvals_that_nobody_gives_are_failed_attempts(world: World) -> None:
    await world.staff_chat()
    cycle = await cycle_of(world, days=8, credit=None)
    for _ in range(10 * 6):
        await cycle.run(4 * HOUR)
        await approvals.expire(world.services)
    assert [(each.state, each.why) for each in cycle.attempts] == [("failed", "approval:expired")] * 3
    assert cycle.row is None
    assert cycle.renewed == 0


async def test_a_stop_takes_the_waiting_approval_back(world: World) -> None:
    staff = await world.staff_chat()
    cycle = await cycle_of(world, days=5, credit=None)
    await cycle.run(3 * DAY, until=lambda: bool(world.store.open_approvals()))
    (approval,) = world.store.open_approvals()
    await auto_renewal.turn_off(world.services, world.actor(), world.known("web-1"))
    with pytest.raises(ApprovalEndedError):
        await approvals.approve(world.services, staff.actor, approval.id)
    await cycle.run(2 * DAY)
    assert cycle.renewed == 0


async def test_a_dearer_price_is_announced_anew_with_a_whole_notice(world: World) -> None:
    cycle = Cycle(world)
    await world.credit("5000")
    await cycle.ends_in(10 * DAY)
    await cycle.turn_on(Choice(1, 7))
    await cycle.run(DAY + 2 * HOUR)
    assert cycle.attempts[0].price == PRICE
    dearer(world)
    await cycle.run(2 * DAY)
    (attempt,) = cycle.attempts
    assert (attempt.state, attempt.revision, attempt.price) == ("announced", 2, DEARER)
    assert cycle.events == ["announced", "announced"]
    assert cycle.renewed == 0
    await cycle.run(2 * DAY)
    (attempt,) = cycle.attempts
    (row,) = world.store.operations(guid=cycle.guid)
    assert (attempt.state, row.price) == ("done", DEARER)
    assert row.created_at - cycle.told[1][0] >= 47 * HOUR
    assert cycle.renewed == 1


async def test_a_dearer_price_without_time_for_a_notice_is_left_to_a_person(world: World) -> None:
    cycle = Cycle(world)
    await world.credit("5000")
    await cycle.ends_in(4 * DAY)
    await cycle.turn_on(Choice(1, 1))
    await cycle.run(2 * DAY)
    dearer(world)
    await cycle.run(6 * DAY)
    assert [(each.state, each.why) for each in cycle.attempts] == [("asked", "terms")]
    assert cycle.events == ["announced", "asked"]
    assert cycle.renewed == 0


async def test_a_cheaper_price_is_simply_paid(world: World) -> None:
    dearer(world, 2)
    cycle = await cycle_of(world, days=5)
    await cycle.run(DAY)
    cores = world.engine.world.lines[world.made.lines["bgp"]].cores
    cores[:] = [replace(core, price=core.price / 2) for core in cores]
    await cycle.run(3 * DAY)
    (row,) = world.store.operations(guid=cycle.guid)
    assert (row.state, row.price) == ("done", PRICE)


async def test_another_purse_than_announced_is_announced_anew(world: World) -> None:
    await world.staff_chat()
    cycle = Cycle(world)
    await cycle.ends_in(10 * DAY)
    await cycle.turn_on(Choice(1, 7))
    await cycle.run(DAY + 2 * HOUR)
    assert cycle.attempts[0].pays == "approval"
    await world.policy(spending="open")
    await cycle.run(2 * DAY)
    (attempt,) = cycle.attempts
    assert (attempt.state, attempt.revision, attempt.pays) == ("announced", 2, "open")
    assert cycle.renewed == 0
    await cycle.run(2 * DAY)
    assert cycle.renewed == 1


async def test_beyond_the_months_limit_the_reseller_is_asked(world: World) -> None:
    staff = await world.staff_chat()
    await world.policy(spending="open", monthly_limit=Decimal(100))
    cycle = Cycle(world)
    await cycle.ends_in(5 * DAY)
    await cycle.turn_on()
    await cycle.run(3 * DAY, until=lambda: bool(world.store.open_approvals()))
    assert cycle.renewed == 0
    (approval,) = world.store.open_approvals()
    await approvals.approve(world.services, staff.actor, approval.id)
    await cycle.run(DAY / 2)
    (row,) = world.store.operations(guid=cycle.guid)
    assert (row.state, row.funding) == ("done", "approval")


async def test_settled_as_not_done_it_is_a_failed_attempt(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    world.engine.fail_operation_next("renew", never_ends=True)
    await cycle.run(3 * DAY)
    (row,) = world.store.operations(guid=cycle.guid)
    await world.store.settle(row.taskid, "failed", "seen in the panel")
    await cycle.run(4 * HOUR, step=HOUR)
    first = cycle.attempts[0]
    assert (first.state, first.why) == ("failed", "operation:settled")
    assert len(cycle.attempts) == 2


async def test_the_months_budget_counts_what_has_not_failed(world: World) -> None:
    await world.credit("5000")
    cycle = Cycle(world)
    await cycle.ends_in(5 * DAY)
    await cycle.turn_on(Choice(1, 3, Decimal("300.00")))
    await cycle.run(3 * DAY)
    assert cycle.renewed == 1
    # Another end in the same month of the engine's calendar.
    await cycle.ends_in(3 * DAY)
    await cycle.run(2.5 * DAY)
    assert cycle.renewed == 1
    assert cycle.attempts[1].why == "over_budget"
    assert cycle.world.store.auto_renewal_spent(world.account_id, cycle.guid, world.identities["alice"], 0) == PRICE


async def test_an_unknown_price_is_not_paid_where_nobody_decides(world: World) -> None:
    await world.policy(spending="open")
    cycle = Cycle(world)
    await cycle.ends_in(5 * DAY)
    await cycle.turn_on()
    await cycle.run(DAY)
    world.engine.world.lines[world.made.lines["bgp"]].cores.clear()
    await cycle.run(4 * DAY)
    assert {each.why for each in cycle.attempts if each.state == "failed"} == {"price_unknown"}
    assert cycle.row is None
    assert world.store.operations(guid=cycle.guid) == []


async def test_without_a_staff_chat_there_is_nobody_to_ask(world: World) -> None:
    cycle = await cycle_of(world, days=5, credit=None)
    await cycle.run(5 * DAY)
    assert {each.why for each in cycle.attempts} == {"no_staff"}
    assert cycle.row is None


async def test_the_reseller_in_a_staff_chat_spends_as_announced(world: World) -> None:
    await world.store.grant(STAFF, world.identities["alice"])
    asker = await world.staff_chat()
    cycle = Cycle(world)
    await cycle.ends_in(5 * DAY)
    await cycle.turn_on(asker=asker)
    await cycle.run(5 * DAY)
    (attempt,) = cycle.attempts
    (row,) = world.store.operations(guid=cycle.guid)
    assert (attempt.pays, row.funding, row.state) == ("own", "approval", "done")


async def test_an_expired_server_within_its_retention_is_renewed_after_a_warning(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    # The bot was away.
    world.clock.advance(5.5 * DAY)
    await world.sync()
    await cycle.tick()
    assert cycle.events == ["announced"]
    assert cycle.renewed == 0
    await cycle.run(3 * HOUR, step=HOUR)
    assert cycle.renewed == 1
    (row,) = world.store.operations(guid=cycle.guid)
    assert row.created_at - cycle.told[0][0] >= HOUR


async def test_a_server_that_is_gone_stops_it(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    world.clock.advance(15 * DAY)
    for _ in range(3):
        await world.sync()
        world.clock.advance(60)
    await cycle.run(5 * HOUR)
    assert cycle.row is None
    assert cycle.events[-1] == "stopped"
    assert cycle.renewed == 0


async def test_rights_that_were_lost_elsewhere_stop_it_at_the_next_look(world: World) -> None:
    await world.members(owners=(ALICE, BOB))
    await world.credit("1000")
    cycle = Cycle(world)
    await cycle.ends_in(5 * DAY)
    await cycle.turn_on(asker=world.asker(ALICE, TEAM))
    await world.store._change("UPDATE members SET role = 'viewer' WHERE user_id = ?", (ALICE,))
    await cycle.run(4 * DAY)
    assert cycle.row is None
    stopped = world.store._rows("SELECT stopped_how FROM auto_renewals")
    assert stopped == [("role",)]
    assert cycle.renewed == 0


async def test_a_chat_that_cannot_be_told_stops_it_and_the_reseller_hears_of_it(world: World) -> None:
    await world.staff_chat()
    cycle = await cycle_of(world, days=5)
    await job.run(world.services)
    (notice,) = world.store.due_notices(world.clock.now())
    await world.store.give_up_notice(notice.id)
    await cycle.run(3 * DAY)
    assert cycle.row is None
    assert cycle.renewed == 0
    assert [subject["event"] for subject in cycle.staff] == ["staff"]


async def test_while_telegram_is_out_of_reach_it_waits_as_long_as_it_can(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    cycle.reachable = False
    await cycle.run(4.5 * DAY)
    assert cycle.renewed == 0
    await cycle.run(0.4 * DAY)
    assert cycle.renewed == 1
    (row,) = world.store.operations(guid=cycle.guid)
    assert row.ended_at is not None


async def test_untold_not_more_is_paid_than_was_agreed_at_the_beginning(world: World) -> None:
    cycle = Cycle(world)
    await world.credit("5000")
    await cycle.ends_in(20 * DAY)
    await cycle.turn_on()
    dearer(world)
    await world.services.catalogue.refresh(
        world.account_id, world.services.engines.of(world.account_id), now=world.clock.now()
    )
    cycle.reachable = False
    await cycle.run(20 * DAY)
    assert cycle.attempts[0].price == DEARER
    assert cycle.attempts[0].state == "asked"
    assert cycle.renewed == 0


async def test_a_last_day_of_january_and_one_month(world: World) -> None:
    """31 January 16:00 in Shanghai, plus a month, is 28 February."""
    cycle = Cycle(world)
    await world.credit("1000")
    end = 1_801_382_400.0
    world.server("web-1").ends_at = end
    await world.sync()
    await cycle.turn_on()
    await cycle.run(16 * DAY)
    assert cycle.renewed == 1
    assert cycle.end - end == 28 * DAY


async def test_turned_off_and_on_again_the_number_goes_on(world: World) -> None:
    cycle = await cycle_of(world, days=5, credit="100")
    await cycle.run(5 * DAY, until=lambda: "failed" in cycle.events)
    await auto_renewal.turn_off(world.services, world.actor(), world.known("web-1"))
    await world.store.add_top_up(world.identities["alice"], Decimal(500))
    await cycle.turn_on()
    await cycle.run(3 * DAY)
    assert [(each.attempt, each.state) for each in cycle.attempts] == [(1, "failed"), (2, "void"), (3, "done")]
    assert cycle.renewed == 1


async def test_a_server_whose_end_is_unknown_is_left_alone(world: World) -> None:
    cycle = await cycle_of(world, days=5)
    await world.store._change("UPDATE servers SET data = json_set(data, '$.end_time', NULL)", ())
    await cycle.run(HOUR)
    assert cycle.attempts == []
    assert cycle.active.next_at > world.clock.now() - 4 * HOUR


async def test_one_that_fails_keeps_no_other_from_its_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = await cycle_of(world, days=4)
    other = Cycle(world, "web-2")
    await other.ends_in(4 * DAY)
    await other.turn_on()

    def broken(services: object, actor: object, known: object, months: int) -> object:
        if getattr(known, "guid", "") == cycle.guid:
            raise OSError("disk")
        return terms_of(services, actor, known, months)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "terms_of", broken)
    await cycle.tick()
    assert [len(each.attempts) for each in (cycle, other)] == [0, 1]
    monkeypatch.undo()
    await cycle.run(2 * HOUR, step=HOUR)
    assert len(cycle.attempts) == 1
