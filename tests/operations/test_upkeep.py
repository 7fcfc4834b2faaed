from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from operations.upkeep import Job, Upkeep
from tests.operations.conftest import ALICE
from tests.operations.test_pending import asked

if TYPE_CHECKING:
    from operations.services import Services
    from tests.operations.conftest import World


class Paced:
    """The world's clock, on which a minute passes only when the test says so."""

    def __init__(self, world: World) -> None:
        self._clock = world.clock
        self.waits: list[float] = []
        self.go = asyncio.Event()

    def now(self) -> float:
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await self.go.wait()
        self.go.clear()
        self._clock.advance(seconds)


def how(world: World, approval_id: int) -> str | None:
    row = world.store.approval(approval_id)
    assert row is not None
    return row.ended_how


async def test_approvals_expire_after_a_day_and_the_asker_is_told(world: World) -> None:
    row = await asked(world)
    upkeep = Upkeep(world.services)
    world.clock.advance(86399)
    await upkeep.once()
    assert how(world, row.id) is None

    world.clock.advance(1)
    await upkeep.once()
    assert how(world, row.id) == "expired"
    told = [each for each in world.store.due_notices(world.clock.now()) if each.kind == "approval-ended"]
    assert [(each.chat_id, each.subject) for each in told] == [(ALICE, {"approval": row.id})]


async def test_secrets_go_a_day_after_their_confirmation_ended_once_an_hour(world: World) -> None:
    row = await asked(world)
    (confirmation,) = world.store.approval_confirmations(row.id)
    await world.store.end_approval(row.id, "declined")
    upkeep = Upkeep(world.services)
    await upkeep.once()

    async def kept_after(seconds: float) -> str:
        world.clock.advance(seconds)
        await upkeep.once()
        found = world.store.confirmation(confirmation.id)
        assert found is not None
        return found.params

    assert await kept_after(86400 - 60) == "{}"
    assert await kept_after(120) == "{}", "it was looked at two minutes ago"
    assert await kept_after(3600) == ""


async def test_notices_that_cannot_be_told_are_given_up_after_a_week_and_ended_ones_go_after_a_day(
    world: World,
) -> None:
    store = world.store
    await store.mark_blocked(ALICE)
    await store.add_notice(ALICE, "x", {}, dedupe_key="rests")
    await store.add_notice(ALICE + 1, "x", {}, dedupe_key="later", next_at=world.clock.now() + 8 * 86400)

    async def kept() -> list[str | None]:
        await Upkeep(world.services).once()
        return [key for (key,) in store._rows("SELECT dedupe_key FROM notices ORDER BY id")]

    world.clock.advance(7 * 86400)
    await kept()
    assert store.count_notices() == 2
    world.clock.advance(1)
    assert await kept() == ["rests", "later"]
    assert store.count_notices() == 1
    world.clock.advance(86401)
    assert await kept() == ["later"]
    assert store.count_notices() == 1


async def test_a_job_that_fails_is_logged_tried_again_and_keeps_no_other_from_its_turn(world: World) -> None:
    paced = Paced(world)
    world.services.clock = paced
    ran: list[str] = []

    async def failing(services: Services) -> int:
        ran.append("failing")
        if len(ran) == 1:
            raise OSError("disk")
        return 0

    async def other(services: Services) -> int:
        ran.append("other")
        return 3

    async def passed(ticks: int) -> None:
        async with asyncio.timeout(5):
            while len(paced.waits) < ticks:  # noqa: ASYNC110 - the clock tells nobody
                await asyncio.sleep(0.001)

    jobs = (Job("failing_done", 60.0, failing), Job("other_done", 15.0, other))
    with capture_logs() as logs:
        async with Upkeep(world.services, jobs):
            for tick in range(1, 4):
                await passed(tick)
                paced.go.set()
            await passed(4)
    # At 0, 10, 20 and 30 seconds.
    assert ran == ["failing", "other", "failing", "other"]
    assert [entry["event"] for entry in logs] == ["upkeep_failed", "other_done", "other_done"]
    assert logs[1]["count"] == 3
    assert paced.waits == [10.0] * 4


async def test_one_that_takes_long_keeps_no_other_from_its_turn_and_is_not_begun_twice(world: World) -> None:
    paced = Paced(world)
    world.services.clock = paced
    ran: list[str] = []
    answered = asyncio.Event()

    async def slow(services: Services) -> int:
        ran.append("slow")
        await answered.wait()
        return 1

    async def other(services: Services) -> int:
        ran.append("other")
        return 0

    async def passed(ticks: int) -> None:
        async with asyncio.timeout(5):
            while len(paced.waits) < ticks or len(ran) <= ticks:  # noqa: ASYNC110 - the clock tells nobody
                await asyncio.sleep(0.001)

    async with Upkeep(world.services, (Job("slow_done", 0, slow), Job("other_done", 0, other))):
        for tick in range(1, 4):
            await passed(tick)
            paced.go.set()
        await passed(4)
        assert ran == ["slow", "other", "other", "other", "other"]


async def test_leaving_it_unentered_is_no_error(world: World) -> None:
    await Upkeep(world.services).__aexit__()
