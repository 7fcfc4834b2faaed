from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations import maintenance, mutes
from operations.errors import BadAnswerError
from operations.maintenance import FARTHEST, LONGEST, begin, windows

if TYPE_CHECKING:
    from tests.operations.conftest import World

HOUR, DAY = 3600.0, 86400.0


async def test_windows_that_meet_are_one_and_never_longer_than_a_week_from_now(world: World) -> None:
    services, actor, known, now = world.services, world.actor(), world.known("web-1"), world.clock.now()
    later = await begin(services, actor, known, seconds=2 * HOUR, starts_at=now + 3 * HOUR)
    assert (later.starts_at, later.ends_at) == (now + 3 * HOUR, now + 5 * HOUR)
    joined = await begin(services, actor, known, seconds=3 * HOUR)
    assert (joined.starts_at, joined.ends_at) == (now, now + 5 * HOUR)
    assert windows(services, actor) == [joined]

    await begin(services, actor, known, seconds=LONGEST)
    with pytest.raises(BadAnswerError) as caught:
        await begin(services, actor, known, seconds=HOUR, starts_at=now + LONGEST)
    assert caught.value.problem == "maintenance-long"
    # Two days later two more may be added: a week from then on, whenever it began.
    world.clock.advance(2 * DAY)
    longer = await begin(services, actor, known, seconds=LONGEST)
    assert (longer.starts_at, longer.ends_at) == (now, now + 2 * DAY + LONGEST)


async def test_moments_that_are_over_or_too_far(world: World) -> None:
    services, actor, now = world.services, world.actor(), world.clock.now()
    window = await begin(services, actor, None, seconds=HOUR, starts_at=now - 60)
    assert (window.known, window.starts_at, window.ends_at) == (None, now, now + HOUR)
    with pytest.raises(BadAnswerError) as caught:
        await begin(services, actor, None, seconds=HOUR, starts_at=now + FARTHEST + 1)
    assert caught.value.problem == "moment-far"


async def test_what_keeps_a_chat_from_hearing_of_a_server(world: World) -> None:
    services, actor, now = world.services, world.actor(), world.clock.now()
    web_1, web_2 = world.known("web-1"), world.known("web-2")
    assert maintenance.open_until(services, actor.chat_id, web_1) is None
    await begin(services, actor, web_1, seconds=HOUR)
    await begin(services, actor, None, seconds=2 * HOUR, starts_at=now + HOUR)
    assert maintenance.open_until(services, actor.chat_id, web_1) == now + HOUR
    assert maintenance.open_until(services, actor.chat_id, web_2) is None
    world.clock.advance(HOUR)
    assert maintenance.open_until(services, actor.chat_id, web_2) == now + 3 * HOUR
    (window,) = windows(services, actor)
    assert await maintenance.end(services, actor, window.id)
    assert not await maintenance.end(services, actor, window.id)
    assert maintenance.open_until(services, actor.chat_id, web_2) is None

    assert mutes.mute_of(services, actor.chat_id, web_1) is None
    await mutes.mute(services, actor, web_1, seconds=HOUR)
    found = mutes.mute_of(services, actor.chat_id, web_1)
    assert found is not None
    assert found.until == now + 2 * HOUR
    assert [each.known.guid for each in mutes.muted(services, actor)] == [web_1.guid]
    world.clock.advance(HOUR)
    assert mutes.muted(services, actor) == []
    assert mutes.mute_of(services, actor.chat_id, web_1) is None
    with pytest.raises(BadAnswerError) as caught:
        await mutes.mute(services, actor, web_1, seconds=mutes.LONGEST + 1)
    assert caught.value.problem == "mute-long"
