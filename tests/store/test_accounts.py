from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from store import AccountRow, DuplicateError, NotFoundError
from tests.store.conftest import add_account

if TYPE_CHECKING:
    from store import Store


async def test_an_account_comes_back_as_it_was_given(store: Store) -> None:
    added = await store.add_account(
        name="main", url="https://e.test/api", userid=7, key="k", salt="s", markup=Decimal("12.50")
    )
    expected = AccountRow(
        id=1,
        name="main",
        url="https://e.test/api",
        userid=7,
        key="k",
        salt="s",
        markup=Decimal("12.50"),
        created_at=1_800_000_000.0,
    )
    assert added == expected
    assert store.account(1) == expected
    assert store.account_named("main") == expected
    assert str(store.account(1).markup) == "12.50"


async def test_secrets_are_not_in_the_repr(store: Store) -> None:
    await add_account(store)
    shown = repr(store.account(1))
    assert "main" in shown
    assert "k-e-y" not in shown
    assert "s-a-l-t" not in shown


async def test_accounts_are_listed_by_name(store: Store) -> None:
    for name in ("b", "c", "a"):
        await add_account(store, name)
    assert [account.name for account in store.accounts()] == ["a", "b", "c"]


async def test_a_name_is_taken_once(store: Store) -> None:
    await add_account(store)
    with pytest.raises(DuplicateError) as caught:
        await add_account(store)
    assert caught.value.what == "account"
    assert len(store.accounts()) == 1


async def test_what_is_unknown_is_said(store: Store) -> None:
    with pytest.raises(NotFoundError, match="account: not found"):
        store.account(1)
    with pytest.raises(NotFoundError, match="account nobody: not found"):
        store.account_named("nobody")


async def test_a_decrypted_row_is_kept_until_it_changes(store: Store) -> None:
    await add_account(store)
    first = store.account(1)
    assert store.account(1) is first
    await store._change("UPDATE accounts SET url = 'https://other.test', revision = revision + 1", ())
    assert store.account(1).url == "https://other.test"
