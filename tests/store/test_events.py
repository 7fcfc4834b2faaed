from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import EventRow, NewEvent, NotFoundError

if TYPE_CHECKING:
    from tests.store.conftest import World


async def test_the_newest_events_come_first(world: World) -> None:
    store, account = world.store, world.account_id
    await store.add_event(account_id=account, guid="g1", at=1.0, kind="ip", detail='{"to":"b"}')
    await store.add_events([NewEvent(account, "g1", 3.0, "run", "{}"), NewEvent(account, "g2", 2.0, "run", "{}")])
    assert store.events(account, "g1") == [
        EventRow(id=2, account_id=account, guid="g1", at=3.0, kind="run", detail="{}"),
        EventRow(id=1, account_id=account, guid="g1", at=1.0, kind="ip", detail='{"to":"b"}'),
    ]
    assert [event.id for event in store.events(account, "g1", limit=1)] == [2]


async def test_all_or_none_are_kept(world: World) -> None:
    with pytest.raises(NotFoundError):
        await world.store.add_events(
            [
                NewEvent(world.account_id, "g1", 1.0, "run", "{}"),
                NewEvent(99, "g1", 1.0, "run", "{}"),
            ]
        )
    assert world.store.events(world.account_id, "g1") == []


async def test_nothing_to_keep_costs_no_commit(world: World) -> None:
    commits = world.store.commits
    await world.store.add_events([])
    assert world.store.commits == commits
