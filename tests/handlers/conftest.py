from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handlers.staging import scene_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.handlers.scene import Scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene_at(tmp_path) as made:
        yield made
