from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from store import IdentityRow, Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

KEY = "a secret key of the tests"


@dataclass
class Wall:
    """A clock that stands still until it is told to move."""

    at: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class World:
    """An account with one customer, who has the chat 100."""

    store: Store
    account_id: int
    identity_id: int

    async def identity(self, label: str, **values: Any) -> IdentityRow:
        return await add_identity(self.store, self.account_id, label, **values)

    def operation(self, **values: Any) -> dict[str, Any]:
        return {
            "account_id": self.account_id,
            "identity_id": self.identity_id,
            "guid": "g1",
            "action": "start",
            "params": '{"guid":"g1"}',
            "chat_id": 100,
            "user_id": 100,
            "language": "en",
            **values,
        }

    async def nonce(self, **values: Any) -> str:
        return await self.store.add_confirmation(
            **{
                "chat_id": 100,
                "user_id": 100,
                "action": "renew",
                "account_id": self.account_id,
                "guid": "g1",
                "identity_id": self.identity_id,
                "params": '{"months":3}',
                "price": Decimal("29.90"),
                "shown": '{"endTime":"2027-01-01"}',
                "expires_at": 1_800_000_120.0,
                **values,
            }
        )


async def add_account(store: Store, name: str = "main") -> int:
    account = await store.add_account(
        name=name, url="https://engine.test/api", userid=7, key="k-e-y", salt="s-a-l-t", markup=Decimal("12.50")
    )
    return account.id


async def add_identity(store: Store, account_id: int, label: str, **values: Any) -> IdentityRow:
    return await store.add_identity(
        **{
            "account_id": account_id,
            "label": label,
            "name": "Zhang San",
            "mobile": "13800138000",
            "idnum": "11010519491231002X",
            "from_ip": "203.0.113.9",
            "client_user_id": "client-77",
            **values,
        }
    )


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "apabot.db"


@pytest.fixture
async def store(path: Path, wall: Wall) -> AsyncIterator[Store]:
    async with await Store.open(path, [KEY], now=wall) as opened:
        yield opened


@pytest.fixture
async def world(store: Store) -> World:
    account_id = await add_account(store)
    identity = await add_identity(store, account_id, "zhang")
    await store.grant(100, identity.id)
    return World(store, account_id, identity.id)
