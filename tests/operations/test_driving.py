from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from operations.driving import drive
from operations.errors import NotPossibleError, ServerBusyError, StaleRequestError
from operations.starting import start_now
from sandbox.engine import Fault, Run

if TYPE_CHECKING:
    from store import OperationRow
    from tests.operations.conftest import World


async def begin(world: World, nickname: str, action: str = "start", key: str = "k") -> OperationRow:
    """Make a durable operation as a confirmed press does, without the press."""
    known = world.known(nickname)
    if action == "start":
        return await start_now(world.services, world.asker(), known, action, asked_at=world.clock.now(), dedupe_key=key)
    return await world.store.create_operation(
        account_id=known.account_id,
        identity_id=known.identity_id,
        guid=known.guid,
        action=action,
        params="{}",
        before=known.server.model_dump_json(),
        chat_id=world.actor().chat_id,
        thread_id=None,
        user_id=world.actor().user_id,
        language="en",
        dedupe_key=None,
    )


async def finish(world: World, row: OperationRow) -> OperationRow:
    ended = await drive(world.services, row.taskid)
    assert ended is not None
    return ended


def executed(world: World, action: str) -> int:
    return sum(effect.action == action for effect in world.engine.effects)


@pytest.mark.parametrize(
    ("nickname", "action", "run"),
    [
        ("cache-1", "start", Run.RUNNING),
        ("web-1", "stop", Run.OFF),
        ("web-1", "stop_h", Run.OFF),
        ("web-1", "restart", Run.RUNNING),
        ("web-1", "restart_h", Run.RUNNING),
    ],
)
async def test_each_power_operation_goes_its_way(world: World, nickname: str, action: str, run: Run) -> None:
    ended = await finish(world, await begin(world, nickname, action))

    assert (ended.state, ended.outcome) == ("done", "done")
    assert world.server(nickname).run_status == run
    assert executed(world, action) == 1
    assert [*dict.fromkeys(world.heard.states)][:3] == ["sending", "accepted", "watching"]
    assert world.engine.violations == []


