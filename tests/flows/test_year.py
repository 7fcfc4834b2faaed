"""A year of reminders on a clock of the test's own; see `tests/flows/year/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.year.life import live

if TYPE_CHECKING:
    from pathlib import Path


async def small(path: Path, seed: int) -> list[str]:
    return (await live(path, seed=seed, servers=60, chats=8, days=90, troubles=6)).wrong


@pytest.mark.parametrize("seed", range(3))
async def test_a_season(tmp_path: Path, seed: int) -> None:
    assert await small(tmp_path / "apabot.db", seed) == []
