from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from store import GrantRow, MemberRow, NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.conftest import Wall, World


async def test_an_invite_grants_once(world: World, wall: Wall) -> None:
    token = await world.store.add_invite(world.identity_id, expires_at=wall.at + 60)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", token)
    results = await asyncio.gather(
        *(world.store.take_invite(token, chat_id=-user, user_id=user, now=wall.at + 1) for user in (5, 6, 7))
    )
    assert results == [world.identity_id, None, None]
    assert world.store.grants(chat_id=-5) == [GrantRow(-5, world.identity_id, 1_800_000_001.0)]
    assert world.store.members(-5) == [MemberRow(-5, 5, "owner")]
    assert world.store.members(-6) == []


async def test_an_expired_or_unknown_token_grants_nothing(world: World, wall: Wall) -> None:
    token = await world.store.add_invite(world.identity_id, expires_at=wall.at + 60)
    assert await world.store.take_invite(token, chat_id=5, user_id=5, now=wall.at + 60) is None
    assert await world.store.take_invite(token + "x", chat_id=5, user_id=5, now=wall.at) is None
    assert await world.store.take_invite(token, chat_id=5, user_id=5, now=wall.at + 59) == world.identity_id


async def test_nobody_is_invited_to_an_unknown_identity(world: World, wall: Wall) -> None:
    with pytest.raises(NotFoundError, match="identity"):
        await world.store.add_invite(99, expires_at=wall.at + 60)


async def test_the_token_is_not_on_the_disk(world: World, wall: Wall, path: Path) -> None:
    token = await world.store.add_invite(world.identity_id, expires_at=wall.at + 60)
    for file in (path, path.with_name("apabot.db-wal")):
        assert token.encode() not in file.read_bytes()
