from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine import Durations
from tests.flows.stage import Stage, button, running, stage_at

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.telegram import BotMessage


def link_of(message: BotMessage) -> str:
    return next((each.url for row in message.buttons for each in row if each.url), "")


async def link_shown(stage: Stage) -> BotMessage:
    shown = await stage.ask(stage.zhang, "/vnc web-1")
    await stage.telegram.wait_for(lambda: link_of(shown), timeout=10)
    return shown


async def test_a_link_goes_in_time_also_where_another_run_has_to_take_it_away(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        async with running(stage, secret_seconds=1):
            first = await link_shown(stage)
            await stage.telegram.wait_for(lambda: first.deleted, timeout=10)
        async with running(stage, secret_seconds=2):
            second = await link_shown(stage)
        assert second.deleted is False
        async with running(stage):
            await stage.telegram.wait_for(lambda: second.deleted, timeout=10)
        assert stage.telegram.violations == []


async def test_a_typed_password_from_the_command_to_the_spoiler(tmp_path: Path) -> None:
    async with stage_at(tmp_path) as stage:
        stage.engine.world.durations = Durations(setpsw=0.3, start_delay=0.05)
        async with running(stage):
            zhang = stage.zhang
            asked = await stage.ask(zhang, "/password web-1 Tr1cky_Secret")
            await stage.telegram.wait_for(lambda: button(asked, "ok:"), timeout=10)
            seen = len(stage.telegram.messages(zhang.id))
            await stage.tap(zhang, asked, "ok:")
            await stage.next_message(zhang.id, seen)
            shown = await stage.next_message(zhang.id, seen + 1)
            await stage.telegram.wait_for(lambda: "Tr1cky_Secret" in shown.text, timeout=10)
        assert stage.engine.server(stage.guid("web-1")).password == "Tr1cky_Secret"
        assert all(
            "Tr1cky" not in message.text for message in stage.telegram.messages(zhang.id) if message is not shown
        )
        assert stage.telegram.violations == []
