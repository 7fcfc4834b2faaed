from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.stage import Stage, running, stage_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage with the bot running."""
    async with stage_at(tmp_path) as set_stage, running(set_stage):
        await set_stage.telegram.wait_for(lambda: bool(set_stage.engine.requests))
        yield set_stage
        assert set_stage.engine.violations == []
        assert set_stage.telegram.violations == []
