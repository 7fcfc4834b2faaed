from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import PreferencesRow, StoreError

if TYPE_CHECKING:
    from store import Store


async def test_a_chat_that_never_chose_has_the_defaults(store: Store) -> None:
    assert store.preferences(5) == PreferencesRow(
        reminder_stages=("7", "3", "1", "0", "expired"),
        reminder_hour=10,
        alert_kinds=frozenset({"blocked", "locked", "off", "failed"}),
        night="silent",
        digest_hour=9,
    )


async def test_what_is_chosen_stays_and_the_rest_is_as_it_was(store: Store) -> None:
    await store.set_preferences(5, reminder_stages={"expired", "1"}, reminder_hour=22)
    changed = await store.set_preferences(5, alert_kinds=[], night="wait", digest_hour=None)
    assert changed == PreferencesRow(("1", "expired"), 22, frozenset(), "wait", None)
    assert store.preferences(5) == changed
    assert (await store.set_preferences(5, reminder_stages=())).reminder_stages == ()
    assert store.preferences(6) == PreferencesRow()


async def test_an_hour_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.set_preferences(5, reminder_hour=24)
    assert store.preferences(5).reminder_hour == 10


async def test_a_group_that_moved_takes_them_along(store: Store) -> None:
    await store.keep_chat(-5, kind="group")
    await store.set_preferences(-5, night="loud")
    await store.migrate_chat(-5, -1005)
    assert store.preferences(-1005).night == "loud"
    assert store.preferences(-5).night == "silent"