async def test_the_engines_no_ends_it_with_its_words(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("业务被管理员锁定"), action="stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert (ended.state, ended.outcome, ended.engine_words) == ("failed", "refused", "业务被管理员锁定")


async def test_a_failed_status_is_a_failure(world: World) -> None:
    world.engine.fail_operation_next("stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert (ended.state, ended.outcome) == ("failed", "failed")


async def test_one_that_never_ends_fails_at_its_deadline(world: World) -> None:
    world.engine.fail_operation_next("stop", never_ends=True)
    row = await begin(world, "web-1", "stop")

    ended = await finish(world, row)

    assert (ended.state, ended.outcome) == ("failed", "deadline")
    assert 600 <= world.clock.now() - row.created_at < 660


async def test_a_lost_answer_is_settled_by_reading(world: World) -> None:
    world.engine.fail_next(Fault.CUT_AFTER, action="stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert "unknown" in world.heard.states
    assert (ended.state, ended.outcome) == ("done", "done")
    assert executed(world, "stop") == 1


async def test_a_request_that_never_arrived_did_not_happen_and_is_not_repeated(world: World) -> None:
    world.engine.fail_next(Fault.CUT_BEFORE, action="stop")
    row = await begin(world, "web-1", "stop")

    ended = await finish(world, row)

    assert (ended.state, ended.outcome) == ("failed", "did_not")
    assert executed(world, "stop") == 0
    assert ended.reads >= 3
    assert world.clock.now() - row.created_at >= 900


async def test_one_that_executes_minutes_later_is_still_found(world: World) -> None:
    world.engine.fail_next(Fault.EXECUTE_LATER(600), action="stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert (ended.state, ended.outcome) == ("done", "done")
    assert executed(world, "stop") == 1


async def test_a_restart_leaves_no_trace_so_a_person_decides(world: World) -> None:
    world.engine.fail_next(Fault.CUT_BEFORE, action="restart")

    ended = await finish(world, await begin(world, "web-1", "restart"))

    assert (ended.state, ended.outcome) == ("needs-human", "no_trace")


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.STATUS_500, Fault.TRUNCATED])
async def test_an_unreadable_answer_is_unknown_not_failed(world: World, fault: Fault) -> None:
    world.engine.fail_next(fault.after(), action="stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert "unknown" in world.heard.states
    assert (ended.state, executed(world, "stop")) == ("done", 1)


async def test_a_connection_that_could_not_be_made_is_tried_again_then_given_up(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    await world.engine.refuse_connections()

    ended = await finish(world, row)

    assert (ended.state, ended.outcome, ended.attempts) == ("failed", "not_connected", 3)
    await world.engine.accept_connections()
    assert executed(world, "stop") == 0


async def test_found_sending_after_a_crash_is_unknown_and_never_sent_again(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    dead = "process-that-died"
    claimed = await world.store.claim(
        row.taskid, owner=dead, lease_seconds=15, now=world.clock.now(), from_states=["confirmed"]
    )
    assert claimed is not None
    await world.store.move(
        row.taskid, owner=dead, from_state="confirmed", to_state="sending", sent_at=world.clock.now()
    )
    world.clock.advance(16)

    ended = await finish(world, row)

    assert (ended.state, ended.outcome) == ("failed", "did_not")
    assert executed(world, "stop") == 0


async def test_two_processes_drive_one_operation_once(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    other = replace(world.services, process="the-other")
    claimed = await world.store.claim(
        row.taskid, owner=other.process, lease_seconds=15, now=world.clock.now(), from_states=["confirmed"]
    )

    assert claimed is not None
    assert await drive(world.services, row.taskid) is None
    assert executed(world, "stop") == 0


async def test_one_open_operation_per_server(world: World) -> None:
    row = await begin(world, "cache-1")

    with pytest.raises(ServerBusyError) as busy:
        await begin(world, "cache-1", key="another")

    assert busy.value.taskid == row.taskid


async def test_the_same_command_delivered_twice_starts_once(world: World) -> None:
    first = await begin(world, "cache-1", key="update-7")
    await finish(world, first)

    assert (await begin(world, "cache-1", key="update-7")).taskid == first.taskid
    assert executed(world, "start") == 1


async def test_what_the_state_forbids_is_refused_before_anything_is_sent(world: World) -> None:
    with pytest.raises(NotPossibleError):
        await begin(world, "web-1")

    assert executed(world, "start") == 0


async def test_an_old_request_is_not_acted_upon(world: World) -> None:
    with pytest.raises(StaleRequestError):
        await start_now(
            world.services,
            world.asker(),
            world.known("cache-1"),
            "start",
            asked_at=world.clock.now() - 301,
            dedupe_key="old",
        )


async def test_confirmed_but_unsent_for_long_is_not_sent(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    world.clock.advance(301)

    ended = await finish(world, row)

    assert (ended.state, ended.outcome, executed(world, "stop")) == ("failed", "stale", 0)


async def test_reassigned_between_press_and_request_is_not_sent(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    await world.store.assign(world.account_id, world.made.servers["web-1"], world.identities["bob"])

    ended = await finish(world, row)

    assert (ended.state, ended.outcome, executed(world, "stop")) == ("failed", "moved", 0)


async def test_an_erased_customer_sends_nothing(world: World) -> None:
    row = await begin(world, "web-1", "stop")
    await world.store.erase_identity(world.identities["alice"])

    ended = await finish(world, row)

    assert (ended.state, ended.outcome, executed(world, "stop")) == ("failed", "moved", 0)


async def test_taken_over_after_its_deadline_a_good_restart_is_not_called_unfinished(world: World) -> None:
    row = await begin(world, "web-1", "restart")
    dead = "process-that-died"
    await world.store.claim(row.taskid, owner=dead, lease_seconds=15, now=world.clock.now(), from_states=["confirmed"])
    await world.store.move(
        row.taskid, owner=dead, from_state="confirmed", to_state="sending", sent_at=world.clock.now()
    )
    await world.store.move(
        row.taskid, owner=dead, from_state="sending", to_state="accepted", accepted_at=world.clock.now()
    )
    world.clock.advance(700)

    ended = await finish(world, row)

    assert (ended.state, ended.outcome) == ("done", "done")


async def test_the_engines_words_are_kept_without_the_customers_data(world: World) -> None:
    world.engine.fail_next(Fault.REFUSE("实名 张伟 11010519491231002X 13800005678 未通过"), action="stop")

    ended = await finish(world, await begin(world, "web-1", "stop"))

    assert ended.engine_words == "实名 *** *** *** 未通过"


async def test_a_store_that_fails_in_mid_course_lets_the_operation_go(world: World) -> None:
    row = await begin(world, "web-1", "stop")

    class BrokenError(Exception):
        pass

    async def progress(_: OperationRow) -> None:
        raise BrokenError

    world.heard.progress = progress  # type: ignore[method-assign, assignment]
    with pytest.raises(BrokenError):
        await drive(world.services, row.taskid)

    found = world.store.operation(row.taskid)
    assert found is not None
    assert (found.state, found.lease_owner) == ("sending", None)
