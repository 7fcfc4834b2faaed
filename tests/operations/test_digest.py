from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from operations import digest
from operations.sync import Synchroniser
from operations.upkeep import JOBS
from sandbox.engine import Fault, Run
from tests.operations.conftest import ALICE, STAFF
from tests.operations.rows import operation
from tests.operations.test_pending import asked

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.operations.conftest import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def told(world: World) -> list[NoticeRow]:
    return [each for each in world.store.due_notices(world.clock.now() + 1e9) if each.kind == "digest"]


def at(world: World, text: str, zone: ZoneInfo = SHANGHAI) -> None:
    """Move on to that time of the chat's clock."""
    world.clock.advance(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() - world.clock.now())


async def plan(world: World, text: str, zone: ZoneInfo = SHANGHAI) -> int:
    at(world, text, zone)
    return await digest.plan(world.services)


async def test_it_is_one_of_the_jobs() -> None:
    assert digest.plan in {job.run for job in JOBS}


async def test_one_a_day_at_the_chats_hour(world: World) -> None:
    await world.staff_chat()
    assert await plan(world, "2027-02-01 15:00") == 0, "it has just become one"
    assert await plan(world, "2027-02-02 08:59") == 0
    assert await plan(world, "2027-02-02 09:00") == 1
    assert await plan(world, "2027-02-02 09:01") == 0
    assert await plan(world, "2027-02-02 23:59") == 0
    assert await plan(world, "2027-02-03 11:30") == 1, "late after a pause, but the same day"
    assert await plan(world, "2027-02-06 08:00") == 0, "what was missed is not made up for"
    assert await plan(world, "2027-02-06 09:00") == 1
    assert [each.subject["day"] for each in told(world)] == ["2027-02-02", "2027-02-03", "2027-02-06"]


async def test_a_chat_that_became_one_before_its_hour_has_it_the_same_day(world: World) -> None:
    await world.staff_chat()
    assert await plan(world, "2027-02-01 08:00") == 0
    assert await plan(world, "2027-02-01 09:00") == 1


async def test_in_the_chats_zone_also_when_the_clocks_change(world: World) -> None:
    await world.staff_chat()
    await world.store.set_chat(STAFF, timezone="America/New_York")
    await world.store.set_preferences(STAFF, digest_hour=2)
    zone = ZoneInfo("America/New_York")
    await plan(world, "2027-03-13 12:00", zone)
    # On the 14th there is no 02:00.
    assert await plan(world, "2027-03-14 01:59", zone) == 0
    assert await plan(world, "2027-03-14 03:00", zone) == 1
    assert await plan(world, "2027-03-14 12:00", zone) == 0


async def test_not_where_it_is_not_wanted(world: World) -> None:
    await world.staff_chat()
    await plan(world, "2027-02-01 15:00")
    await world.store.set_preferences(STAFF, digest_hour=None)
    assert await plan(world, "2027-02-02 12:00") == 0
    await world.store.set_preferences(STAFF, digest_hour=20)
    assert await plan(world, "2027-02-02 19:00") == 0
    assert await plan(world, "2027-02-02 20:00") == 1


async def test_after_the_quiet_hours(world: World) -> None:
    await world.staff_chat()
    await world.store.set_chat(STAFF, quiet_hours="22-10")
    await plan(world, "2027-02-01 15:00")
    assert await plan(world, "2027-02-02 09:00") == 1
    (notice,) = told(world)
    assert datetime.fromtimestamp(notice.next_at, SHANGHAI).isoformat() == "2027-02-02T10:00:00+08:00"


async def test_what_it_says(world: World) -> None:
    await world.staff_chat()
    (quiet,) = await digest.digest(world.services, STAFF)
    assert quiet.name == "demo"
    assert sum(quiet.states.values()) == len(
        [row for row in world.store.servers_in(world.account_id) if not row.dead and row.gone_at is None]
    )

    now = world.clock.now()
    before = sum(world.server(nickname).ends_at < now + 7 * 86400 for nickname in ("web-1", "web-2", "cache-1", "db-1"))
    for nickname, days in (("web-1", 2), ("web-2", 1), ("cache-1", 6.9), ("db-1", 8)):
        world.server(nickname).ends_at = now + days * 86400
    world.server("web-1").run_status = Run.OFF
    await world.sync()
    await asked(world)
    values = {"account_id": world.account_id, "identity_id": world.identities["alice"], "chat_id": ALICE}
    for number, state in enumerate(("done", "needs-human", "confirmed")):
        await operation(
            world.services,
            state,  # type: ignore[arg-type] # a literal of the loop's
            **values,
            user_id=ALICE,
            guid=world.made.servers[("web-2", "cache-1", "shop-1")[number]],
            order_no=f"A{number}",
            price=Decimal("72.00"),
        )
    world.clock.advance(60)
    world.engine.fail_next(Fault.HTML, action="getservers", times=3)
    assert not await Synchroniser(world.services).once(world.account_id)

    (found,) = await digest.digest(world.services, STAFF)
    assert found.ending.count == quiet.ending.count + 3 - before
    assert world.server("web-2").ip in found.ending.first
    assert (found.orders.count, found.orders.total, found.orders.unpriced) == (1, Decimal("72.00"), 0)
    assert (found.approvals, found.unsettled) == (1, 1)
    assert (found.failing_since, found.trouble) == (world.clock.now(), "not-understood")
    assert found.states["off"] == quiet.states["off"] + 1
    assert not found.is_quiet


async def test_nothing_of_other_accounts(world: World) -> None:
    await world.staff_chat()
    await world.store.add_account(
        name="other", url="http://127.0.0.1:9", userid=1, key="k", salt="s", markup=Decimal(0)
    )
    assert [each.name for each in await digest.digest(world.services, STAFF)] == ["demo"]
    assert await digest.digest(world.services, ALICE) == []
