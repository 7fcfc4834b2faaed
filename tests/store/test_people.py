from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import NotFoundError, PersonRow

if TYPE_CHECKING:
    from store import Store


async def test_a_person_is_kept_and_only_changes_are_written(store: Store) -> None:
    assert store.person(7) is None
    await store.keep_person(7, "王五", "zh-hans")
    assert store.person(7) == PersonRow(7, "王五", None, "zh-hans")
    commits = store.commits
    await store.keep_person(7, "王五", "zh-hans")
    assert store.commits == commits
    await store.keep_person(7, "Wang", None)
    assert store.person(7) == PersonRow(7, "Wang", None, None)
    assert "Wang" not in repr(store.person(7))


async def test_the_chosen_language_outlives_what_telegram_says(store: Store) -> None:
    await store.keep_person(7, "Bob", "de")
    await store.set_person_language(7, "en")
    await store.keep_person(7, "Bob", "fr")
    assert store.person(7) == PersonRow(7, "Bob", "en", "fr")
    with pytest.raises(NotFoundError, match="person"):
        await store.set_person_language(8, "en")
