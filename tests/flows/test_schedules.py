"""A schedule set in the chat, over a bot that is stopped, comes late and is stopped again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from operations import schedule_runs, upkeep
from store import Store
from tests.flows.stage import SECRET_KEY, button, running, stage_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.stage import Stage

QUICK = 0.2


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "TICK", QUICK)
    monkeypatch.setattr(schedule_runs, "RETRY", QUICK)


async def due(stage: Stage, *, since: float) -> None:
    """Let the only schedule be due since then, while no bot runs."""
    async with await Store.open(stage.settings().database, [SECRET_KEY]) as store:
        assert await store._change("UPDATE schedules SET next_at = ?", (time.time() - since,)) == 1


async def test_set_by_hand_done_by_itself_and_reported_once(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        zhang = stage.zhang
        async with running(stage):
            shown = await stage.ask(zhang, "/schedule web-1,web-2 restart daily 03:00")
            await stage.tap(zhang, shown, "scy:")
            await stage.telegram.wait_for(lambda: shown.text.startswith(("✅ Set", "✅ 已设置")), timeout=10)
        await due(stage, since=60)
        seen = len(stage.telegram.messages(zhang.id))
        async with running(stage):
            told = await stage.next_message(zhang.id, seen)
            await stage.settled()
        assert stage.executed("restart") == 2
        assert "web-1" in told.text
        assert "web-2" in told.text
        assert len(stage.telegram.messages(zhang.id)) == seen + 1
        # Away for longer than five minutes: told, not made up for; and told once, whatever restarts.
        await due(stage, since=3600)
        for _ in range(2):
            async with running(stage):
                missed = await stage.next_message(zhang.id, seen + 1)
                await stage.settled()
        assert stage.executed("restart") == 2
        assert missed.text.count("⚠") == 1
        assert len(stage.telegram.messages(zhang.id)) == seen + 2
        assert button(missed, "new:sco:")
        assert stage.engine.violations == []
        assert stage.telegram.violations == []
