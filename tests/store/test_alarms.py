from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import Turn, alarms
from store.vocabulary import ALERT_KINDS
from tests.store.test_conditions import keep, raised

if TYPE_CHECKING:
    from store import NoticeRow
    from tests.store.conftest import Wall, World

CHAT = 100


@pytest.fixture
async def hers(world: World) -> World:
    """The customer has g1 and g2."""
    for guid in ("g1", "g2"):
        await world.store.assign(world.account_id, guid, world.identity_id)
    return world


async def tell(world: World, wall: Wall) -> int:
    store = world.store
    return await store.tell_conditions(store.untold_conditions(wall.at, seen_since=0), store.chats_of_ended_alarms())


def notices(world: World) -> list[NoticeRow]:
    return world.store.due_notices(1e12)


async def test_untold_is_what_the_other_questions_say(hers: World, wall: Wall) -> None:
    """The one statement and the single questions are made of the same parts: they must agree."""
    store, now = hers.store, wall.at
    reseller = await hers.identity("reseller", all_servers=True)
    other = await hers.identity("other")
    await store.assign(hers.account_id, "g3", other.id)
    for chat_id, identity_id in ((200, hers.identity_id), (300, other.id), (400, reseller.id), (400, other.id)):
        await store.grant(chat_id, identity_id)
    await store.set_preferences(200, alert_kinds=["abnormal", "off"])
    await store.set_preferences(300, alert_kinds=[])
    await store.mute(CHAT, hers.account_id, "g2")
    await store.mute(CHAT, hers.account_id, "g1", until=now)
    await store.mute(400, hers.account_id + 1, "g3")
    await store.add_maintenance(400, account_id=hers.account_id, guid="g4", starts_at=now, ends_at=now + 1, user_id=1)
    await store.add_maintenance(200, starts_at=now - 9, ends_at=now, user_id=1)
    rows = [await raised(hers, guid, kind) for guid in ("g1", "g2", "g3", "g4", "g5") for kind in ALERT_KINDS]
    expected = sorted(
        (chat_id, row.id)
        for row in rows
        for chat_id in store.audience(hers.account_id, row.guid)
        if row.kind in store.preferences(chat_id).alert_kinds
        and not store.is_muted(chat_id, hers.account_id, row.guid, now)
        and not store.in_maintenance(chat_id, hers.account_id, row.guid, now)
    )
    assert len(expected) == 16
    assert store.untold_conditions(now, seen_since=0) == expected
    assert store.untold_conditions(now, seen_since=0, limit=3) == expected[:3]


async def test_what_is_not_certain_or_over_is_not_told(hers: World, wall: Wall) -> None:
    row = await raised(hers)
    untold = hers.store.untold_conditions(wall.at, seen_since=0)
    assert untold == [(CHAT, row.id)]
    await keep(hers, read_at=220, recovered=[row.id])
    assert hers.store.untold_conditions(wall.at, seen_since=0) == []
    assert await hers.store.tell_conditions(untold, []) == 0
    await keep(hers, read_at=300, begun=[("g1", "blocked", "[]")])
    assert hers.store.untold_conditions(wall.at, seen_since=0) == []
    assert notices(hers) == []


async def test_what_no_reading_has_shown_for_long_is_not_told(hers: World, wall: Wall) -> None:
    row = await raised(hers)
    assert hers.store.untold_conditions(wall.at, seen_since=161) == []
    await keep(hers, read_at=161, confirmed=[row.id])
    assert hers.store.untold_conditions(wall.at, seen_since=161) == [(CHAT, row.id)]


async def test_the_notice_and_what_it_tells_are_written_together(hers: World, wall: Wall) -> None:
    one, two = await raised(hers), await raised(hers, "g2")
    untold = hers.store.untold_conditions(wall.at, seen_since=0)
    assert await tell(hers, wall) == 2
    assert await hers.store.tell_conditions(untold, []) == 0
    (notice,) = notices(hers)
    assert (notice.chat_id, notice.kind) == (CHAT, "alerts")
    rows = await hers.store.open_alarm(notice.id, wall.at)
    assert [(row.condition.id, row.trouble, row.over) for row in rows] == [(one.id, True, False), (two.id, True, False)]


async def test_a_notice_that_somebody_delivers_takes_in_nothing(hers: World, wall: Wall) -> None:
    await raised(hers)
    await tell(hers, wall)
    assert len(notices(hers)) == 1
    assert await hers.store.claim_notices([Turn(CHAT, urgent=False)], "p", wall.at + 60, wall.at)
    await raised(hers, "g2")
    assert await tell(hers, wall) == 1
    assert len(hers.store._rows("SELECT DISTINCT notice_id FROM told_conditions")) == 2


async def test_a_notice_that_may_have_arrived_takes_in_nothing(hers: World, wall: Wall) -> None:
    """After a second time it counts as delivered, and is not sent."""
    await raised(hers)
    await tell(hers, wall)
    (notice,) = await hers.store.claim_notices([Turn(CHAT, urgent=False)], "p", wall.at + 60, wall.at)
    await hers.store.release_notice(notice, rest_until=wall.at, arrived=True)
    await raised(hers, "g2")
    assert await tell(hers, wall) == 1
    assert [row.sends for row in notices(hers)] == [1, 0]
    assert len(hers.store._rows("SELECT DISTINCT notice_id FROM told_conditions")) == 2


async def test_a_chat_that_left_hears_nothing_of_what_was_its_own(hers: World, wall: Wall) -> None:
    row = await raised(hers)
    await tell(hers, wall)
    (notice,) = notices(hers)
    await hers.store.revoke(CHAT, hers.identity_id)
    assert await hers.store.open_alarm(notice.id, wall.at) == []
    await hers.store.grant(CHAT, hers.identity_id)
    assert hers.store.untold_conditions(wall.at, seen_since=0) == [(CHAT, row.id)]


async def test_finding_what_is_to_be_told_reads_no_table(hers: World) -> None:
    """Neither the servers, nor what was told or is over: every look goes by an index, from what is wrong now."""
    statements: list[str] = []
    hers.store._reader.set_trace_callback(statements.append)
    hers.store.untold_conditions(1.8e9, seen_since=0)
    hers.store.chats_of_ended_alarms()
    hers.store._reader.set_trace_callback(None)
    untold, ended = ([row[-1] for row in hers.store._rows(f"EXPLAIN QUERY PLAN {each}")] for each in statements)
    assert untold[0] == "SEARCH conditions USING INDEX conditions_raised (raised_at>?)"
    assert not [step for step in untold if step.startswith("SCAN")]
    assert "told_conditions_over" in ended[0]
    for statement in (alarms._FORGET_UNWANTED, alarms._TO_TELL):
        steps = hers.store._rows(f"EXPLAIN QUERY PLAN {statement}", {"notice": 1, "now": 1.0})
        assert not [detail for *_, detail in steps if detail.startswith("SCAN")]
